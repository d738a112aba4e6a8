using AkkaAuction.Rules.Formats;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Bench.Rules;

/// <summary>
/// Lots and the bids for them, made before the clock starts: a seeded stream of bids by a thousand bidders, about half of which are
/// high enough when they come.
/// </summary>
internal sealed class Workload
{
    public static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(1);

    private const int Bidders = 1000;

    public required string Name { get; init; }

    /// <summary>Lots, open and in a round where they have rounds.</summary>
    public required LotState[] Lots { get; init; }

    /// <summary>Which lot each bid is for.</summary>
    public required int[] Targets { get; init; }

    public required LotCommand.Bid[] Bids { get; init; }

    /// <summary>Bids of a round that rise and fall: a bidder's bid is taken when it is higher than the own one before.</summary>
    public static Workload Rounds(int lots, int bids) =>
        Make("rounds", lots, bids, Format(new Format.Rounds(new TieBreak.Earlier())), (random, step) => 100 + random.Next(1000) + step / 2);

    /// <summary>Bids around the price at that time: half of them below what is asked.</summary>
    public static Workload Proxy(int lots, int bids)
    {
        var form = new Format.Proxy(IncrementTable.Flat(1), null, LowestBid.NextIncrement, LeaderRaise.LiftsCappedPrice);
        return Make("proxy", lots, bids, Format(form), (random, step) => 100 + step + random.Next(-3, 4));
    }

    /// <summary>Every bid is below what is asked: what it costs to say no.</summary>
    public static Workload Refused(Workload like)
    {
        var bids = Array.ConvertAll(like.Bids, bid => bid with { AmountMinor = 50 });
        return new Workload { Name = like.Name + ", all refused", Lots = like.Lots, Targets = like.Targets, Bids = bids };
    }

    private static Func<int, LotTerms> Format(Format format) => i =>
        new LotTerms($"lot-{i}", "A lot", format, 100, 1, Currency.Default, 1_000_000_000_000, format is Format.Rounds ? null : TimeSpan.FromDays(7));

    private static Workload Make(string name, int lots, int bids, Func<int, LotTerms> terms, Func<Random, int, long> amount)
    {
        var random = new Random(12345);
        var names = Enumerable.Range(0, Bidders).Select(i => $"bidder-{i}").ToArray();
        var states = new LotState[lots];
        for (var i = 0; i < lots; i++)
        {
            states[i] = Apply(LotState.Initial(terms(i)), new LotCommand.Open());
            states[i] = Apply(states[i], new LotCommand.OpenRound(1, Now.AddDays(1)));
        }
        var steps = new int[lots];
        var targets = new int[bids];
        var commands = new LotCommand.Bid[bids];
        for (var i = 0; i < bids; i++)
        {
            var lot = targets[i] = lots == 1 ? 0 : random.Next(lots);
            commands[i] = new LotCommand.Bid(names[random.Next(Bidders)], "b", amount(random, steps[lot]++));
        }
        return new Workload { Name = name, Lots = states, Targets = targets, Bids = commands };
    }

    private static LotState Apply(LotState lot, LotCommand command)
    {
        foreach (var fact in Lot.Decide(lot, command, Now).Facts) lot = Lot.Evolve(lot, fact);
        return lot;
    }
}
