using System.Buffers;
using System.Buffers.Text;
using System.Text;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules;

namespace AkkaAuction.Auctioneer.Doors.Tcp;

/// <summary>
/// Writes the answers of a batch as lines, straight into the connection's buffer. These lines are most of what a house says, so they are not made by way of an
/// <see cref="Answer"/> each; a test holds them to what <see cref="FloorWriter"/> writes.
/// </summary>
public static class BidAnswers
{
    // The longest answer: two words of 64, three amounts, a reason.
    private const int LineBytesMax = 640;
    private const int PieceBytes = 8192;

    // Each code's reason in quotes with its line end; they are constants without anything to escape.
    private static readonly byte[][] QuotedReasons = [.. Enumerable.Range(0, 500).Select(code => Encoding.UTF8.GetBytes($" \"{Reasons.For((RejectionCode)code)}\"\n"))];

    /// <returns>Bytes written.</returns>
    public static long Write(IBufferWriter<byte> output, BidBatch batch)
    {
        var total = 0L;
        var used = 0;
        var span = Span<byte>.Empty;
        for (var i = 0; i < batch.Count; i++)
        {
            ref var slot = ref batch[i];
            if (slot.BidId is null || slot.Reason is not null || slot.Lot!.Length > FloorLimits.LotBytesMax)
            {
                output.Advance(used);
                total += used + WriteRare(output, slot);
                span = [];
                used = 0;
                continue;
            }
            if (span.Length - used < LineBytesMax)
            {
                output.Advance(used);
                total += used;
                span = output.GetSpan(Math.Max(LineBytesMax, Math.Min(PieceBytes, (batch.Count - i) * 64)));
                used = 0;
            }
            used += slot.Code == RejectionCode.None ? Accepted(span[used..], slot) : Refused(span[used..], slot);
        }
        output.Advance(used);
        return total + used;
    }

    private static int Accepted(Span<byte> to, in BidSlot slot)
    {
        "ACCEPTED "u8.CopyTo(to);
        var at = 9;
        at += Encoding.UTF8.GetBytes(slot.BidId, to[at..]);
        to[at++] = (byte)' ';
        at += Encoding.UTF8.GetBytes(slot.Lot, to[at..]);
        to[at++] = (byte)' ';
        at += Amount(to[at..], slot.AmountMinor);
        to[at++] = (byte)' ';
        Utf8Formatter.TryFormat(slot.Seq, to[at..], out var written);
        at += written;
        if (slot.Receipt != 0)
        {
            " hash="u8.CopyTo(to[at..]);
            Utf8Formatter.TryFormat(slot.Receipt, to[(at + 6)..], out _, new StandardFormat('x', 16));
            at += 6 + 16;
        }
        to[at++] = (byte)'\n';
        return at;
    }

    private static int Refused(Span<byte> to, in BidSlot slot)
    {
        "REFUSED "u8.CopyTo(to);
        var at = 8;
        at += Encoding.UTF8.GetBytes(slot.BidId, to[at..]);
        to[at++] = (byte)' ';
        at += Encoding.UTF8.GetBytes(slot.Lot, to[at..]);
        to[at++] = (byte)' ';
        Utf8Formatter.TryFormat((int)slot.Code, to[at..], out var written);
        at += written;
        " price="u8.CopyTo(to[at..]);
        at += 7;
        at += Amount(to[at..], slot.PriceMinor);
        " next="u8.CopyTo(to[at..]);
        at += 6;
        at += Amount(to[at..], slot.NextMinor);
        var reason = QuotedReasons[(int)slot.Code];
        reason.CopyTo(to[at..]);
        return at + reason.Length;
    }

    private static int Amount(Span<byte> to, long? minor)
    {
        if (minor is not { } amount)
        {
            to[0] = (byte)'-';
            return 1;
        }
        var (whole, cents) = Math.DivRem((ulong)amount, 100);
        Utf8Formatter.TryFormat(whole, to, out var written);
        to[written] = (byte)'.';
        to[written + 1] = (byte)('0' + (cents / 10));
        to[written + 2] = (byte)('0' + (cents % 10));
        return written + 3;
    }

    /// <summary>Lines that were no bids, and whatever has words of its own.</summary>
    private static int WriteRare(IBufferWriter<byte> output, in BidSlot slot)
    {
        var reason = slot.Reason ?? Reasons.For(slot.Code);
        Answer answer = slot.BidId is null ? new Answer.Error(slot.Code, reason)
            : slot.Code == RejectionCode.None ? new Answer.Accepted(slot.BidId, slot.Lot!, slot.AmountMinor, slot.Seq, slot.Receipt)
            : new Answer.Refused(slot.BidId, slot.Lot!, slot.Code, slot.PriceMinor, slot.NextMinor, reason);
        var text = new ArrayBufferWriter<byte>(256);
        FloorWriter.Write(text, answer);
        output.Write(text.WrittenSpan);
        return text.WrittenCount;
    }
}
