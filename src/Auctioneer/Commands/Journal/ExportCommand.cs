using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Journal;
using AkkaAuction.Journal.Sqlite;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Auctioneer.Commands.Journal;

/// <summary>
/// <c>export</c>: writes sales, bids or every fact for another program: CSV with a head line, or one JSON object a line. Amounts are
/// decimal with the digits of the lot's currency, times UTC. It checks what it reads, and stops where the journal is broken.
/// </summary>
internal static class ExportCommand
{
    private static readonly string[] SaleHeads =
        ["place", "event", "time", "house", "sale", "run", "lot", "round", "bidder", "price", "currency"];
    private static readonly string[] BidHeads =
        ["place", "event", "time", "house", "sale", "run", "lot", "bidder", "id", "amount", "price", "leader", "currency"];
    private static readonly string[] PaymentHeads =
        ["place", "event", "time", "house", "sale", "run", "lot", "bidder", "amount", "currency"];
    private static readonly string[] FactHeads = ["place", "event", "time", "stream", "version", "life", "kind", "body", "hash"];

    public static Command Create(TextWriter output)
    {
        var db = JournalFile.Argument();
        var format = new Option<string>("--format")
        {
            Description = "csv or json (an object a line).",
            HelpName = "csv|json",
            DefaultValueFactory = _ => "csv",
        };
        format.AcceptOnlyFromAmong("csv", "json");
        var what = new Option<string>("--what")
        {
            Description = "sales, bids, payments (of those who pay without winning) or facts.",
            HelpName = "sales|bids|payments|facts",
            DefaultValueFactory = _ => "sales",
        };
        what.AcceptOnlyFromAmong("sales", "bids", "payments", "facts");
        var command = new Command("export", "Write what a journal holds as CSV or JSON, to standard output.") { db, format, what };
        command.SetAction(parsed => JournalFile.Run(parsed.GetValue(db)!, Console.Error, () =>
            Run(parsed.GetValue(db)!, parsed.GetValue(format)!, parsed.GetValue(what)!, output)));
        return command;
    }

    // A form may call a fact by which somebody pays as it likes.
    private static bool IsWanted(string what, ReadOnlySpan<byte> kind) => what switch
    {
        "sales" => kind.SequenceEqual("Lot.UnitAwarded"u8),
        "payments" => kind.StartsWith("Lot."u8) && !IsWanted("bids", kind),
        _ => kind.SequenceEqual("Lot.BidAccepted"u8) || kind.SequenceEqual("Lot.BidAccepted/2"u8),
    };

    internal static int Run(string path, string format, string what, TextWriter output)
    {
        var ends = EndCheck.Before(path);
        using var reader = SqliteReader.Open(path);
        ends.Judge(reader, accept: false);
        var version = reader.Version;
        var all = what switch
        {
            "sales" => SaleHeads,
            "bids" => BidHeads,
            "payments" => PaymentHeads,
            _ => FactHeads,
        };
        string[] heads = [.. all.Where(head => IsIn(head, version))];
        Action<string?[]> write = format == "csv"
            ? cells => output.WriteLine(string.Join(',', cells.Select(Csv)))
            : cells => output.WriteLine(Json(heads, cells, version));
        if (format == "csv") write(heads);
        var currencies = new LotCurrencies();
        reader.ReadAll((in ReadRow row, string stream) =>
        {
            var time = Encoding.UTF8.GetString(row.Time);
            string?[] at = version == 1 ? [$"{row.Event}", time] : [$"{row.Place}", $"{row.Event}", time];
            if (what == "facts")
            {
                var (kind, body) = (Encoding.UTF8.GetString(row.Kind), Encoding.UTF8.GetString(row.Body));
                var hash = Convert.ToHexStringLower(row.Hash);
                write([.. at, stream, $"{row.Version}", $"{row.Epoch}", kind, body, hash]);
                return;
            }
            if (!IsWanted(what, row.Kind))
            {
                // Whoever is named later is introduced by facts before.
                if (row.Kind.StartsWith("Desk."u8)) currencies.Add(stream, reader.Decode(row));
                return;
            }
            var lot = LotCells(stream, version);
            var currency = currencies.Of(stream);
            string[] code = version == 1 ? [] : [currency.Code];
            switch (reader.Decode(row))
            {
                case LotFact.UnitAwarded award when what == "sales":
                    var round = award.Round == 0 ? "" : $"{award.Round}";
                    write([.. at, .. lot, round, award.Bidder, FactWords.Money(award.PriceMinor, currency), .. code]);
                    break;
                case FormFact { Payment: { } payment }:
                    write([.. at, .. lot, payment.Bidder, FactWords.Money(payment.AmountMinor, currency), .. code]);
                    break;
                case LotFact.BidAccepted bid:
                    var (amount, price) = (FactWords.Money(bid.AmountMinor, currency), FactWords.Money(bid.PriceMinor, currency));
                    write([.. at, .. lot, bid.Bidder, bid.BidId, amount, price, bid.Leader ?? "", .. code]);
                    break;
            }
        });
        return 0;
    }

    /// <summary>In version 1 a fact's event was its place, and a sale was known by the number of its run.</summary>
    private static bool IsIn(string head, int version) => version > 1 || head is not ("place" or "run" or "currency");

    private static bool IsNumber(string head, int version) =>
        head is "place" or "event" or "version" or "life" or "run" or "round" || (head == "sale" && version == 1);

    private static string?[] LotCells(string stream, int version)
    {
        if (LotPlace.Of(stream) is not var (house, sale, run, lot)) return version == 1 ? ["", "", stream] : ["", "", "", stream];
        return version == 1 ? [house, $"{run}", lot] : [house, sale, $"{run}", lot];
    }

    private static string Csv(string? cell) =>
        cell is null ? "" : cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Json(string[] heads, string?[] cells, int version)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            for (var i = 0; i < heads.Length; i++)
            {
                json.WritePropertyName(heads[i]);
                if (heads[i] == "body") json.WriteRawValue(cells[i]!);
                else if (IsNumber(heads[i], version) && cells[i] is { Length: > 0 } number) json.WriteRawValue(number);
                else json.WriteStringValue(cells[i]);
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }
}
