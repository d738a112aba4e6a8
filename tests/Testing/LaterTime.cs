namespace AkkaAuction.Testing;

/// <summary>
/// The system's clock, some time ahead, for houses with sockets: it runs and its timers fire, which FakeTimeProvider does only by hand.
/// </summary>
public sealed class LaterTime(TimeSpan by) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
}
