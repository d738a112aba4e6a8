using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Rules.Tests.Storms;

/// <summary>A deadline and what late bids do to it, as docs/reference/forms/soft-close.md says it.</summary>
internal sealed class NaiveDeadline(SoftClose? soft, DateTimeOffset scheduled)
{
    private readonly DateTimeOffset _scheduled = scheduled;
    private readonly List<TimeSpan> _extensions = [];

    public DateTimeOffset Until { get; private set; } = scheduled;

    /// <summary>A bid has been taken.</summary>
    /// <param name="isLeaders">Whether its bidder led before it.</param>
    /// <param name="changes">Whether it changed the price or the leader.</param>
    /// <returns>What is told of it behind the bid.</returns>
    public string After(bool isLeaders, bool changes, DateTimeOffset now)
    {
        if (soft is null || isLeaders || !changes) return "";
        if (now < Until - soft.Window) return "";
        if (soft.Times is { } times && _extensions.Count == times) return "";
        var by = soft.By ?? soft.Window;
        var wanted = soft.Mode switch { Extend.Add => Until + by, _ => now + by };
        var latest = soft.Most is { } most ? _scheduled + most : DateTimeOffset.MaxValue;
        if (wanted > latest) wanted = latest;
        if (wanted <= Until) return "";
        _extensions.Add(wanted - Until);
        Until = wanted;
        return $" until {Until:O}";
    }

    /// <summary>A soft close of any kind, or none.</summary>
    public static SoftClose? Any(Random random)
    {
        if (random.Next(4) == 0) return null;
        TimeSpan? Maybe(int seconds) => random.Next(2) == 0 ? TimeSpan.FromSeconds(random.Next(1, seconds)) : null;
        return new SoftClose(
            TimeSpan.FromSeconds(random.Next(1, 40)), random.Next(3) switch { 0 => null, 1 => Extend.Reset, _ => Extend.Add },
            Maybe(40), random.Next(2) == 0 ? random.Next(1, 4) : null, Maybe(90));
    }
}
