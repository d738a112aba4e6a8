using AkkaAuction.Rules.Forms.Proxy;
using AkkaAuction.Rules.Forms.Rounds;
using AkkaAuction.Rules.Forms.Sealed;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Bench.Rules;

/// <summary>
/// Lots and the bids for them, made before the clock starts. A seed says who bids on which lot, and by the toss of a coin whether a bid is
/// to be high enough when it comes: half of them are a little above what the lot asks at that moment, half a little below.
/// </summary>
internal sealed class Workload
{
    public static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(1);

    private const int Bidders = 1000;

    public required string Name { get; init; }

    /// <summary>The lots as the first bid finds them: open, in a round where they have rounds.</summary>
    public required LotState[] Lots { get; init; }

    /// <summary>Which lot each bid is for.</summary>
    public required int[] Targets { get; init; }

    public required LotCommand.Bid[] Bids { get; init; }

    /// <summary>Which bids were made to be accepted.</summary>
    public required bool[] MeantToDo { get; init; }

    /// <summary>The forms that are measured, and how the load for each is made.</summary>
    public static (string Name, Func<int, int, double, Workload> Make)[] Forms =>
        [("rounds", Rounds), ("proxy", Proxy), ("second price", Sealed)];

    private static Workload Rounds(int lots, int bids, double chance) =>
        Make("rounds", new RoundsTerms(new TieBreak.Earlier()), lots, bids, chance);

    private static Workload Proxy(int lots, int bids, double chance) =>
        Make("proxy", new ProxyTerms(IncrementTable.EBay, null, LowestBid.NextIncrement, LeaderRaise.LiftsCappedPrice), lots, bids, chance);

    private static Workload Sealed(int lots, int bids, double chance) => Make("second price", new SecondPriceTerms(), lots, bids, chance);

    private static Workload Make(string name, FormTerms form, int lots, int bids, double chance)
    {
        var random = new Random(12345);
        var names = Enumerable.Range(0, Bidders).Select(i => $"bidder-{i}").ToArray();
        var opened = new LotState[lots];
        for (var i = 0; i < lots; i++) opened[i] = Open($"lot-{i}", form);

        var load = new Workload
        {
            Name = name,
            Lots = opened,
            Targets = new int[bids],
            Bids = new LotCommand.Bid[bids],
            MeantToDo = new bool[bids],
        };
        var states = (LotState[])opened.Clone();
        for (var i = 0; i < bids; i++)
        {
            var lot = load.Targets[i] = lots == 1 ? 0 : random.Next(lots);
            var bidder = names[random.Next(Bidders)];
            var asked = states[lot].NextFor(bidder);
            load.MeantToDo[i] = random.NextDouble() < chance;
            load.Bids[i] = new LotCommand.Bid(bidder, "b", load.MeantToDo[i] ? asked + random.Next(100) : asked - 1 - random.Next(50));
            states[lot] = Apply(states[lot], load.Bids[i]);
        }
        return load;
    }

    private static LotState Open(string id, FormTerms form)
    {
        var openFor = form is RoundsTerms ? (TimeSpan?)null : TimeSpan.FromDays(7);
        var lot = LotState.Initial(new LotTerms(id, "A lot", form, 100, 1, Currency.Default, 1_000_000_000_000, openFor));
        return Apply(Apply(lot, new LotCommand.Open()), new LotCommand.OpenRound(1, Now.AddDays(1)));
    }

    private static LotState Apply(LotState lot, LotCommand command)
    {
        foreach (var fact in Lot.Decide(lot, command, Now).Facts) lot = Lot.Evolve(lot, fact);
        return lot;
    }
}
