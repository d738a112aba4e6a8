using AkkaAuction.Rules.Forms.Proxy;
using AkkaAuction.Rules.Forms.Reverse;
using AkkaAuction.Rules.Forms.Room;
using AkkaAuction.Rules.Forms.Rounds;
using AkkaAuction.Rules.Forms.Turns;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Auctioneer.Tests.Simulation.Books;

/// <summary>
/// What a lot's stored facts must keep to, whatever rules decided them: a naive account of docs/reference/rules.md, which keeps every bid
/// and works out anew what is due whenever it is awarded. The forms' own part is in the classes that follow.
/// </summary>
internal abstract class LotBook(LotTerms terms)
{
    private readonly List<(long Event, long PriceMinor, int UnitsLeft)> _history = [];

    public LotTerms Terms => terms;

    /// <summary>Whether bidders sell.</summary>
    public bool Descends => terms.Form.Module.Descends;

    /// <summary>The sale that it is in; null: it is in none, or its rounds are all that it follows.</summary>
    private SaleBook? Sale { get; init; }

    /// <summary>Whether it is decided as it stands, whatever its deadline.</summary>
    protected bool IsCloseOrdered => Sale is { IsCloseOrdered: true };

    public bool IsOpen { get; private set; }

    /// <summary>The place in the journal at which it opened.</summary>
    public long OpenPlace { get; private set; }

    public bool IsClosed { get; private set; }

    public long PriceMinor { get; protected set; } = terms.StartPriceMinor;

    public int UnitsLeft { get; private set; } = terms.Units;

    public string? Leader { get; protected set; }

    /// <summary>The deadline that runs; null: none does.</summary>
    public DateTimeOffset? Deadline { get; protected set; }

    /// <summary>Every bid, in the order of taking.</summary>
    protected List<LotFact.BidAccepted> Bids { get; } = [];

    public IReadOnlyList<LotFact.UnitAwarded> Awards => _awards;

    private readonly List<LotFact.UnitAwarded> _awards = [];

    public static LotBook For(LotTerms terms, SaleBook? sale, SeatsBook? seats) => terms.Form switch
    {
        RoundsTerms => new RoundsBook(terms, sale ?? throw new BrokenPromiseException("P3", $"{terms.Id} has no sale.")),
        RoomTerms => new RoomBook(terms) { Sale = sale },
        AscendingTerms => new AscendingBook(terms) { Sale = sale },
        ReverseTerms => new TenderBook(terms) { Sale = sale },
        ReverseSealedTerms => new SealedTenderBook(terms) { Sale = sale },
        TurnsTerms => new TurnsBook(terms) { Sale = sale },
        _ => new SealedBook(terms, seats) { Sale = sale },
    };

    public IReadOnlyList<LotFact.BidAccepted> BidsSoFar => Bids;

    public bool HasBidOf(string bidder) => Bids.Exists(b => b.Bidder == bidder);

    /// <summary>Price and units as of an event.</summary>
    public (long PriceMinor, int UnitsLeft) AsOf(long number)
    {
        var at = _history.FindLastIndex(h => h.Event <= number);
        return at < 0 ? (terms.StartPriceMinor, terms.Units) : (_history[at].PriceMinor, _history[at].UnitsLeft);
    }

    public void Take(Written written, Life life)
    {
        if (IsClosed) throw Broken("P5", written, "happened to a closed lot");
        var before = PriceMinor;
        switch ((LotFact)written.Fact)
        {
            case LotFact.Opened opened:
                if (IsOpen) throw Broken("P5", written, "a second time");
                (IsOpen, OpenPlace) = (true, written.Place);
                if (opened.ClosesAt != (terms.OpenFor is { } time ? opened.At + time : null))
                {
                    throw Broken("P5", written, "with another deadline than its terms'");
                }
                Deadline = opened.ClosesAt;
                break;
            case LotFact.BidAccepted bid: Take(written, bid); break;
            case LotFact.BidWithdrawn withdrawn:
                if (!IsOpen) throw Broken("P5", written, "before the lot opened");
                if (Deadline is { } until && written.At >= until) throw Broken("P5", written, $"at or behind the deadline {until:O}");
                OnWithdrawn(written, withdrawn);
                break;
            case LotFact.UnitAwarded award: Take(written, award); break;
            case LotFact.DeadlineSet deadline: Move(written, deadline, life); break;
            case LotFact.Closed closed: Take(written, closed); break;
            case var other: OnOther(written, other); break;
        }
        if (Descends ? PriceMinor > before : PriceMinor < before)
            throw Broken("P7", written, $"and the price went from {before} to {PriceMinor}");
        _history.Add((written.Event, PriceMinor, UnitsLeft));
    }

