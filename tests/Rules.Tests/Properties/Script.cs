using AkkaAuction.Rules.Forms.Proxy;
using AkkaAuction.Rules.Forms.Reverse;
using AkkaAuction.Rules.Forms.Rounds;
using AkkaAuction.Rules.Forms.Sealed;
using AkkaAuction.Rules.Forms.Turns;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;
using AkkaAuction.Rules.Tests.Lots;
using FsCheck;
using FsCheck.Fluent;

namespace AkkaAuction.Rules.Tests.Properties;

/// <summary>A lot and what is done with it: what a property is tried on.</summary>
/// <param name="Shape">Numbers that the lot's terms are made of.</param>
/// <param name="Steps">What happens, in order.</param>
internal sealed record Script(int[] Shape, Step[] Steps)
{
    public static Gen<Script> Any { get; } =
        from shape in Gen.Choose(0, 1_000_000).ArrayOf(5)
        from steps in Step.Any.ArrayOf()
        select new Script(shape, steps);

    /// <summary>The form's terms with this script's start price, units, increments, reserve and seed.</summary>
    public LotTerms Terms(string form)
    {
        // A tender goes down from its start price, and needs room for it.
        var start = form.StartsWith("reverse", StringComparison.Ordinal) || form.StartsWith("turns", StringComparison.Ordinal)
            ? 1 + Shape[0] % 400 : Shape[0] % 120;
        var table = Shape[1] % 3 == 0 ? IncrementTable.EBay : IncrementTable.Flat(1 + Shape[1] % 25);
        FormTerms format = form switch
        {
            "rounds" => new RoundsTerms(new TieBreak.Earlier()),
            "rounds drawn" => new RoundsTerms(new TieBreak.Drawn(Shape[2])),
            "proxy" => new ProxyTerms(table, null, LowestBid.NextIncrement, (LeaderRaise)(Shape[2] % 2)),
            "proxy history" => new ProxyTerms(table, null, LowestBid.StartPrice, LeaderRaise.LiftsCappedPrice),
            "proxy reserve" => new ProxyTerms(table, start + Shape[3] % 250, LowestBid.NextIncrement, (LeaderRaise)(Shape[2] % 2)),
            "english" => new EnglishTerms(
                table, Shape[3] % 2 == 0 ? start + Shape[3] % 250 : null, (ReserveIs)(Shape[4] % 2),
                Shape[2] % 3 == 0 ? null : start + 251 + Shape[2] % 200, (BuyNowUntil)(Shape[1] % 2), Shape[0] % 2 == 0 ? Soft : null),
            "proxy soft" => new ProxyTerms(table, null, LowestBid.NextIncrement, (LeaderRaise)(Shape[2] % 2), Soft),
            "first_price" => new FirstPriceTerms(),
            "second_price" => new SecondPriceTerms(),
            "kth_price" => new KthPriceTerms(1 + Shape[3] % 5),
            "all_pay" => new AllPayTerms(),
            "second_price last back" => new SecondPriceTerms { Replace = Replacement.Last, Withdraw = true },
            "reverse" => new ReverseTerms(Shape[2] % 2 == 0 ? table : IncrementTable.Percent(1 + Shape[2] % 100_00), null),
            "reverse soft" => new ReverseTerms(table, null, Soft),
            "reverse reserve" => new ReverseTerms(table, Shape[3] % (start + 1)),
            "turns" => new TurnsTerms(table, null, 1 + Shape[3] % 4, TimeSpan.FromSeconds(1 + Shape[2] % 40)),
            "turns at most" => new TurnsTerms(
                IncrementTable.Flat(1), Math.Min(start, 1 + Shape[4] % 30), 1 + Shape[3] % 4, TimeSpan.FromSeconds(2)),
            "reverse_sealed first" => new ReverseSealedTerms(TenderPrice.First),
            "reverse_sealed second" => new ReverseSealedTerms(TenderPrice.Second),
            _ => throw new ArgumentOutOfRangeException(nameof(form)),
        };
        var rounds = format is RoundsTerms;
        return new LotTerms(
            "lot", "A lot", format, start, rounds ? 1 + Shape[4] % 4 : 1, Currency.Default, 1000, rounds ? null : TestLot.Length);
    }

    private SoftClose Soft => new(
        TimeSpan.FromSeconds(1 + Shape[2] % 60), (Extend)(Shape[3] % 2), TimeSpan.FromSeconds(1 + Shape[4] % 60),
        Shape[4] % 2 == 0 ? 1 + Shape[3] % 5 : null, Shape[2] % 3 == 0 ? TimeSpan.FromSeconds(1 + Shape[4] % 120) : null);

    /// <summary>The same with steps taken out: what a counterexample is made smaller by.</summary>
    public IEnumerable<Script> Smaller()
    {
        if (Steps.Length > 1)
        {
            yield return this with { Steps = Steps[..(Steps.Length / 2)] };
            yield return this with { Steps = Steps[(Steps.Length / 2)..] };
        }
        for (var i = 0; i < Steps.Length; i++) yield return this with { Steps = [.. Steps[..i], .. Steps[(i + 1)..]] };
    }

    public override string ToString() => $"shape {string.Join(',', Shape)}: {string.Join("; ", Steps)}";
}

/// <summary>One thing that happens: some time passes, then somebody does something.</summary>
/// <param name="Kind">0-11 bid, then a pass, the clock, a round's end and the next one's beginning, calling it off.</param>
/// <param name="WaitMs">Milliseconds before it.</param>
internal sealed record Step(int Kind, int Bidder, int AmountMinor, int WaitMs)
{
    // Deadlines are hit to the millisecond often enough to matter, and now and then the clock jumps by an hour.
    public static Gen<Step> Any { get; } =
        from kind in Gen.Choose(0, 19)
        from bidder in Gen.Choose(0, 4)
        from amount in Gen.Choose(0, 400)
        from wait in Gen.Frequency((20, Gen.Choose(0, 2000)), (2, Gen.Elements(59_999, 60_000, 60_001)), (1, Gen.Constant(3_600_000)))
        select new Step(kind, bidder, amount, wait);

    public string Name => $"bidder-{Bidder}";

    public LotCommand Command(TestLot lot) => Kind switch
    {
        < 12 => new LotCommand.Bid(Name, "id", AmountMinor),
        < 13 => new LotCommand.Pass(Name),
        < 14 => new LotCommand.Withdraw(Name, "id"),
        < 16 => new LotCommand.ClockReached(),
        < 18 => new LotCommand.EndRound(Math.Max(1, lot.State.Round)),
        < 19 => new LotCommand.OpenRound(lot.State.Round + 1, lot.Now + TestLot.Length),
        _ => AmountMinor < 40 ? new LotCommand.Close() : new LotCommand.OpenRound(lot.State.Round + 1, lot.Now + TestLot.Length),
    };

    public override string ToString() => $"+{WaitMs}ms {Kind} {Name} {AmountMinor}";
}
