using Akka.Actor;

namespace AkkaAuction.Akka.Tests;

public sealed class SchedulerShutdownSpec
{
    [Fact]
    public async Task With_its_system_a_scheduler_ends_and_fires_nothing_more()
    {
        var system = ActorSystem.Create("ending", "akka.loglevel = OFF, akka.stdout-loglevel = OFF");
        var fired = 0;
        system.Scheduler.Advanced.ScheduleRepeatedly(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(20), () => Interlocked.Increment(ref fired));
        await system.Terminate();
        var atTheEnd = Volatile.Read(ref fired);
        // Another system's clock says when that would have been due many times over.
        var other = ActorSystem.Create("other", "akka.loglevel = OFF, akka.stdout-loglevel = OFF");
        var later = new TaskCompletionSource();
        other.Scheduler.Advanced.ScheduleOnce(TimeSpan.FromMilliseconds(200), later.SetResult);
        await later.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await other.Terminate();
        Assert.Equal(atTheEnd, Volatile.Read(ref fired));
    }
}
