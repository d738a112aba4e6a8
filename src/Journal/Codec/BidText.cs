using System.Buffers;
using System.Buffers.Text;
using System.Text;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Journal.Codec;

/// <summary>
/// An accepted bid's body by the shortest way: nearly all facts of a busy house are bids, and a general JSON writer takes three times as
/// long. The bytes are those that <see cref="LotFactJson"/> writes; what would need an escape is left to it.
/// </summary>
internal static class BidText
{
    private const int NumberBytesMax = 20;
    private const int KeysBytes = 100;

    private static readonly SearchValues<char> Plain = SearchValues.Create(
        [.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c).Where(c => c is not ('"' or '\\'))]);

    /// <summary>Writes a body.</summary>
    /// <param name="bid">The bid.</param>
    /// <param name="people">Whom names stand for.</param>
    /// <param name="body">Where to.</param>
    /// <returns>Its length; 0: it does not fit, or is not plain.</returns>
    public static int Write(LotFact.BidAccepted bid, People people, Span<byte> body)
    {
        if (bid.Bidder.Length + bid.BidId.Length + (bid.Leader?.Length ?? 0) + KeysBytes + (5 * NumberBytesMax) > body.Length) return 0;
        var at = 0;
        Put("{\"bidder\":"u8, body, ref at);
        if (!Person(bid.Bidder, people, body, ref at)) return 0;
        Put(",\"id\":\""u8, body, ref at);
        if (!Text(bid.BidId, body, ref at)) return 0;
        Put("\",\"amountMinor\":"u8, body, ref at);
        Number(bid.AmountMinor, body, ref at);
        Put(",\"order\":"u8, body, ref at);
        Number(bid.Order, body, ref at);
        Put(",\"priceMinor\":"u8, body, ref at);
        Number(bid.PriceMinor, body, ref at);
        Put(",\"leader\":"u8, body, ref at);
        if (bid.Leader is null) Put("null"u8, body, ref at);
        else if (!Person(bid.Leader, people, body, ref at)) return 0;
        body[at++] = (byte)'}';
        return at;
    }

    private static bool Person(string name, People people, Span<byte> body, ref int at)
    {
        if (people.TryNumber(name, out var number))
        {
            Number(number, body, ref at);
            return true;
        }
        body[at++] = (byte)'"';
        if (!Text(name, body, ref at)) return false;
        body[at++] = (byte)'"';
        return true;
    }

    private static bool Text(string text, Span<byte> body, ref int at)
    {
        if (text.AsSpan().IndexOfAnyExcept(Plain) >= 0) return false;
        Ascii.FromUtf16(text, body[at..], out var written);
        at += written;
        return true;
    }

    private static void Number(long number, Span<byte> body, ref int at)
    {
        Utf8Formatter.TryFormat(number, body[at..], out var written);
        at += written;
    }

    private static void Put(ReadOnlySpan<byte> piece, Span<byte> body, ref int at)
    {
        piece.CopyTo(body[at..]);
        at += piece.Length;
    }
}
