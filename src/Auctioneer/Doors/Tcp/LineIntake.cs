using System.Buffers;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules;

namespace AkkaAuction.Auctioneer.Doors.Tcp;

/// <summary>Where the lines of a buffer have been taken to.</summary>
internal enum NextLine
{
    /// <summary>The next line has not come yet, or not all of it.</summary>
    NeedMore,

    /// <summary>What was taken is to be answered first.</summary>
    More,

    /// <summary>The next line is too long.</summary>
    TooLong,
}

/// <summary>
/// Cuts what arrives at the floor into lines and takes them in order. Bids, and lines that cannot be taken, are collected
/// (<see cref="BidIntake"/>); every other request is for the session. Bids are parsed from the pipe's bytes; a bid costs its id and its
/// fact, and no message of its own.
/// </summary>
internal static class LineIntake
{
    private static readonly SearchValues<byte> OfAnAmount = SearchValues.Create("0123456789."u8);

    /// <summary>
    /// Takes lines off the buffer until it is used up, the read is full, or a line is no bid. Such a line stays in the buffer as long as
    /// bids before it are unanswered.
    /// </summary>
    public static NextLine Take(BidIntake intake, ref ReadOnlySequence<byte> buffer, out Request? request)
    {
        request = null;
        while (!intake.IsFull)
        {
            var rest = buffer;
            if (!rest.IsEmpty && rest.FirstSpan.IndexOf((byte)'\n') >= 0)
            {
                // The fast way: the line lies in one piece.
                var span = rest.FirstSpan;
                var framed = FloorFraming.TryReadLine(ref span, out var text);
                if (framed == FramingResult.TooLong) return NextLine.TooLong;
                var taken = rest.FirstSpan.Length - span.Length;
                if (!Take(intake, text, ref request)) return NextLine.More;
                buffer = rest.Slice(taken);
            }
            else
            {
                var framed = FloorFraming.TryReadLine(ref rest, out var line);
                if (framed == FramingResult.TooLong) return NextLine.TooLong;
                if (framed == FramingResult.Incomplete) return NextLine.NeedMore;
                var length = (int)line.Length;
                var copy = ArrayPool<byte>.Shared.Rent(Math.Max(length, 1));
                line.CopyTo(copy);
                var isTaken = Take(intake, copy.AsSpan(0, length), ref request);
                ArrayPool<byte>.Shared.Return(copy);
                if (!isTaken) return NextLine.More;
                buffer = rest;
            }
            if (request is not null) return NextLine.More;
        }
        return NextLine.More;
    }

    /// <returns>False when the line must wait for the bids before it.</returns>
    private static bool Take(BidIntake intake, ReadOnlySpan<byte> line, ref Request? request)
    {
        if (intake.Bidder is not null && TryPlainBid(line, out var lot, out var amount, out var bidId))
        {
            intake.Bid(lot, amount, bidId);
            return true;
        }
        if (!FloorRequestParser.TryParse(line, out var parsed, out var fault))
        {
            intake.Fault(fault);
            return true;
        }
        if (parsed.Verb != FloorVerb.Bid && intake.Count > 0) return false;
        if (parsed.Verb == FloorVerb.Bid && intake.Bidder is not null) intake.Bid(parsed.Lot, parsed.AmountText, parsed.BidId);
        else if (!intake.MayAsk()) return true;
        else if (parsed.Verb == FloorVerb.Bid) intake.Refuse(RejectionCode.HelloFirst, null);
        else request = parsed.ToRequest(0);
        return true;
    }

    /// <summary>
    /// The common shape of a bid, read in one go: <c>BID lot amount</c> with or without an id, one space between. What looks otherwise goes
    /// the parser's way, so this decides nothing: it only knows the shape that the parser would take for the same fields.
    /// </summary>
    private static bool TryPlainBid(
        ReadOnlySpan<byte> line, out ReadOnlySpan<byte> lot, out ReadOnlySpan<byte> amount, out ReadOnlySpan<byte> bidId)
    {
        lot = amount = bidId = default;
        if (!line.StartsWith("BID "u8)) return false;
        var rest = line[4..];
        var end = rest.IndexOf((byte)' ');
        if (end <= 0 || !FloorLimits.IsLotName(rest[..end])) return false;
        lot = rest[..end];
        rest = rest[(end + 1)..];
        end = rest.IndexOf((byte)' ');
        amount = end < 0 ? rest : rest[..end];
        if (amount.IsEmpty || amount.ContainsAnyExcept(OfAnAmount)) return false;
        if (end < 0) return true;
        bidId = rest[(end + 1)..];
        return FloorLimits.IsBidId(bidId);
    }
}
