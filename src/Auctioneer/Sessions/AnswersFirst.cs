using AkkaAuction.Auctioneer.Sales;

namespace AkkaAuction.Auctioneer.Sessions;

/// <summary>
/// Writes the answers to a read, and what is announced, so that a bid is answered before it is announced: while a read is answered in part,
/// announcements wait here. A session owns it.
/// </summary>
/// <param name="link">Where to.</param>
internal sealed class AnswersFirst(ISessionLink link)
{
    // They are shared by all who hear them.
    private const int HeldMax = 64;

    private readonly ReadUnderWay _read = new();
    private readonly Queue<BoardAnswer.Broadcast> _held = new();

    /// <summary>A read whose lots are to be asked.</summary>
    /// <returns>Whether it is answered already: no lot has to see it.</returns>
    public bool Begin(SessionMessage.BidsRead read)
    {
        _read.Begin(read);
        if (!read.Parts.IsEmpty) return false;
        link.Write(_read.TakeInHand());
        return true;
    }

    /// <summary>A lot has answered.</summary>
    /// <returns>Whether the whole read is answered now.</returns>
    public bool Take(BidsPlaced placed, string? bidder)
    {
        if (!_read.TryTake(placed, out var whole) || !_read.IsOver) return false;
        link.Write(whole);
        WriteHeld(bidder);
        return true;
    }

    /// <summary>An announcement.</summary>
    /// <returns>Whether anything was written.</returns>
    public bool PassOn(BoardAnswer.Broadcast broadcast, string? bidder)
    {
        if (!_read.IsHeldUp)
        {
            link.Write(broadcast, bidder);
            return true;
        }
        _held.Enqueue(broadcast);
        if (_held.Count < HeldMax) return false;
        // A lot takes its time: what the others have answered goes out before it, and what was announced meanwhile behind that.
        link.Write(_read.TakeInHand());
        WriteHeld(bidder);
        return true;
    }

    /// <summary>Writes the answers that have come so far: nothing more is waited for.</summary>
    public void WriteInHand()
    {
        if (_read.IsHeldUp) link.Write(_read.TakeInHand());
    }

    private void WriteHeld(string? bidder)
    {
        while (_held.TryDequeue(out var broadcast)) link.Write(broadcast, bidder);
    }
}
