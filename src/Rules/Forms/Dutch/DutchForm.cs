using System.Collections.Immutable;
using System.Runtime.Serialization;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Rules.Forms.Dutch;

/// <summary>
/// The Dutch auction: a clock falls from the start price, and the first bidder takes a unit. Rules: <see cref="DutchState"/>.
/// </summary>
public sealed class DutchForm : Form
{
    private static readonly ImmutableArray<Invariant> Declared =
    [
        new("A unit goes at the clock's price.", (before, fact, _) =>
            fact is not LotFact.UnitAwarded award || award.PriceMinor == before.PriceAt(award.At)),
        new("The clock stops at the floor.", (before, fact, _) =>
            fact is not LotFact.UnitAwarded award || award.PriceMinor >= ((DutchTerms)before.Terms.Form).FloorMinor),
    ];

    public static DutchForm Instance { get; } = new();

    public override string Name => "dutch";

    public override string Sentence =>
        "The price falls by a step every interval from the start price to a floor; whoever bids it first takes a unit.";

    public override FormTerms Blank { get; } = new DutchTerms(-1, 0, TimeSpan.Zero);

    public override bool SellsSeveral => true;

    public override string EndsBy => "a Dutch lot closes one interval after its clock has come to the floor";

    public override ImmutableArray<Invariant> Invariants => Declared;

    public override ImmutableArray<ShownField> Shown { get; } =
    [
        new("from", ShownKind.Amount), new("step", ShownKind.Amount), new("every", ShownKind.Length),
        new("floor", ShownKind.Amount), new("since", ShownKind.Time),
    ];

    public override long? PriceAt(ShownFields shown, DateTimeOffset now) => DutchClock.Of(shown)?.PriceAt(now);

    public override DateTimeOffset? PriceChangesAt(ShownFields shown, DateTimeOffset now) => DutchClock.Of(shown)?.ChangesAt(now);

    public override LotState Initial(LotTerms terms) => new DutchState(terms);
}

/// <summary>The clock falls from the lot's start price.</summary>
/// <param name="FloorMinor">Where it stops, minor units.</param>
/// <param name="StepMinor">How far it falls each time, minor units; the last fall may be shorter.</param>
/// <param name="Every">How long it stays at a price.</param>
public sealed record DutchTerms(long FloorMinor, long StepMinor, TimeSpan Every) : FormTerms
{
    /// <summary>The shortest interval: below it nobody could answer a price before the next.</summary>
    public static readonly TimeSpan EveryMin = TimeSpan.FromMilliseconds(100);

    [IgnoreDataMember]
    public override Form Module => DutchForm.Instance;

    public override FormTerms Through(ITermFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return new DutchTerms(
            fields.Amount("floor", FloorMinor < 0 ? null : FloorMinor, 0),
            fields.Amount("step", StepMinor < 1 ? null : StepMinor, 1),
            fields.Length("every", Every == TimeSpan.Zero ? null : Every, EveryMin));
    }

    public override string? Fault(LotTerms lot)
    {
        ArgumentNullException.ThrowIfNull(lot);
        if (FloorMinor < 0) return $"the floor must be 0 or more, not {lot.Text(FloorMinor)}";
        if (FloorMinor >= lot.StartPriceMinor)
        {
            var (floor, start) = (lot.Text(FloorMinor), lot.Text(lot.StartPriceMinor));
            return $"the floor {floor} must be below the start price {start}: the clock falls from it";
        }
        if (StepMinor < 1) return $"the step must be above 0, not {lot.Text(StepMinor)}";
        if (Every < EveryMin)
            return $"the clock must stay at a price for {EveryMin.TotalMilliseconds:0}ms or more, not {Every.TotalMilliseconds:0.###}ms";
        if (Every.Ticks % TimeSpan.TicksPerMillisecond != 0)
            return $"the clock must stay at a price for whole milliseconds, not {Every.TotalMilliseconds:0.####}ms";
        var falls = Falls(lot.StartPriceMinor);
        return falls < LotTerms.OpenForMax.Ticks / Every.Ticks
            ? null
            : $"the clock must come to its floor within {LotTerms.OpenForMax.TotalDays:0} days; it takes {falls} falls of {Every} each";
    }

    /// <summary>Number of falls until the floor.</summary>
    public long Falls(long fromMinor) => ((fromMinor - FloorMinor - 1) / StepMinor) + 1;
}

/// <summary>A clock that runs: its price follows from the time alone. Times are milliseconds since 1970.</summary>
internal readonly record struct DutchClock(long FromMinor, long StepMinor, long EveryMs, long FloorMinor, long SinceMs)
{
    /// <summary>The clock of these fields; null if none runs, or if no terms allow it.</summary>
    public static DutchClock? Of(ShownFields shown) =>
        shown.Find("from") is { } from && shown.Find("step") is { } step and > 0 && shown.Find("every") is { } every and > 0
        && shown.Find("floor") is { } floor and >= 0 && floor < from && shown.Find("since") is { } since
        && every <= LengthMax && since >= SinceMin && since <= SinceMax
        && (Int128)(((from - floor - 1) / step) + 1) * every <= LengthMax
            ? new DutchClock(from, step, every, floor, since)
            : null;

    // No lot is open for longer, so no clock falls for longer. The clock must reach its floor within the range of times.
    private static readonly long LengthMax = LotTerms.OpenForMax.Ticks / TimeSpan.TicksPerMillisecond;
    private static readonly long SinceMin = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long SinceMax = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() - LengthMax;

    public long PriceAt(DateTimeOffset now)
    {
        var left = FromMinor - FloorMinor;
        var falls = FallsAt(now);
        return falls > left / StepMinor ? FloorMinor : Math.Max(FloorMinor, FromMinor - (falls * StepMinor));
    }

    /// <summary>The next fall; null at the floor.</summary>
    public DateTimeOffset? ChangesAt(DateTimeOffset now) =>
        PriceAt(now) == FloorMinor ? null : DateTimeOffset.FromUnixTimeMilliseconds(SinceMs + ((FallsAt(now) + 1) * EveryMs));

    // Whole milliseconds are enough: it starts at one, and falls at one.
    private long FallsAt(DateTimeOffset now) => Math.Max(0, now.ToUnixTimeMilliseconds() - SinceMs) / EveryMs;
}
