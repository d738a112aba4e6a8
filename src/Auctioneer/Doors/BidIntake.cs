using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Sessions;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Auctioneer.Doors;

/// <summary>
/// Collects the bids of one read of a connection, and what could not be taken, for its session (<see cref="SessionMessage.BidsRead"/>).
/// Every door takes bids by it, so that no kind of bidder can do what another cannot: the same checks in the same order, the same rate, the
/// same patience with faults. Each connection has its own, and uses it on one thread at a time; only <see cref="Offer"/> and
/// <see cref="Stopping"/> may come from another, its session's.
/// </summary>
/// <param name="perSecond">Requests a second.</param>
/// <param name="faultsInARowMax">Requests in a row that could not be taken, before the connection is closed.</param>
/// <param name="time">The clock of the rate.</param>
internal sealed class BidIntake(int perSecond, int faultsInARowMax, TimeProvider time)
{
    // What one answer may grow to stays bounded.
    private const int RequestsMax = 1024;

    private readonly List<BidAnswer> _answered = [];
    private readonly List<Share> _shares = [];
    private readonly Dictionary<LotHandle, Share> _byLot = [];
    private volatile LotDirectory _lots = LotDirectory.Empty;
    private volatile SalesOnOffer _sales = SalesOnOffer.None;
    private volatile bool _isStopping;
    private LineBudget _budget = new(perSecond, time);
    private LotHandle? _lastLot;
    private int _sharesUsed;
    private int _inByLot;
    private int _faultsInARow;
    private long _reads;
    private long _idsMade;

    /// <summary>Whose bids these are; null: nobody has said a name yet, and no bid may come.</summary>
    public string? Bidder { get; set; }

    /// <summary>What the ids begin with that the house makes.</summary>
    public string IdPrefix { get; set; } = "";

    /// <summary>Requests collected so far.</summary>
    public int Count { get; private set; }

    public bool IsFull => Count >= RequestsMax;

    public bool HasTooManyFaults => _faultsInARow >= faultsInARowMax;

    /// <inheritdoc cref="ISessionLink.Offer"/>
    public void Offer(SalesOnOffer sales, LotDirectory lots)
    {
        _sales = sales;
        _lots = lots;
    }

    /// <inheritdoc cref="ISessionLink.Stopping"/>
    public void Stopping() => _isStopping = true;

    /// <summary>Takes a bid, of a line.</summary>
    /// <param name="lotId">The lot's id.</param>
    /// <param name="amountText">The amount as it was written.</param>
    /// <param name="bidId">A bid's id; empty: the house makes one.</param>
    public void Bid(ReadOnlySpan<byte> lotId, ReadOnlySpan<byte> amountText, ReadOnlySpan<byte> bidId)
    {
        if (!MayAsk()) return;
        var lot = Find(lotId, out var name);
        var code = Amount.Parse(amountText, lot?.Digits ?? Currency.DigitsUnsaid, out var amount);
        Add(lot, name, bidId.IsEmpty ? NewId() : Encoding.ASCII.GetString(bidId), amount, code, isText: true);
    }

    /// <summary>Takes a bid, of a message.</summary>
    /// <param name="lotId">The lot's id.</param>
    /// <param name="amountMinor">Minor units; may be none that anybody can bid.</param>
    /// <param name="bidId">A bid's id; null or empty: the house makes one.</param>
    public void Bid(string lotId, long amountMinor, string? bidId)
    {
        if (!MayAsk()) return;
        var lot = _lots.TryGet(lotId, out var found) || _sales.TryGetLot(lotId, out found) ? found : null;
        var code = amountMinor < 0 ? RejectionCode.NotAnAmount
            : amountMinor > Amount.MaxMinor ? RejectionCode.AboveCeiling
            : RejectionCode.None;
        Add(lot, lotId, string.IsNullOrEmpty(bidId) ? NewId() : bidId, code == RejectionCode.None ? amountMinor : 0, code, isText: false);
    }

    /// <summary>Takes a request that is no bid, or refuses it (105).</summary>
    public bool MayAsk()
    {
        if (!_budget.TryTake())
        {
            Refuse(RejectionCode.TooFast, null);
            return false;
        }
        _faultsInARow = 0;
        return true;
    }

