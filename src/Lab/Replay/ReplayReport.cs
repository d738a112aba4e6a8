using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AkkaAuction.CommandLine;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Lab.Replay;

/// <summary>
/// Collects results until the file is through, and shows them only then: a file that cannot be read to its end gives no half result. They
/// wait in a temporary file, because there may be a million of them; what stays in memory is sums, column widths and what is left out.
/// </summary>
public sealed class ReplayReport : IDisposable
{
    private readonly FileStream _file;
    private readonly BinaryWriter _write;
    private long _auctions;
    private long _exact;
    private long _bids;
    private long _refused;
    private readonly List<LeftOut> _leftOut = [];
    private int _auctionWidth = "auction".Length;
    private int _amountWidth = "recorded".Length;

    public ReplayReport()
    {
        _file = TemporaryFile.Make();
        _write = new BinaryWriter(_file, Encoding.UTF8, leaveOpen: true);
    }

    public void Add(ReplayedAuction result)
    {
        ArgumentNullException.ThrowIfNull(result);
        _auctions++;
        _bids += result.Bids;
        _refused += result.Refused;
        if (result.IsExact) _exact++;
        _auctionWidth = Math.Max(_auctionWidth, ShownText.Of(result.Auction).Length);
        _amountWidth = Math.Max(_amountWidth, Math.Max(Money(result.RecordedMinor).Length, Money(result.PriceMinor).Length));
        _write.Write(result.Auction);
        _write.Write(result.RecordedMinor);
        _write.Write(result.PriceMinor);
        _write.Write(result.Winner is not null);
        _write.Write(result.Winner ?? "");
        _write.Write(result.Bids);
        _write.Write(result.Refused);
    }

    /// <summary>Something of the file that could not be taken.</summary>
    public void Add(LeftOut leftOut) => _leftOut.Add(leftOut);

    /// <summary>Whether something was decided, or nothing was to be.</summary>
    public bool HasResult => _auctions > 0 || _leftOut.Count == 0;

    /// <summary>One document; prices are decimal texts with two digits behind the point.</summary>
    public void WriteJson(TextWriter to)
    {
        to.Write($"{{\"auctions\":{_auctions},\"exact\":{_exact},\"bids\":{_bids},\"refused\":{_refused},\"results\":[");
        var first = true;
        foreach (var result in Results())
        {
            to.WriteLine(first ? "" : ",");
            first = false;
            to.Write(
                $"{{\"auction\":{Quoted(result.Auction)},\"recorded\":\"{Money(result.RecordedMinor)}\","
                + $"\"price\":\"{Money(result.PriceMinor)}\",\"exact\":{(result.IsExact ? "true" : "false")},"
                + $"\"winner\":{(result.Winner is null ? "null" : Quoted(result.Winner))}}}");
        }
        to.WriteLine(first ? "]," : $"{Environment.NewLine}],");
        var leftOut = _leftOut.Select(one =>
            $"{Environment.NewLine}{{\"auction\":{(one.Auction is null ? "null" : Quoted(one.Auction))},\"why\":{Quoted(one.Why)}}}");
        to.WriteLine($"\"leftOut\":[{string.Join(',', leftOut)}]}}");
    }

    /// <summary>A line for each auction, and a summary.</summary>
    public void WriteText(TextWriter to)
    {
        to.WriteLine(
            $"{"auction".PadRight(_auctionWidth)}  {"recorded".PadLeft(_amountWidth)}  {"computed".PadLeft(_amountWidth)}     winner");
        foreach (var result in Results())
        {
            var (recorded, price) = (Money(result.RecordedMinor).PadLeft(_amountWidth), Money(result.PriceMinor).PadLeft(_amountWidth));
            var winner = ShownText.Of(result.Winner ?? "(nobody)");
            to.WriteLine(
                $"{ShownText.Of(result.Auction).PadRight(_auctionWidth)}  {recorded}  {price}  {(result.IsExact ? " " : "≠")}  {winner}");
        }
        to.WriteLine();
        to.WriteLine($"{_exact} of {_auctions} auctions come out at the recorded price to the cent; {_bids} bids, {_refused} refused.");
        if (_leftOut.Count == 0) return;
        to.WriteLine(_leftOut.Count == 1 ? "Left out, because of one fault:" : $"Left out, because of {_leftOut.Count} faults:");
        foreach (var one in _leftOut)
            to.WriteLine($"  {ShownText.Of(one.Auction is null ? "a row" : $"auction {one.Auction}")}: {ShownText.Of(one.Why)}");
    }

    public void Dispose()
    {
        _write.Dispose();
        _file.Dispose();
    }

    private IEnumerable<ReplayedAuction> Results()
    {
        _write.Flush();
        _file.Position = 0;
        using var read = new BinaryReader(_file, Encoding.UTF8, leaveOpen: true);
        for (long i = 0; i < _auctions; i++)
        {
            var (auction, recorded, price) = (read.ReadString(), read.ReadInt64(), read.ReadInt64());
            var (won, winner) = (read.ReadBoolean(), read.ReadString());
            yield return new(auction, recorded, price, won ? winner : null, read.ReadInt32(), read.ReadInt32());
        }
    }

    private static string Money(long minor) => Amount.Format(minor, BidHistoryReader.Digits);

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
