using System.Collections.Immutable;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Rules.Tests.Sales;

/// <summary>A sale and a clock, as tests drive them; every decision is applied, and every fact kept.</summary>
internal sealed class TestSale
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly TimeSpan RoundLength = TimeSpan.FromSeconds(60);

    public TestSale(
        string roundLots = "lamp vase",
        string timedLots = "",
        int? limit = null,
        int? silence = null,
        int toStart = 1,
        bool whenAllActed = true,
        DateTimeOffset? opensAt = null)
    {
        var terms = new SaleTerms(1, Split(roundLots), Split(timedLots), RoundLength, limit, silence, toStart, whenAllActed)
        {
            OpensAt = opensAt,
        };
        Assert.Null(terms.Fault());
        State = SaleState.Initial(terms);
    }

    public SaleState State { get; private set; }

    public DateTimeOffset Now { get; set; } = Start;

    public List<SaleFact> Facts { get; } = [];

    public SaleFact[] Come(string bidder) => Do(new SaleCommand.Come(bidder));

    public SaleFact[] Leave(string bidder) => Do(new SaleCommand.Leave(bidder));

    public SaleFact[] Act(string bidder, int? round = null) => Do(new SaleCommand.Act(bidder, round ?? State.Round));

    public SaleFact[] Close() => Do(new SaleCommand.Close());

    public SaleFact[] Look() => Do(new SaleCommand.ClockReached());

    public SaleFact[] Report(string lot, int bids, int unitsLeft, int? round = null) =>
        Do(new SaleCommand.ReportRound(lot, round ?? State.Round, bids, unitsLeft));

    public SaleFact[] ReportClosed(string lot, int sold, int unsold) => Do(new SaleCommand.ReportClosed(lot, sold, unsold));

    /// <summary>The round's time passes and somebody looks at the clock.</summary>
    public SaleFact[] TimePasses()
    {
        Now += RoundLength;
        return Look();
    }

    public SaleFact[] Do(SaleCommand command)
    {
        var decision = Sale.Decide(State, command, Now);
        Assert.False(decision.IsRefused, "a sale refuses nothing");
        foreach (var fact in decision.Facts)
        {
            State = Sale.Evolve(State, fact);
            Facts.Add(fact);
        }
        return decision.Facts.ToArray();
    }

    public SaleState Replayed() => Facts.Aggregate(SaleState.Initial(State.Terms), Sale.Evolve);

    /// <summary>Everything a state shows, for comparing two of them.</summary>
    public static string Told(SaleState state) => string.Join(
        " | ",
        state.Phase,
        string.Join(',', state.Present),
        string.Join(',', state.Acted),
        $"{state.Round} {state.RoundClosesAt:O} {state.RoundBids} {state.SilentRounds} {state.RoundsOver} "
            + $"{state.CloseOrderedAt:O} {state.Sold} {state.Unsold}",
        string.Join(',', state.RoundLotsOpen),
        string.Join(',', state.LotsOwingReport),
        string.Join(',', state.LotsNotClosed),
        string.Join(',', state.LotsToClose));

    private static ImmutableArray<string> Split(string names) => [.. names.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