    /// <summary>A request that could not be taken.</summary>
    public void Fault(in FloorFault fault)
    {
        _faultsInARow++;
        Refuse(fault.Code, fault.Reason);
    }

    /// <summary>A request that no lot has to see.</summary>
    /// <param name="reason">What is said; null: the code's own words.</param>
    public void Refuse(RejectionCode code, string? reason) =>
        _answered.Add(new BidAnswer { Place = Count++, Code = code, Reason = reason });

    /// <summary>Takes what was collected; the next read begins.</summary>
    public SessionMessage.BidsRead Take()
    {
        _reads++;
        var parts = new LotPart[_sharesUsed];
        for (var i = 0; i < parts.Length; i++)
        {
            var share = _shares[i];
            var bids = ImmutableCollectionsMarshal.AsImmutableArray(share.Bids.ToArray());
            parts[i] = new LotPart(share.Lot.Ref, new PlaceBids(share.Name, Bidder!, _reads, bids));
            share.Bids.Clear();
        }
        var read = new SessionMessage.BidsRead(_reads, Count, ImmutableCollectionsMarshal.AsImmutableArray(parts), [.. _answered]);
        (Count, _sharesUsed, _inByLot) = (0, 0, 0);
        _answered.Clear();
        _byLot.Clear();
        return read;
    }

    private void Add(LotHandle? lot, string lotName, string bidId, long amountMinor, RejectionCode code, bool isText)
    {
        if (lot is null)
        {
            _answered.Add(new BidAnswer
            {
                Place = Count++,
                Lot = lotName,
                Id = bidId,
                AmountMinor = amountMinor,
                Code = RejectionCode.NoSuchLot,
            });
            return;
        }
        ShareOf(lot, lotName).Bids.Add(new AskedBid(Count++, bidId, amountMinor, _isStopping ? RejectionCode.HouseStopping : code)
        {
            IsInMostDigits = isText && lot.Digits == LotDirectory.DigitsUnknown,
        });
    }

    private string NewId() => string.Create(CultureInfo.InvariantCulture, $"{IdPrefix}{++_idsMade}");

    /// <summary>The lot of the sale the bidder is in, or of another; null: of no sale.</summary>
    /// <param name="asked">How it was asked for.</param>
    /// <param name="name">The same, as a string.</param>
    private LotHandle? Find(ReadOnlySpan<byte> asked, out string name)
    {
        var lots = _lots;
        if (_lastLot is { } last && ReferenceEquals(last.Directory, lots) && Ascii.Equals(asked, last.Id))
        {
            name = last.Id;
            return last;
        }
        if (lots.TryGet(asked, out var lot))
        {
            name = lot.Id;
            return _lastLot = lot;
        }
        if (_sales.TryGetLot(asked, out lot))
        {
            name = lot.NameElsewhere!;
            return lot;
        }
        name = Encoding.UTF8.GetString(asked);
        return null;
    }

    /// <summary>The lot's last share; a new one where the lot goes by another name there, so that bids on it stay in order.</summary>
    private Share ShareOf(LotHandle lot, string name)
    {
        const int Few = 8;
        if (_sharesUsed <= Few)
        {
            for (var i = _sharesUsed - 1; i >= 0; i--)
            {
                if (_shares[i].Lot != lot) continue;
                if (_shares[i].Name == name) return _shares[i];
                break;
            }
        }
        else if (_byLot.TryGetValue(lot, out var known) && known.Name == name)
        {
            return known;
        }
        if (_sharesUsed == _shares.Count) _shares.Add(new Share());
        var share = _shares[_sharesUsed++];
        (share.Lot, share.Name) = (lot, name);
        // From here on they are looked up.
        if (_sharesUsed > Few)
        {
            for (; _inByLot < _sharesUsed; _inByLot++) _byLot[_shares[_inByLot].Lot] = _shares[_inByLot];
        }
        return share;
    }

    private sealed class Share
    {
        public LotHandle Lot { get; set; } = LotHandle.None;

        /// <summary>How the lot was called.</summary>
        public string Name { get; set; } = "";

        public List<AskedBid> Bids { get; } = [];
    }
}
