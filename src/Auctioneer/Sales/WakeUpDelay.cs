namespace AkkaAuction.Auctioneer.Sales;

/// <summary>
/// How long a timer waits for a deadline. A scheduler counts in milliseconds and may be a little early: whoever is woken decides by the
/// clock, and asks for another wake-up where the time has not come.
/// </summary>
internal static class WakeUpDelay
{
    public static TimeSpan Until(DateTimeOffset deadline, TimeProvider time) =>
        TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling((deadline - time.GetUtcNow()).TotalMilliseconds)));
}
