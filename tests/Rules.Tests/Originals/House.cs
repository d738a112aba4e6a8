using System.Collections.Immutable;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;
using AkkaAuction.Rules.Originals;

namespace AkkaAuction.Rules.Tests.Originals;

/// <summary>
/// A sealed house with its lot, as whoever runs them puts them together: a request makes the lot, bids go to it, the end of the bidding
/// lets the hammer fall, and the lot's result is reported back.
/// </summary>
internal sealed class House
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public House() => State = SealedHouseState.Initial(Terms);

    public static SealedHouseTerms Terms { get; } = new(
        Currency.Default, 1_000_000_00, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(2));

    public SealedHouseState State { get; private set; }

    public LotState? Sold { get; private set; }

    public DateTimeOffset Now { get; private set; } = Start;

    public List<SealedHouseFact> Facts { get; } = [];

    public SealedHouseFact.Finished? Last => Facts.OfType<SealedHouseFact.Finished>().LastOrDefault();

    public House After(TimeSpan time)
    {
        Now += time;
        return this;
    }

    public Decision<SealedHouseFact> Connect(long connection) => Do(new SealedHouseCommand.Connect(connection));

    public Decision<SealedHouseFact> Say(long connection, string text) => Do(new SealedHouseCommand.Say(connection, text));

    public Decision<SealedHouseFact> Leave(long connection) => Do(new SealedHouseCommand.Leave(connection));

    public Decision<SealedHouseFact> Look() => Do(new SealedHouseCommand.ClockReached());

    /// <summary>Seller 1, its request, and Buyers 11, 12, ...; all bids are still to come.</summary>
    public static House Bidding(string request, int buyers)
    {
        var house = new House();
        house.Connect(1);
        house.Say(1, request);
        for (var i = 1; i <= buyers; i++) house.Connect(10 + i);
        Assert.Equal(SealedHousePhase.Bidding, house.State.Phase);
        return house;
    }

    public Decision<SealedHouseFact> Do(SealedHouseCommand command)
    {
        var decision = SealedHouse.Decide(State, command, Now);
        foreach (var fact in decision.Facts)
        {
            State = SealedHouse.Evolve(State, fact);
            Facts.Add(fact);
            Follow(fact);
        }
        if (State.Phase == SealedHousePhase.Settling) Settle();
        return decision;
    }

    private void Follow(SealedHouseFact fact)
    {
        switch (fact)
        {
            case SealedHouseFact.RequestTaken taken:
                var terms = taken.Request.Lot($"sealed-{taken.Auction}", Terms);
                Assert.Null(terms.Fault());
                Sold = LotState.Initial(terms);
                Tell(new LotCommand.Open());
                break;
            case SealedHouseFact.BidTaken bid:
                Tell(new LotCommand.Bid($"buyer-{bid.Connection}", "1", bid.AmountMinor));
                break;
        }
    }

    private void Settle()
    {
        var award = Tell(new LotCommand.Hammer()).OfType<LotFact.UnitAwarded>().FirstOrDefault();
        Do(new SealedHouseCommand.ReportResult(
            State.Auction, award is null ? null : long.Parse(award.Bidder["buyer-".Length..]), award?.PriceMinor ?? 0));
    }

    private ImmutableArray<LotFact> Tell(LotCommand command)
    {
        ImmutableArray<LotFact> facts = [.. Lot.Decide(Sold!, command, Now).Facts];
        Sold = facts.Aggregate(Sold!, Lot.Evolve);
        return facts;
    }
}
