using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Originals;

namespace AkkaAuction.Auctioneer.Tests.Simulation.Books;

/// <summary>
/// What the sealed house's stored facts must keep to: who sits where, one bid each, and one result that the bids are worth.
/// </summary>
internal sealed class SeatsBook
{
    private readonly SortedDictionary<int, long> _places = [];
    private readonly HashSet<long> _everSeated = [];
    private readonly HashSet<long> _silent = [];
    private readonly List<(long Connection, long AmountMinor)> _bids = [];
    private readonly Dictionary<long, SealedHouseFact.Finished> _results = [];
    private long? _seller;
    private DateTimeOffset? _until;

    /// <summary>The end of the patience that runs.</summary>
    public DateTimeOffset? Until => IsBiddingOver ? null : _until;

    /// <summary>The auction that runs or comes next.</summary>
    public int Auction { get; private set; } = 1;

    public SealedRequest? Request { get; private set; }

    public bool IsBidding { get; private set; }

    public bool IsBiddingOver { get; private set; }

    /// <summary>Which life of the house took the last request.</summary>
    public long RequestEpoch { get; private set; }

    /// <summary>The auction's lot.</summary>
    public LotBook? Lot { get; set; }

    public bool IsSeller(long connection) => _sellers.Contains(connection);

    private readonly HashSet<long> _sellers = [];

    public bool IsBuyer(long connection) => _everSeated.Contains(connection) && !_sellers.Contains(connection);

    public bool HasBid(long connection) => _bidders.Contains(connection);

    private readonly HashSet<long> _bidders = [];

    public bool HasRequested(long connection, string text) => _requests.TryGetValue(connection, out var request) && request.Text == text;

    private readonly Dictionary<long, SealedRequest> _requests = [];

    /// <summary>The result of the auction that a client took part in; null: it is not decided, or the client had no part.</summary>
    public SealedHouseFact.Finished? ResultFor(long connection) => _results.GetValueOrDefault(connection);

    public void Take(Written written)
    {
        switch ((SealedHouseFact)written.Fact)
        {
            case SealedHouseFact.SellerSeated seated:
                if (_seller is not null || Request is not null || !_everSeated.Add(seated.Connection))
                {
                    throw Broken("P7", written, "and the seat was taken");
                }
                _sellers.Add(seated.Connection);
                (_seller, _until) = (seated.Connection, seated.Until);
                break;
            case SealedHouseFact.SellerLeft left:
                if (_seller != left.Connection || Request is not null) throw Broken("P7", written, "and had no such seat");
                if (left.Overdue && written.At < _until) throw Broken("P5", written, $"before {_until:O}");
                (_seller, _until) = (null, null);
                break;
            case SealedHouseFact.RequestTaken taken:
                if (_seller is not { } seller || Request is not null || taken.Auction != Auction || written.At >= _until)
                {
                    throw Broken("P5", written, $"in auction {Auction}");
                }
                (Request, RequestEpoch, _until) = (taken.Request, written.Epoch, taken.Until);
                _requests[seller] = taken.Request;
                break;
            case SealedHouseFact.BuyerSeated seated: Seat(written, seated); break;
            case SealedHouseFact.BuyerLeft left:
                if (IsBidding || IsBiddingOver || !_places.Remove(left.Place, out var who) || who != left.Connection)
                {
                    throw Broken("P7", written, "and had no such place");
                }
                break;
            case SealedHouseFact.BiddingStarted started:
                if (IsBidding || IsBiddingOver || _places.Count != Request?.Bids)
                {
                    throw Broken("P5", written, $"with {_places.Count} Buyers");
                }
                (IsBidding, _until) = (true, started.Until);
                break;
            case SealedHouseFact.BidTaken bid: Bid(written, bid); break;
            case SealedHouseFact.BuyerWithoutBid silent:
                if (!IsBidding || _bidders.Contains(silent.Connection) || !_silent.Add(silent.Connection))
                {
                    throw Broken("P2", written, "and has bid, or was gone");
                }
                break;
            case SealedHouseFact.BiddingEnded ended: End(written, ended); break;
            case SealedHouseFact.Abandoned:
                if (_bids.Count > 0) throw Broken("P1", written, "with bids in it");
                Next();
                break;
            case SealedHouseFact.Finished finished: Finish(written, finished); break;
        }
    }