    private void Take(Written written, LotFact.BidAccepted bid)
    {
        if (!IsOpen) throw Broken("P5", written, "before the lot opened");
        if (Deadline is { } deadline && written.At >= deadline) throw Broken("P5", written, $"at or behind the deadline {deadline:O}");
        if (bid.At != written.At) throw Broken("P5", written, "with two times");
        if (bid.Order != Bids.Count + 1) throw Broken("P6", written, $"as number {bid.Order} behind {Bids.Count} bids");
        if (bid.Bidder == terms.Seller) throw Broken("P7", written, "of the seller");
        if (bid.AmountMinor > terms.CeilingMinor) throw Broken("P7", written, "above the ceiling");
        OnBid(written, bid);
        Bids.Add(bid);
    }

    private void Take(Written written, LotFact.UnitAwarded award)
    {
        if (!IsOpen) throw Broken("P5", written, "before the lot opened");
        if (UnitsLeft == 0 || award.UnitsLeft != UnitsLeft - 1) throw Broken("P7", written, $"with {UnitsLeft} units left");
        MayAward(written, award);
        if (Due() is not { } due) throw Broken("P7", written, "and nobody has won it");
        if (due.Winner != award.Bidder) throw Broken(due.IsTie ? "P6" : "P7", written, $"and {due.Winner} has won it");
        if (due.PaysMinor != award.PriceMinor) throw Broken("P7", written, $"and the price is {due.PaysMinor}");
        UnitsLeft--;
        PriceMinor = award.PriceMinor;
        _awards.Add(award);
        OnAward(award);
    }

    private void Take(Written written, LotFact.Closed closed)
    {
        if (closed.Sold != _awards.Count || closed.Unsold != UnitsLeft)
        {
            throw Broken("P7", written, $"with {_awards.Count} awarded and {UnitsLeft} left");
        }
        MayClose(written);
        if (UnitsLeft > 0 && Due() is { } due) throw Broken("P7", written, $"without {due.Winner}, who has won");
        IsClosed = true;
        Deadline = null;
        Leader = null;
    }

    private void Move(Written written, LotFact.DeadlineSet moved, Life life)
    {
        if (HasMoved(written, moved)) return;
        if (Deadline is not { } deadline || moved.ClosesAt <= deadline) throw Broken("P5", written, "though none runs to be moved on");
        // A deadline that passed is only ever moved by a house that was down when it did.
        if (life.Extension is not { } extension || deadline > life.BeganAt || moved.ClosesAt != life.BeganAt + extension)
        {
            throw Broken("P5", written, $"and it was {deadline:O}");
        }
        Deadline = moved.ClosesAt;
    }

    /// <summary>A bidder takes its bid back.</summary>
    protected virtual void OnWithdrawn(Written written, LotFact.BidWithdrawn withdrawn) =>
        throw Broken("P7", written, "where every bid stands");

    /// <summary>What a bid does to the price and the lead.</summary>
    protected abstract void OnBid(Written written, LotFact.BidAccepted bid);

    /// <summary>Whom the bids give a unit now, and for how much; null: nobody.</summary>
    protected abstract Due? Due();

    protected virtual void OnAward(LotFact.UnitAwarded award) { }

    /// <summary>Whether a unit may be awarded at this time.</summary>
    protected abstract void MayAward(Written written, LotFact.UnitAwarded award);

    protected abstract void MayClose(Written written);

    /// <summary>Whether it is something of this form's own that moved the deadline.</summary>
    protected virtual bool HasMoved(Written written, LotFact.DeadlineSet moved) => false;

    protected virtual void OnOther(Written written, LotFact fact) => throw Broken("P7", written, "and it knows no rounds");

    protected void MustBeDue(Written written)
    {
        if (IsCloseOrdered) return;
        if (Deadline is not { } deadline || written.At < deadline)
        {
            throw Broken("P5", written, Deadline is null ? "and no deadline runs" : $"before the deadline {Deadline:O}");
        }
    }

    protected static BrokenPromiseException Broken(string promise, Written written, string why) =>
        new(promise, $"event {written.Event} ({written.Stream}), {written.Fact} at {written.At:O}, {why}.");
}

/// <summary>Who has won a unit.</summary>
/// <param name="IsTie">Whether somebody else bid as much.</param>
/// <param name="IsOver">Whether it has won at once, whatever the deadline.</param>
internal readonly record struct Due(string Winner, long PaysMinor, bool IsTie, bool IsOver = false);
