namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>
/// The house's time: the wall clock at start plus monotonic time since. Setting the machine's clock moves no deadline and lets no bid in
/// late.
/// </summary>
/// <param name="source">The clock it is made from.</param>
internal sealed class HouseClock(TimeProvider source) : TimeProvider
{
    private DateTimeOffset _startedAt = source.GetUtcNow();
    private readonly long _startedTicks = source.GetTimestamp();

    public override long TimestampFrequency => source.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _startedAt + source.GetElapsedTime(_startedTicks);

    /// <summary>
    /// Begins no earlier than the last stored fact, should the clock have been set back while the house was down. Call it before anybody
    /// reads the time.
    /// </summary>
    public void BeginNotBefore(DateTimeOffset lastFact)
    {
        if (lastFact > _startedAt) _startedAt = lastFact;
    }

    public override long GetTimestamp() => source.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        source.CreateTimer(callback, state, dueTime, period);
}
