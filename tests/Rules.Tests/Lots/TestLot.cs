using AkkaAuction.Rules.Forms.Proxy;
using AkkaAuction.Rules.Forms.Room;
using AkkaAuction.Rules.Forms.Rounds;
using AkkaAuction.Rules.Forms.Sealed;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Rules.Tests.Lots;

/// <summary>
/// A lot and a clock, as tests drive them. Every decision is applied and held against what the form declares; every fact is kept, so that a
/// test can replay them.
/// </summary>
internal sealed class TestLot
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(60);

    private int _bids;

    public TestLot(LotTerms terms)
    {
        Assert.Null(terms.Fault());
        State = LotState.Initial(terms);
    }

    public LotState State { get; private set; }

    public DateTimeOffset Now { get; set; } = Start;

    public List<LotFact> Facts { get; } = [];

    public IEnumerable<LotFact.UnitAwarded> Awards => Facts.OfType<LotFact.UnitAwarded>();

    public static TestLot Rounds(long start = 100, int units = 2, TieBreak? ties = null, string? seller = null) =>
        new(Terms(new RoundsTerms(ties ?? new TieBreak.Earlier()), start, units, seller));

    public static TestLot Proxy(
        long start = 100,
        long step = 10,
        long? reserve = null,
        LowestBid lowest = LowestBid.NextIncrement,
        LeaderRaise raise = LeaderRaise.LiftsCappedPrice) =>
        new(Terms(new ProxyTerms(IncrementTable.Flat(step), reserve, lowest, raise), start));

    public static TestLot FirstPrice(long start = 100) => new(Terms(new FirstPriceTerms(), start));

    public static TestLot SecondPrice(long start = 100) => new(Terms(new SecondPriceTerms(), start));

    public static LotTerms Terms(FormTerms form, long start = 100, int units = 1, string? seller = null) =>
        new("lot", "A lot", form, start, units, Currency.Default, 1_000_000, form.Module.EndsBy is null ? Length : null, seller);

    /// <summary>Open, and in its first round where it has rounds.</summary>
    public TestLot Opened()
    {
        Do(new LotCommand.Open());
        if (State is RoundsState) OpenRound(1);
        return this;
    }

    public Decision<LotFact> OpenRound(int round) => Do(new LotCommand.OpenRound(round, Now + Length));

    public Decision<LotFact> EndRound(int round) => Do(new LotCommand.EndRound(round));

    public Decision<LotFact> Bid(string bidder, long amountMinor) => Do(new LotCommand.Bid(bidder, $"b{++_bids}", amountMinor));

    public Decision<LotFact> Pass(string bidder) => Do(new LotCommand.Pass(bidder));

    /// <summary>The clock reaches the lot's deadline and somebody looks at it.</summary>
    public TestLot Over()
    {
        Now += Length;
        Do(new LotCommand.ClockReached());
        return this;
    }

    public Decision<LotFact> Do(LotCommand command)
    {
        var decision = Lot.Decide(State, command, Now);
        Assert.False(decision.IsRefused && decision.Facts.Length > 0, "a refusal has no facts");
        foreach (var fact in decision.Facts)
        {
            var after = Lot.Evolve(State, fact);
            Assert.All(
                State.Terms.Form.Module.Invariants,
                invariant => Assert.True(invariant.Holds(State, fact, after), invariant.Sentence));
            State = after;
            Facts.Add(fact);
        }
        return decision;
    }

    public LotState Replayed() => Facts.Aggregate(LotState.Initial(State.Terms), Lot.Evolve);
}

/// <summary>What tests say about decisions.</summary>
internal static class DecisionAsserts
{
    public static void AssertAccepted(this Decision<LotFact> decision) =>
        Assert.True(!decision.IsRefused && decision.Facts.OfType<LotFact.BidAccepted>().Count() == 1, $"refused: {decision.Rejection}");

    public static void AssertRefused(this Decision<LotFact> decision, RejectionCode code, long? price, long? next) =>
        Assert.Equal(new Rejection(code, price, next), decision.Rejection);

    public static void AssertNothing(this Decision<LotFact> decision) =>
        Assert.True(
            !decision.IsRefused && decision.Facts.IsEmpty,
            $"not nothing: {decision.Rejection} {string.Join(", ", decision.Facts)}");
}
