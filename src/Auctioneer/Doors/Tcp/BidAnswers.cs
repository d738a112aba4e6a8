using System.Buffers;
using System.Buffers.Text;
using System.Text;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Auctioneer.Doors.Tcp;

/// <summary>
/// Writes the answers to a read as lines, straight into the connection's buffer. These lines are most of what a house says, so they are not
/// made by way of an <see cref="Answer"/> each; a test holds them to what <see cref="FloorWriter"/> writes.
/// </summary>
internal static class BidAnswers
{
    // The longest answer: two words of 64, three amounts, a reason.
    private const int LineBytesMax = 640;
    private const int PieceBytes = 8192;

    // Each code's reason in quotes with its line end; they are constants without anything to escape.
    private static readonly byte[][] QuotedReasons =
        [.. Enumerable.Range(0, 500).Select(code => Encoding.UTF8.GetBytes($" \"{Reasons.For((RejectionCode)code)}\"\n"))];

    /// <returns>Bytes written.</returns>
    public static long Write(IBufferWriter<byte> output, ReadOnlySpan<BidAnswer> answers)
    {
        var total = 0L;
        var used = 0;
        var span = Span<byte>.Empty;
        for (var i = 0; i < answers.Length; i++)
        {
            ref readonly var answer = ref answers[i];
            if (answer.Id is null || answer.Reason is not null || answer.Lot!.Length > FloorLimits.LotBytesMax)
            {
                output.Advance(used);
                total += used + WriteRare(output, answer);
                span = [];
                used = 0;
                continue;
            }
            if (span.Length - used < LineBytesMax)
            {
                output.Advance(used);
                total += used;
                span = output.GetSpan(Math.Max(LineBytesMax, Math.Min(PieceBytes, (answers.Length - i) * 64)));
                used = 0;
            }
            used += answer.Code == RejectionCode.None ? Accepted(span[used..], answer) : Refused(span[used..], answer);
        }
        output.Advance(used);
        return total + used;
    }

    private static int Accepted(Span<byte> to, in BidAnswer answer)
    {
        "ACCEPTED "u8.CopyTo(to);
        var at = 9;
        at += Encoding.UTF8.GetBytes(answer.Id, to[at..]);
        to[at++] = (byte)' ';
        at += Encoding.UTF8.GetBytes(answer.Lot, to[at..]);
        to[at++] = (byte)' ';
        at += Amount(to[at..], answer.AmountMinor, answer.Digits);
        to[at++] = (byte)' ';
        Utf8Formatter.TryFormat(answer.Seq, to[at..], out var written);
        at += written;
        if (answer.Receipt != 0)
        {
            " hash="u8.CopyTo(to[at..]);
            Utf8Formatter.TryFormat(answer.Receipt, to[(at + 6)..], out _, new StandardFormat('x', 16));
            at += 6 + 16;
        }
        to[at++] = (byte)'\n';
        return at;
    }

    private static int Refused(Span<byte> to, in BidAnswer answer)
    {
        "REFUSED "u8.CopyTo(to);
        var at = 8;
        at += Encoding.UTF8.GetBytes(answer.Id, to[at..]);
        to[at++] = (byte)' ';
        at += Encoding.UTF8.GetBytes(answer.Lot, to[at..]);
        to[at++] = (byte)' ';
        Utf8Formatter.TryFormat((int)answer.Code, to[at..], out var written);
        at += written;
        " price="u8.CopyTo(to[at..]);
        at += 7;
        at += Amount(to[at..], answer.PriceMinor, answer.Digits);
        " next="u8.CopyTo(to[at..]);
        at += 6;
        at += Amount(to[at..], answer.NextMinor, answer.Digits);
        var reason = QuotedReasons[(int)answer.Code];
        reason.CopyTo(to[at..]);
        return at + reason.Length;
    }

    private static int Amount(Span<byte> to, long? minor, int digits)
    {
        if (minor is not { } amount)
        {
            to[0] = (byte)'-';
            return 1;
        }
        if (digits != Currency.DigitsUnsaid)
        {
            Rules.Money.Amount.TryFormat(amount, digits, to, out var length);
            return length;
        }
        // Nearly all currencies have two.
        var (whole, cents) = Math.DivRem((ulong)amount, 100);
        Utf8Formatter.TryFormat(whole, to, out var written);
        to[written] = (byte)'.';
        to[written + 1] = (byte)('0' + (cents / 10));
        to[written + 2] = (byte)('0' + (cents % 10));
        return written + 3;
    }

    /// <summary>Lines that were no bids, and whatever has words of its own.</summary>
    private static int WriteRare(IBufferWriter<byte> output, in BidAnswer answer)
    {
        var text = new ArrayBufferWriter<byte>(256);
        FloorWriter.Write(text, answer.ToAnswer());
        output.Write(text.WrittenSpan);
        return text.WrittenCount;
    }
}