    /// <summary>A bid that the lot has: the seats have it too, and in the same order.</summary>
    public void LotHas(Written written, LotFact.BidAccepted bid)
    {
        var at = _bids.FindIndex(b => $"buyer-{b.Connection}" == bid.Bidder && b.AmountMinor == bid.AmountMinor);
        if (at < 0) throw Broken("P2", written, "and the seats have no such bid");
        var worthy = _bids.Take(at).Count(b => b.AmountMinor >= Request!.LowestMinor);
        if (worthy != bid.Order - 1) throw Broken("P6", written, $"as number {bid.Order}; {worthy} were received before it");
    }

    private void Seat(Written written, SealedHouseFact.BuyerSeated seated)
    {
        var free = 1;
        while (_places.ContainsKey(free)) free++;
        if (Request is null
            || IsBidding
            || IsBiddingOver
            || !_everSeated.Add(seated.Connection)
            || seated.Place != free
            || free > Request.Bids
            || written.At >= _until)
        {
            throw Broken("P7", written, $"and place {free} is free");
        }
        _places.Add(free, seated.Connection);
    }

    private void Bid(Written written, SealedHouseFact.BidTaken bid)
    {
        if (!IsBidding || written.At >= _until) throw Broken("P5", written, "while there is no bidding");
        if (_places.GetValueOrDefault(bid.Place) != bid.Connection || _silent.Contains(bid.Connection) || !_bidders.Add(bid.Connection))
        {
            throw Broken("P2", written, "a second time, or of no Buyer");
        }
        _bids.Add((bid.Connection, bid.AmountMinor));
    }

    private void End(Written written, SealedHouseFact.BiddingEnded ended)
    {
        var isRight = ended.Reason switch
        {
            BiddingEnd.AllIn => IsBidding && _places.Values.All(c => _bidders.Contains(c) || _silent.Contains(c)),
            BiddingEnd.TooFewBuyers => Request is not null && !IsBidding && written.At >= _until,
            BiddingEnd.Overdue => IsBidding && written.At >= _until,
            _ => IsBidding && _bids.Count > 0,
        };
        if (IsBiddingOver || !isRight) throw Broken("P5", written, $"with {_bids.Count} bids of {_places.Count} Buyers");
        (IsBidding, IsBiddingOver) = (false, true);
    }

    private void Finish(Written written, SealedHouseFact.Finished finished)
    {
        if (!IsBiddingOver || finished.Auction != Auction) throw Broken("P5", written, $"in auction {Auction}");
        if (Lot is not { IsClosed: true }) throw Broken("P5", written, "before the lot was closed");
        long? winner = null;
        var pays = 0L;
        foreach (var (connection, amount) in _bids.Where(b => b.AmountMinor >= Request!.LowestMinor))
        {
            if (winner is null || amount > _bids.Find(b => b.Connection == winner).AmountMinor) winner = connection;
        }
        if (winner is { } won)
        {
            pays = Request!.SecondPrice
                ? _bids.Where(b => b.Connection != won).Select(b => b.AmountMinor).Append(Request.LowestMinor).Max()
                : _bids.Find(b => b.Connection == won).AmountMinor;
        }
        if (finished.Winner != winner)
        {
            throw Broken(finished.Winner is not null && winner is not null ? "P6" : "P7", written, $"and {winner} has won");
        }
        if (finished.PaysMinor != pays) throw Broken("P7", written, $"and the price is {pays}");
        var award = Lot.Awards.SingleOrDefault();
        if (award?.Bidder != (winner is null ? null : $"buyer-{winner}") || (award?.PriceMinor ?? 0) != pays)
        {
            throw Broken("P7", written, "which is not the lot's result");
        }
        foreach (var connection in _places.Values.Append(_seller!.Value)) _results[connection] = finished;
        Next();
    }

    private void Next()
    {
        Auction++;
        (_seller, Request, Lot, _until) = (null, null, null, null);
        (IsBidding, IsBiddingOver) = (false, false);
        _places.Clear();
        _bids.Clear();
        _silent.Clear();
    }

    private static BrokenPromiseException Broken(string promise, Written written, string why) =>
        new(promise, $"event {written.Event} ({written.Stream}), {written.Fact} at {written.At:O}, {why}.");
}
