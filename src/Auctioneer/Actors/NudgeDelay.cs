namespace AkkaAuction.Auctioneer.Actors;

/// <summary>
/// When somebody is to look at the clock for a deadline. A scheduler counts in milliseconds and may be a little early: whoever is nudged decides by the clock, and where that
/// does not say that the time has come, has itself nudged again.
/// </summary>
internal static class NudgeDelay
{
    public static TimeSpan Until(DateTimeOffset deadline, TimeProvider time) =>
        TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling((deadline - time.GetUtcNow()).TotalMilliseconds)));
}
