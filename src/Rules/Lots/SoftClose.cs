using System.Collections.Immutable;

namespace AkkaAuction.Rules.Lots;

/// <summary>
/// A soft close: a late bid moves the deadline, so that nobody wins by bidding last. Only a bid within <paramref name="Window"/> of the
/// deadline does, that takes the lead from somebody or moves the price against the leader. What is refused, sent again, or bid by the
/// leader moves nothing.
/// </summary>
/// <param name="Window">How long before the deadline a bid is late. Zero: nothing is said, which is a fault.</param>
/// <param name="Mode">What the new deadline is counted from.</param>
/// <param name="By">How long the extension is; null: as long as the window.</param>
/// <param name="Times">How often a lot is extended at most; null: as often as it needs.</param>
/// <param name="Most">How much it is extended in all at most; null: as much as it needs.</param>
public sealed record SoftClose(TimeSpan Window, Extend? Mode, TimeSpan? By, int? Times, TimeSpan? Most)
{
    /// <summary>The shortest window and the shortest extension.</summary>
    public static readonly TimeSpan LengthMin = TimeSpan.FromMilliseconds(100);

    /// <summary>What a form with a soft close adds to a <c>LOT</c> line (<see cref="Form.Shown"/>).</summary>
    public static readonly ImmutableArray<ShownField> Shown = [new("soft-close", ShownKind.Length)];

    private const int TimesMax = 1_000_000;

    /// <summary>The fields of a soft close; null: nothing is said of one, and the deadline stands.</summary>
    public static SoftClose? Through(ITermFields fields, SoftClose? value)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var window = fields.LengthOrNone("soft-close", value?.Window, LengthMin);
        var mode = fields.ChoiceOrNone("extend", value?.Mode);
        var by = fields.LengthOrNone("extend-by", value?.By, LengthMin);
        var times = fields.CountOrNone("extend-times", value?.Times, 1, TimesMax);
        var most = fields.LengthOrNone("extend-most", value?.Most, LengthMin);
        return window is null && mode is null && by is null && times is null && most is null
            ? null
            : new SoftClose(window ?? TimeSpan.Zero, mode, by, times, most);
    }

    /// <summary>The window, as the <c>LOT</c> line says it.</summary>
    internal ShownField ShownWindow => new("soft-close", ShownKind.Length, Window.Ticks / TimeSpan.TicksPerMillisecond);

    /// <summary>What is wrong with it and what would be right, for a person; null: nothing.</summary>
    public string? Fault()
    {
        if (Window == TimeSpan.Zero) return "extensions need soft-close, the time before the deadline in which a bid is late";
        if (Times is < 1 or > TimesMax) return $"a lot must be extended at most 1 to {TimesMax} times, not {Times}";
        return LengthFault("the soft close", Window) ?? LengthFault("an extension", By) ?? LengthFault("all extensions", Most);
    }

    /// <summary>
    /// The deadline after a late bid, as UTC ticks; 0: the bid is not late, or the lot has been extended as far as it may be.
    /// </summary>
    /// <param name="deadlineTicks">The deadline that runs; 0: none does.</param>
    /// <param name="at">When the bid was taken.</param>
    /// <param name="times">How often the lot has been extended.</param>
    /// <param name="extendedTicks">How much it has been extended in all.</param>
    internal long EndAfter(long deadlineTicks, DateTimeOffset at, int times, long extendedTicks)
    {
        if (deadlineTicks == 0 || deadlineTicks - at.UtcTicks > Window.Ticks || times >= Times) return 0;
        var by = (By ?? Window).Ticks;
        var end = (Mode == Extend.Add ? deadlineTicks : at.UtcTicks) + by;
        if (Most is { } most) end = Math.Min(end, deadlineTicks - extendedTicks + most.Ticks);
        return end > deadlineTicks ? end : 0;
    }

    private static string? LengthFault(string what, TimeSpan? length) => length < LengthMin || length > LotTerms.OpenForMax
        ? $"{what} must last {LengthMin.TotalMilliseconds:0}ms or more, and at most {LotTerms.OpenForMax.TotalDays:0} days, not {length}"
        : null;
}

/// <summary>What the deadline of an extended lot is counted from.</summary>
public enum Extend
{
    /// <summary>From the late bid: at least so much time is left after it.</summary>
    Reset,

    /// <summary>From the deadline before: so much time more.</summary>
    Add,
}
