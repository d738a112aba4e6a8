using System.Globalization;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Rules.Originals;

/// <summary>
/// Finds the command behind a fact of the sealed house, so that an audit can decide it again. The facts show who connected, spoke and left.
/// No fact shows the length of a time limit, so the audit accepts the stored ends of time limits. It computes the result of an auction from
/// the recorded bids, in their order. The result must equal the one sent to the clients and the lot's award. One object follows one house.
/// </summary>
/// <param name="terms">The sealed house's currency; the ceiling is not used.</param>
public sealed class SealedHouseCauses(SealedHouseTerms terms)
{
    private readonly Dictionary<int, (string Winner, long PaysMinor)> _awards = [];
    private readonly List<(long Connection, long AmountMinor)> _bids = [];
    // Every amount that was taken was below the ceiling that the house had then.
    private readonly SealedHouseTerms _terms = terms with { CeilingMinor = Amount.MaxMinor };
    private LotTerms? _lot;

    /// <summary>The house before its first fact.</summary>
    public SealedHouseState Initial => SealedHouseState.Initial(_terms);

    /// <summary>The lot of a request.</summary>
    public LotTerms LotOf(SealedHouseFact.RequestTaken taken)
    {
        ArgumentNullException.ThrowIfNull(taken);
        return taken.Request.Lot(SealedBids.LotOf(taken.Auction), _terms);
    }

    /// <summary>Records what the lot of an auction awarded.</summary>
    public void Awarded(int auction, LotFact.UnitAwarded award)
    {
        ArgumentNullException.ThrowIfNull(award);
        _awards[auction] = (award.Bidder, award.PriceMinor);
    }

    /// <summary>The house after a fact (<see cref="SealedHouse.Evolve"/>), whose bids are recorded.</summary>
    public SealedHouseState Evolve(SealedHouseState state, SealedHouseFact fact)
    {
        switch (fact)
        {
            case SealedHouseFact.RequestTaken taken:
                _lot = LotOf(taken);
                _bids.Clear();
                break;
            case SealedHouseFact.BidTaken bid: _bids.Add((bid.Connection, bid.AmountMinor)); break;
        }
        return SealedHouse.Evolve(state, fact);
    }

    /// <summary>The command that may have led to a fact; null: nothing explains it.</summary>
    /// <param name="state">The house before it.</param>
    /// <param name="fact">The fact.</param>
    public SealedHouseCommand? Of(SealedHouseState state, SealedHouseFact fact)
    {
        ArgumentNullException.ThrowIfNull(state);
        return fact switch
        {
            SealedHouseFact.SellerSeated seated => new SealedHouseCommand.Connect(seated.Connection),
            SealedHouseFact.BuyerSeated seated => new SealedHouseCommand.Connect(seated.Connection),
            SealedHouseFact.SellerLeft { Overdue: false } left => new SealedHouseCommand.Leave(left.Connection),
            SealedHouseFact.BuyerLeft left => new SealedHouseCommand.Leave(left.Connection),
            SealedHouseFact.BuyerWithoutBid silent => new SealedHouseCommand.Leave(silent.Connection),
            SealedHouseFact.RequestTaken taken => new SealedHouseCommand.Say(state.Seller ?? 0, taken.Request.Text),
            SealedHouseFact.BidTaken bid => new SealedHouseCommand.Say(bid.Connection, Whole(bid.AmountMinor)),
            SealedHouseFact.Finished finished => Outcome(finished),
            SealedHouseFact.Abandoned => new SealedHouseCommand.Abandon(),
            SealedHouseFact.BiddingEnded { Reason: BiddingEnd.Interrupted } => new SealedHouseCommand.Abandon(),
            // A client that came at that moment has facts of its own after this one.
            _ => new SealedHouseCommand.ClockReached(),
        };
    }

    /// <summary>Whether a decided fact is the stored one, however patient the house was.</summary>
    public static bool IsSame(SealedHouseFact decided, SealedHouseFact stored) => (decided, stored) switch
    {
        (SealedHouseFact.SellerSeated one, SealedHouseFact.SellerSeated other) => one with { Until = other.Until } == other,
        (SealedHouseFact.RequestTaken one, SealedHouseFact.RequestTaken other) => one with { Until = other.Until } == other,
        (SealedHouseFact.BiddingStarted one, SealedHouseFact.BiddingStarted other) => one with { Until = other.Until } == other,
        _ => decided == stored,
    };

    /// <summary>The result of the bids; null if the lot awarded something else, because then no command explains the result.</summary>
    private SealedHouseCommand.ReportResult? Outcome(SealedHouseFact.Finished finished)
    {
        if (_lot is null) return null;
        var lot = LotState.Initial(_lot);
        Follow(new LotCommand.Open());
        foreach (var (connection, amount) in _bids)
            Follow(new LotCommand.Bid(SealedBids.BidderOf(connection), SealedBids.IdOf(connection), amount));
        (string Winner, long PaysMinor)? worth = null;
        foreach (var fact in Lot.Decide(lot, new LotCommand.Hammer(), finished.At).Facts)
        {
            if (fact is LotFact.UnitAwarded award) worth = (award.Bidder, award.PriceMinor);
        }
        (string, long)? awarded = _awards.TryGetValue(finished.Auction, out var known) ? known : null;
        if (awarded != worth) return null;
        return new SealedHouseCommand.ReportResult(
            finished.Auction, worth is { } won ? SealedBids.ConnectionOf(won.Winner) : null, worth?.PaysMinor ?? 0);

        void Follow(LotCommand command)
        {
            foreach (var fact in Lot.Decide(lot, command, finished.At).Facts) lot = Lot.Evolve(lot, fact);
        }
    }

    private string Whole(long minor)
    {
        var text = minor.ToString(CultureInfo.InvariantCulture);
        return text.Length > _terms.Currency.Digits ? text[..^_terms.Currency.Digits] : "";
    }
}
