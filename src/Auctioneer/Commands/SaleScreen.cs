using System.Globalization;
using System.Text.Json;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Doors.Control;
using AkkaAuction.CommandLine;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Auctioneer.Commands;

/// <summary>Shows a person what a house answers of its sales.</summary>
/// <param name="output">Where to.</param>
/// <param name="columns">The terminal's columns; null: it is none.</param>
internal sealed class SaleScreen(TextWriter output, int? columns = null)
{
    /// <summary>A table of sales.</summary>
    public void List(IReadOnlyList<ControlLine> lines)
    {
        if (lines.Count == 0)
        {
            output.WriteLine("There is no sale.");
            return;
        }
        using var to = new StringWriter();
        new TextTable(["Sale", "Title", "State", "Lots", "Sold", "Unsold", "Opens (UTC)", "Last event"], [3, 4, 5, 7])
        {
            Cut = [1],
            LeftOut = [7, 1, 5, 4],
        }.Write(
            to,
            lines.OfType<ControlLine.Sale>().Select(s => (string[])
            [
                s.Id, s.Title == s.Id ? "" : Short(s.Title), s.State, $"{s.Lots}", $"{s.Sold}", $"{s.Unsold}", Time(s.Opens),
                $"{s.LastEvent}",
            ]),
            Columns);
        output.Write(to.ToString());
    }

    /// <summary>The lines as they came, as one JSON array.</summary>
    public void Json(IReadOnlyList<ControlLine> lines)
    {
        if (lines.Count == 0)
        {
            output.WriteLine("[]");
            return;
        }
        var texts = lines.Select(line => JsonSerializer.Serialize(line, ControlJson.Lines.ControlLine));
        output.WriteLine($"[\n  {string.Join(",\n  ", texts)}\n]");
    }

    /// <summary>A sale's lots as they stand, and its account.</summary>
    public void Show(IReadOnlyList<ControlLine> lines)
    {
        var of = lines.OfType<ControlLine.Account>().Single();
        var lots = lines.OfType<ControlLine.Lot>().ToArray();
        using var to = new StringWriter();
        to.WriteLine($"Sale {of.Run}, {Named(of.Id, of.Title)}: {Count(lots.Length, "lot")}");
        new TextTable(["Lot", "Title", "Form", "State", "Price", "Leader", "Units", "Sold", "Closes (UTC)"], [4, 6, 7])
        {
            Cut = [1],
            LeftOut = [2, 1, 7, 6],
        }.Write(
            to,
            lots.Select(l => (string[])
            [
                l.Id, Short(l.Title), l.Form, l.State, $"{Amount.Format(l.PriceMinor, l.Digits)} {l.Currency}", l.Leader ?? "",
                $"{l.Units}", $"{l.Sold}", Time(l.Closes),
            ]),
            Columns);
        output.Write(to.ToString());
        new Screen(output) { NamesSales = true, Columns = () => Columns }.OnAccount(
            Account(of, lots, lines.OfType<ControlLine.Bought>(), lines.OfType<ControlLine.Paid>()));
    }

    /// <summary>What was put up, and when it opens.</summary>
    public void PutUp(ControlLine.Sale sale) => output.WriteLine(
        $"{Named(sale.Id, sale.Title)} is put up with {Count(sale.Lots, "lot")}. "
        + (sale.State == "open" ? "It is open."
            : sale.State == "ended" ? "It is over already."
            : sale.Opens is { } at ? $"It opens at {Time(at)} UTC."
            : "It opens when enough bidders are in it."));

    /// <summary>How a sale has ended.</summary>
    /// <param name="journal">What a command adds to reach the same house.</param>
    public void Closed(ControlLine.Sale sale, string journal) => output.WriteLine(
        $"{Named(sale.Id, sale.Title)} is closed: {sale.Sold} sold, {sale.Unsold} unsold. "
            + $"Its account: auctioneer sale show {sale.Id}{journal}");

    private static FinalAccount Account(
        ControlLine.Account of,
        IEnumerable<ControlLine.Lot> lots,
        IEnumerable<ControlLine.Bought> bought,
        IEnumerable<ControlLine.Paid> paid) =>
        new(
            of.Run,
            of.IsFinal,
            of.Rounds,
            [.. lots.Select(l => new LotAccount(
                l.Id, l.Title, l.Form, l.StartMinor, l.Units, l.Sold, l.PriceMinor, new Currency(l.Currency, l.Digits))
            {
                IsClosed = l.State == "closed",
                ReserveNotMet = l.ReserveNotMet,
            })],
            [.. bought.Select(b => new UnitSale(
                b.Round, b.LotId, b.Bidder, b.PriceMinor, b.Event, new Currency(b.Currency, b.Digits)))])
        {
            Id = of.Id,
            Title = of.Title,
            Payments = [.. paid.Select(p => new BidPayment(
                p.LotId, p.Bidder, p.PriceMinor, p.Event, new Currency(p.Currency, p.Digits)))],
        };

    internal static string Named(string id, string title) => title == id ? id : $"{id} ({ShownText.Of(title)})";

    private static string Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "";

    private static string Short(string title) => title.Length <= TitleMax ? title : title[..(TitleMax - 1)] + "…";

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private const int TitleMax = 40;

    private int Columns => columns ?? int.MaxValue;
}
