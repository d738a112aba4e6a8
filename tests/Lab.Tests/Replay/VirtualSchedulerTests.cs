using Akka.Actor;
using Akka.Configuration;
using AkkaAuction.Lab.Replay;

namespace AkkaAuction.Lab.Tests.Replay;

/// <summary>Virtual time passes only when it is told to, and what is due on the way happens at its own instant, in order.</summary>
public sealed class VirtualSchedulerTests : IAsyncLifetime
{
    private readonly ActorSystem _system = ActorSystem.Create(
        "virtual",
        ConfigurationFactory.ParseString(
            $"akka {{ scheduler.implementation = \"{VirtualScheduler.TypeName}\", loglevel = OFF, stdout-loglevel = OFF }}"));

    private readonly List<string> _happened = [];

    private VirtualScheduler Time => (VirtualScheduler)_system.Scheduler;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _system.Terminate();

    [Fact]
    public void Nothing_happens_before_its_time()
    {
        After(10, "ten");
        Time.AdvanceTo(Seconds(9.999));
        Assert.Empty(_happened);
        Time.AdvanceTo(Seconds(10));
        Assert.Equal(["ten at 10"], _happened);
    }

    [Fact]
    public void What_is_due_happens_in_order_of_time_each_at_its_own_instant_and_equal_times_in_order_of_asking()
    {
        After(3, "c");
        After(1, "a");
        After(2, "b");
        After(2, "b again");
        Time.AdvanceTo(Seconds(60));
        Assert.Equal(["a at 1", "b at 2", "b again at 2", "c at 3"], _happened);
        Assert.Equal(Seconds(60), Time.MonotonicClock);
    }

    [Fact]
    public void What_asks_for_more_on_the_way_gets_it_on_the_way()
    {
        _system.Scheduler.Advanced.ScheduleOnce(Seconds(1), () => After(1, "child"));
        Time.AdvanceTo(Seconds(5));
        Assert.Equal(["child at 2"], _happened);
    }

    [Fact]
    public void What_is_cancelled_does_not_happen()
    {
        using var cancelable = new Cancelable(_system.Scheduler);
        _system.Scheduler.Advanced.ScheduleOnce(Seconds(1), () => _happened.Add("no"), cancelable);
        cancelable.Cancel();
        Time.AdvanceTo(Seconds(5));
        Assert.Empty(_happened);
    }

    [Fact]
    public void What_repeats_happens_each_time()
    {
        using var cancelable = new Cancelable(_system.Scheduler);
        _system.Scheduler.Advanced.ScheduleRepeatedly(Seconds(1), Seconds(2), () => Note("tick"), cancelable);
        Time.AdvanceTo(Seconds(6));
        Assert.Equal(["tick at 1", "tick at 3", "tick at 5"], _happened);
        cancelable.Cancel();
        Time.AdvanceTo(Seconds(60));
        Assert.Equal(3, _happened.Count);
    }

    [Fact]
    public void Starting_over_puts_the_clock_back_and_leaves_the_waiting_as_long_to_wait()
    {
        After(10, "ten");
        Time.AdvanceTo(Seconds(4));
        Time.StartOver();
        Assert.Equal(TimeSpan.Zero, Time.MonotonicClock);
        Time.AdvanceTo(Seconds(6));
        Assert.Equal(["ten at 6"], _happened);
    }

    [Fact]
    public void The_clock_and_the_scheduler_tell_the_same_time()
    {
        var (start, stamp) = (Time.Clock.GetUtcNow(), Time.Clock.GetTimestamp());
        Time.AdvanceTo(Seconds(7));
        Assert.Equal(Seconds(7), Time.Clock.GetUtcNow() - start);
        Assert.Equal(Seconds(7), Time.Clock.GetElapsedTime(stamp));
        Assert.Equal(Time.Clock.GetUtcNow(), ((ITimeProvider)Time).Now);
        Time.AdvanceTo(Seconds(3));
        Assert.Equal(Seconds(7), Time.MonotonicClock);
    }

    [Fact]
    public async Task A_message_arrives_when_its_time_has_come()
    {
        var told = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var listener = _system.ActorOf(Props.Create(() => new Listener(told)));
        _system.Scheduler.ScheduleTellOnce(Seconds(5), listener, "now", ActorRefs.NoSender);
        Time.AdvanceTo(Seconds(4));
        Assert.False(told.Task.IsCompleted);
        Time.AdvanceTo(Seconds(5));
        Assert.Equal("now", await told.Task.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private void After(int seconds, string what) => _system.Scheduler.Advanced.ScheduleOnce(Seconds(seconds), () => Note(what));

    private void Note(string what) => _happened.Add($"{what} at {Time.MonotonicClock.TotalSeconds}");

    private sealed class Listener : ReceiveActor
    {
        public Listener(TaskCompletionSource<string> told) => Receive<string>(text => told.TrySetResult(text));
    }
}
