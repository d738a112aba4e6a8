using System.Globalization;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;
using AkkaAuction.Rules.Originals;

namespace AkkaAuction.Journal.Audit;

/// <summary>
/// Decides the sealed house's seats again: who connected, spoke and left is in the facts, what came of it is for the rules. How long the
/// house's patience lasted is in no fact but in its ends, which are taken as they are stored. What an auction's bids were worth is worked
/// out from the bids that the seats took, in the order in which they took them, and must be what the house told its clients and what the
/// auction's lot awarded.
/// </summary>
/// <param name="terms">The sealed house's currency; its ceiling is not asked.</param>
internal sealed class RerunSeats(SealedHouseTerms terms)
{
    private readonly Dictionary<int, (string Winner, long PaysMinor)> _awards = [];
    private readonly List<(long Connection, long AmountMinor)> _bids = [];
    private LotTerms? _lot;

    public const string House = "sealed/";

    public const string Stream = House + "seats";

    public SealedHouseState Initial => SealedHouseState.Initial(Terms);

    /// <summary>Whatever was taken was below the ceiling that the house had then.</summary>
    private SealedHouseTerms Terms => terms with { CeilingMinor = Amount.MaxMinor };

    public RerunRules<SealedHouseState, SealedHouseCommand, SealedHouseFact> Rules => new(Commands, SealedHouse.Decide, Evolve, IsSame);

    /// <summary>The lot of a request, as the house put it up.</summary>
    public static (string Stream, LotTerms Terms) LotOf(SealedHouseFact.RequestTaken taken, SealedHouseTerms terms)
    {
        var id = $"sealed-{taken.Auction}";
        return (House + StreamNames.Lot(taken.Auction, id), taken.Request.Lot(id, terms));
    }

    /// <summary>Takes in what the auction's lot awarded.</summary>
    public void Awarded(string lotStream, LotFact.UnitAwarded award)
    {
        if (lotStream.StartsWith(House, StringComparison.Ordinal) && StreamNames.TryLot(lotStream[House.Length..], out var auction, out _))
            _awards[auction] = (award.Bidder, award.PriceMinor);
    }

    private SealedHouseState Evolve(SealedHouseState state, SealedHouseFact fact)
    {
        switch (fact)
        {
            case SealedHouseFact.RequestTaken taken:
                _lot = LotOf(taken, Terms).Terms;
                _bids.Clear();
                break;
            case SealedHouseFact.BidTaken bid: _bids.Add((bid.Connection, bid.AmountMinor)); break;
        }
        return SealedHouse.Evolve(state, fact);
    }

    private SealedHouseCommand[] Commands(SealedHouseState state, SealedHouseFact fact, SealedHouseFact? next) => fact switch
    {
        SealedHouseFact.SellerSeated seated => [new SealedHouseCommand.Connect(seated.Connection)],
        SealedHouseFact.BuyerSeated seated => [new SealedHouseCommand.Connect(seated.Connection)],
        SealedHouseFact.SellerLeft { Overdue: false } left => [new SealedHouseCommand.Leave(left.Connection)],
        SealedHouseFact.BuyerLeft left => [new SealedHouseCommand.Leave(left.Connection)],
        SealedHouseFact.BuyerWithoutBid silent => [new SealedHouseCommand.Leave(silent.Connection)],
        SealedHouseFact.RequestTaken taken => [new SealedHouseCommand.Say(state.Seller ?? 0, taken.Request.Text)],
        SealedHouseFact.BidTaken bid => [new SealedHouseCommand.Say(bid.Connection, Whole(bid.AmountMinor))],
        SealedHouseFact.Finished finished => Outcome(finished),
        SealedHouseFact.Abandoned or SealedHouseFact.BiddingEnded { Reason: BiddingEnd.Interrupted } => [new SealedHouseCommand.Abandon()],
        // Whoever came at that moment has facts of its own behind this one.
        _ => [new SealedHouseCommand.ClockReached()],
    };

    /// <summary>What the bids are worth; nothing where the lot awarded something else, for then nothing explains what was told.</summary>
    private SealedHouseCommand[] Outcome(SealedHouseFact.Finished finished)
    {
        if (_lot is null) return [];
        var lot = LotState.Initial(_lot);
        Follow(new LotCommand.Open());
        foreach (var (connection, amount) in _bids) Follow(new LotCommand.Bid(Name(connection), Name(connection), amount));
        (string Winner, long PaysMinor)? worth = null;
        foreach (var fact in Lot.Decide(lot, new LotCommand.Hammer(), finished.At).Facts)
        {
            if (fact is LotFact.UnitAwarded award) worth = (award.Bidder, award.PriceMinor);
        }
        (string, long)? awarded = _awards.TryGetValue(finished.Auction, out var known) ? known : null;
        if (awarded != worth) return [];
        long? winner = worth is { } won ? _bids.First(b => Name(b.Connection) == won.Winner).Connection : null;
        return [new SealedHouseCommand.ReportResult(finished.Auction, winner, worth?.PaysMinor ?? 0)];

        void Follow(LotCommand command)
        {
            foreach (var fact in Lot.Decide(lot, command, finished.At).Facts) lot = Lot.Evolve(lot, fact);
        }
    }

    private static bool IsSame(SealedHouseFact decided, SealedHouseFact stored) => (decided, stored) switch
    {
        (SealedHouseFact.SellerSeated one, SealedHouseFact.SellerSeated other) => one with { Until = other.Until } == other,
        (SealedHouseFact.RequestTaken one, SealedHouseFact.RequestTaken other) => one with { Until = other.Until } == other,
        (SealedHouseFact.BiddingStarted one, SealedHouseFact.BiddingStarted other) => one with { Until = other.Until } == other,
        _ => decided == stored,
    };

    private static string Name(long connection) => string.Create(CultureInfo.InvariantCulture, $"buyer-{connection}");

    private string Whole(long minor)
    {
        var text = minor.ToString(CultureInfo.InvariantCulture);
        return text.Length > terms.Currency.Digits ? text[..^terms.Currency.Digits] : "";
    }
}
