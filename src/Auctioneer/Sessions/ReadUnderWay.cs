using System.Runtime.InteropServices;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Rules;

namespace AkkaAuction.Auctioneer.Sessions;

/// <summary>
/// The read whose bids are with their lots: it gathers the lots' answers, so that they go out in the order of asking. A session owns it,
/// and has one read under way at a time.
/// </summary>
internal sealed class ReadUnderWay
{
    private readonly List<BidAnswer> _some = [];
    private BidAnswer[] _byPlace = [];
    private long _number;
    private int _requests;
    private int _lots;
    private int _lotsOpen;
    private int _inHand;

    /// <summary>Whether every lot has answered.</summary>
    public bool IsOver => _lotsOpen == 0;

    /// <summary>Whether the answers of a lot wait for those of another: an announcement of such a bid must not overtake them.</summary>
    public bool IsHeldUp => _lotsOpen > 0 && _lotsOpen < _lots;

    public void Begin(SessionMessage.BidsRead read)
    {
        (_number, _requests, _lots, _lotsOpen, _inHand) = (read.Number, read.Requests, read.Parts.Length, read.Parts.Length, 0);
        // What one lot answers alone is in order already.
        if (_lots == 1 && read.Answered.IsEmpty) return;
        if (_byPlace.Length < _requests) _byPlace = new BidAnswer[Math.Max(_requests, _byPlace.Length * 2)];
        else Array.Clear(_byPlace, 0, _requests);
        Add(read.Answered.AsSpan());
    }

    /// <summary>A lot has answered.</summary>
    /// <param name="placed">Its answers.</param>
    /// <param name="whole">The answers to the whole read, where this is all of it; else empty.</param>
    /// <returns>False: they are not of this read.</returns>
    public bool TryTake(BidsPlaced placed, out ReadOnlySpan<BidAnswer> whole)
    {
        whole = default;
        if (placed.Read != _number || _lotsOpen == 0) return false;
        _lotsOpen--;
        if (placed.Answers.Length == _requests)
        {
            whole = placed.Answers.AsSpan();
            return true;
        }
        Add(placed.Answers.AsSpan());
        if (_lotsOpen == 0) whole = TakeInHand();
        return true;
    }

    /// <summary>Takes the answers that have come so far, in the order of asking. They are good until the next call.</summary>
    public ReadOnlySpan<BidAnswer> TakeInHand()
    {
        var isAll = _inHand == _requests;
        _inHand = 0;
        if (isAll) return _byPlace.AsSpan(0, _requests);
        _some.Clear();
        for (var place = 0; place < _requests; place++)
        {
            if (_byPlace[place] is { Id: null, Code: RejectionCode.None }) continue;
            _some.Add(_byPlace[place]);
            _byPlace[place] = default;
        }
        return CollectionsMarshal.AsSpan(_some);
    }

    private void Add(ReadOnlySpan<BidAnswer> answers)
    {
        foreach (ref readonly var answer in answers) _byPlace[answer.Place] = answer;
        _inHand += answers.Length;
    }
}
