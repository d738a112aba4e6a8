using Akka.TestKit;

namespace AkkaAuction.Testing;

/// <summary>
/// Moves a house's clock together with Akka's test scheduler. A house needs its clock before it has a scheduler, so the scheduler is set
/// once it stands. The timers of sockets stay real: FakeTimeProvider would hold them until somebody advances it.
/// </summary>
public sealed class VirtualTime : TimeProvider
{
    /// <summary>The setting that has a house's actors live by it.</summary>
    public static readonly string Setting =
        $"akka.scheduler.implementation=\"{typeof(TestScheduler).FullName}, {typeof(TestScheduler).Assembly.GetName().Name}\"";

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private long _passed;

    public TestScheduler? Scheduler { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _passed);

    public override DateTimeOffset GetUtcNow() => Start.AddTicks(GetTimestamp());

    /// <summary>Moves the clock, then delivers every wake-up that is due.</summary>
    public void Advance(TimeSpan by)
    {
        Interlocked.Add(ref _passed, by.Ticks);
        Scheduler!.Advance(by);
    }
}
