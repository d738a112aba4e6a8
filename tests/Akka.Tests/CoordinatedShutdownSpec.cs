using System.Collections.Concurrent;
using Akka;
using Akka.Actor;
using Akka.Configuration;

namespace AkkaAuction.Akka.Tests;

public sealed class CoordinatedShutdownSpec
{
    private const string Quiet = "akka.loglevel = OFF\nakka.stdout-loglevel = OFF\n";

    [Fact]
    public async Task Terminate_runs_the_tasks_of_all_phases_in_order_and_then_ends_the_system()
    {
        var system = ActorSystem.Create("phases", Quiet);
        var order = new ConcurrentQueue<string>();
        var shutdown = CoordinatedShutdown.Get(system);
        foreach (var phase in new[]
        {
            CoordinatedShutdown.PhaseServiceStop, CoordinatedShutdown.PhaseServiceUnbind,
            CoordinatedShutdown.PhaseBeforeServiceUnbind, CoordinatedShutdown.PhaseBeforeActorSystemTerminate,
        })
        {
            shutdown.AddTask(phase, "note", () =>
            {
                order.Enqueue(phase);
                return Task.FromResult(Done.Instance);
            });
        }
        await system.Terminate();
        Assert.True(system.WhenTerminated.IsCompleted);
        Assert.Equal(["before-service-unbind", "service-unbind", "service-stop", "before-actor-system-terminate"], order);
        Assert.IsType<CoordinatedShutdown.ActorSystemTerminateReason>(shutdown.ShutdownReason);
    }

    [Fact]
    public async Task A_failing_task_does_not_keep_the_later_phases_from_running()
    {
        var system = ActorSystem.Create("failing", Quiet);
        var reached = false;
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "fails", () => throw new Boom());
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "note", () =>
        {
            reached = true;
            return Task.FromResult(Done.Instance);
        });
        await shutdown.Run(CoordinatedShutdown.UnknownReason.Instance);
        Assert.True(reached && system.WhenTerminated.IsCompleted);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_phase_that_does_not_recover_ends_the_shutdown_where_it_fails_or_takes_too_long(bool fails)
    {
        var system = ActorSystem.Create("strict", Quiet + "akka.coordinated-shutdown.phases.service-stop { recover = off, timeout = 50ms }");
        var shutdown = CoordinatedShutdown.Get(system);
        var reached = false;
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "fails", () => fails ? Task.FromException<Done>(new Boom()) : new TaskCompletionSource<Done>().Task);
        shutdown.AddTask(CoordinatedShutdown.PhaseBeforeActorSystemTerminate, "note", () =>
        {
            reached = true;
            return Task.FromResult(Done.Instance);
        });
        var thrown = await Assert.ThrowsAsync<AggregateException>(() => shutdown.Run(CoordinatedShutdown.UnknownReason.Instance));
        Assert.IsType(fails ? typeof(Boom) : typeof(TimeoutException), Assert.Single(thrown.InnerExceptions));
        Assert.False(reached || system.WhenTerminated.IsCompleted);
        ((ExtendedActorSystem)system).Abort();
        await system.WhenTerminated;
    }

    [Fact]
    public async Task A_task_may_add_others_to_later_phases()
    {
        var system = ActorSystem.Create("adding", Quiet);
        var shutdown = CoordinatedShutdown.Get(system);
        var reached = false;
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "adds", () =>
        {
            shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "note", () =>
            {
                reached = true;
                return Task.FromResult(Done.Instance);
            });
            return Task.FromResult(Done.Instance);
        });
        await system.Terminate();
        Assert.True(reached);
    }

    [Fact]
    public async Task Where_the_configuration_says_so_Terminate_runs_no_phases()
    {
        var system = ActorSystem.Create("short", Quiet + "akka.coordinated-shutdown.run-by-actor-system-terminate = off");
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "never", () => throw new Boom());
        await system.Terminate();
        Assert.Null(shutdown.ShutdownReason);
    }

    [Theory]
    [InlineData("akka.coordinated-shutdown { terminate-actor-system = off, run-by-actor-system-terminate = on }", typeof(ConfigurationException))]
    [InlineData("akka.coordinated-shutdown.phases.service-unbind.depends-on = [service-stop]", typeof(ArgumentException))]
    public void Settings_that_contradict_themselves_are_refused(string config, Type refusal) =>
        Assert.Equal(refusal, Record.Exception(() => CoordinatedShutdown.Get(ActorSystem.Create("contradictory", Quiet + config)))?.GetBaseException().GetType());

    [Fact]
    public async Task A_task_that_never_ends_is_left_behind_after_the_phases_timeout()
    {
        var system = ActorSystem.Create("stuck", Quiet + "akka.coordinated-shutdown.phases.service-unbind.timeout = 50ms");
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "stuck", () => new TaskCompletionSource<Done>().Task);
        await shutdown.Run(CoordinatedShutdown.UnknownReason.Instance).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(TimeSpan.FromMilliseconds(50), shutdown.Timeout(CoordinatedShutdown.PhaseServiceUnbind));
    }

    [Fact]
    public async Task It_runs_once_and_can_begin_with_a_later_phase()
    {
        var system = ActorSystem.Create("once", Quiet);
        var order = new ConcurrentQueue<string>();
        var shutdown = CoordinatedShutdown.Get(system);
        foreach (var phase in new[] { CoordinatedShutdown.PhaseServiceUnbind, CoordinatedShutdown.PhaseServiceStop })
        {
            shutdown.AddTask(phase, "note", () =>
            {
                order.Enqueue(phase);
                return Task.FromResult(Done.Instance);
            });
        }
        var first = shutdown.Run(CoordinatedShutdown.UnknownReason.Instance, CoordinatedShutdown.PhaseServiceStop);
        await shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance);
        await first;
        Assert.Equal(["service-stop"], order);
        Assert.IsType<CoordinatedShutdown.UnknownReason>(shutdown.ShutdownReason);
    }

    [Fact]
    public async Task An_unknown_phase_is_refused()
    {
        var system = ActorSystem.Create("unknown", Quiet);
        Assert.Throws<ConfigurationException>(() =>
            CoordinatedShutdown.Get(system).AddTask("no-such-phase", "x", () => Task.FromResult(Done.Instance)));
        await system.Terminate();
    }

    [Fact]
    public async Task Actors_end_before_the_system_does_and_callbacks_run_last()
    {
        var system = ActorSystem.Create("ending", Quiet);
        var order = new ConcurrentQueue<string>();
        system.ActorOf(Props.Create(() => new Ending(order)));
        system.RegisterOnTermination(() => order.Enqueue("callback"));
        await system.Terminate();
        Assert.Equal(["PostStop", "callback"], order);
    }

    private sealed class Ending(ConcurrentQueue<string> order) : UntypedActor
    {
        protected override void PostStop() => order.Enqueue("PostStop");

        protected override void OnReceive(object message)
        {
        }
    }
}
