using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Lab.Replay;

/// <summary>
/// Collects results until the file is through, and shows them only then: a file with a fault in its last row gives no half result. They
/// wait in a temporary file, because there may be a million of them; what stays in memory is sums and column widths.
/// </summary>
public sealed class ReplayReport : IDisposable
{
    private readonly FileStream _file;
    private readonly BinaryWriter _write;
    private long _auctions;
    private long _exact;
    private long _bids;
    private long _refused;
    private int _auctionWidth = "auction".Length;
    private int _amountWidth = "recorded".Length;

    public ReplayReport()
    {
        var path = Path.Combine(Path.GetTempPath(), $"lab-replay-{Guid.NewGuid():N}");
        try
        {
            _file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 65_536, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"results cannot be kept in the temporary folder: {e.Message}", e);
        }
        _write = new BinaryWriter(_file, Encoding.UTF8, leaveOpen: true);
    }

    public void Add(ReplayedAuction result)
    {
        ArgumentNullException.ThrowIfNull(result);
        _auctions++;
        _bids += result.Bids;
        _refused += result.Refused;
        if (result.IsExact) _exact++;
        _auctionWidth = Math.Max(_auctionWidth, result.Auction.Length);
        _amountWidth = Math.Max(_amountWidth, Math.Max(Money(result.RecordedMinor).Length, Money(result.PriceMinor).Length));
        _write.Write(result.Auction);
        _write.Write(result.RecordedMinor);
        _write.Write(result.PriceMinor);
        _write.Write(result.Winner is not null);
        _write.Write(result.Winner ?? "");
        _write.Write(result.Bids);
        _write.Write(result.Refused);
    }

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
        to.WriteLine(first ? "]}" : $"{Environment.NewLine}]}}");
    }

    /// <summary>A line for each auction, and a summary.</summary>
    public void WriteText(TextWriter to)
    {
        to.WriteLine(
            $"{"auction".PadRight(_auctionWidth)}  {"recorded".PadLeft(_amountWidth)}  {"computed".PadLeft(_amountWidth)}     winner");
        foreach (var result in Results())
        {
            to.WriteLine($"{result.Auction.PadRight(_auctionWidth)}  {Money(result.RecordedMinor).PadLeft(_amountWidth)}  "
                + $"{Money(result.PriceMinor).PadLeft(_amountWidth)}  {(result.IsExact ? " " : "≠")}  {result.Winner ?? "(nobody)"}");
        }
        to.WriteLine();
        to.WriteLine($"{_exact} of {_auctions} auctions come out at the recorded price to the cent; {_bids} bids, {_refused} refused.");
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
