using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Akka.TestKit;
using Akka.TestKit.TestActors;
using Akka.TestKit.Xunit2;
using Xunit.Abstractions;

namespace AkkaAuction.TestKit.Tests;

/// <summary>How a kit begins and ends, and what comes with it: output, latches, barriers.</summary>
public sealed class TestKitSpec
{
    [Fact]
    public void A_kit_can_begin_with_configuration_a_setup_or_a_system()
    {
        using (var kit = new Kit("my.key = 7"))
            Assert.Equal(7, kit.Sys.Settings.Config.GetInt("my.key"));
        using (var kit = new Kit(ConfigurationFactory.ParseString("my.key = 8"), "named"))
        {
            Assert.Equal(8, kit.Sys.Settings.Config.GetInt("my.key"));
            Assert.Equal("named", kit.Sys.Name);
        }
        using (var kit = new Kit(ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(ConfigurationFactory.ParseString("my.key = 9")))))
        {
            Assert.Equal(9, kit.Sys.Settings.Config.GetInt("my.key"));
            Assert.Equal("test", kit.Sys.Name);
        }
        var system = ActorSystem.Create("mine");
        using (var kit = new Kit(system))
            Assert.Same(system, kit.Sys);
        Assert.True(system.WhenTerminated.IsCompletedSuccessfully);
    }

    [Fact]
    public void With_a_system_of_ones_own_expectations_work_as_well()
    {
        using var kit = new Kit(ActorSystem.Create("mine"));
        kit.Sys.ActorOf(SimpleEchoActor.Props()).Tell("hello");
        kit.ExpectMsg("hello");
    }

    [Fact]
    public void The_system_ends_with_the_kit()
    {
        var kit = new Kit("");
        Assert.False(kit.Sys.WhenTerminated.IsCompleted);
        kit.Dispose();
        kit.Dispose();
        Assert.True(kit.Sys.WhenTerminated.IsCompletedSuccessfully);
        Assert.Equal(1, kit.AfterAlls);
    }

    [Fact]
    public async Task A_system_that_does_not_end_in_time_is_an_error_where_that_is_asked_for()
    {
        using var release = new ManualResetEventSlim();
        var kit = new Kit("akka.loglevel = OFF, akka.stdout-loglevel = OFF");
        var stuck = kit.Sys.ActorOf(Props.Create(() => new Stuck(release)));
        stuck.Tell("stick", kit.TestActor);
        kit.ExpectMsg("stuck");
        Assert.Throws<TimeoutException>(() => kit.Shutdown(TimeSpan.FromMilliseconds(100), verifySystemShutdown: true));
        release.Set();
        await kit.Sys.WhenTerminated.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void What_is_logged_goes_to_the_tests_output()
    {
        var output = new Output();
        using (var kit = new Kit("akka.loglevel = INFO", output))
        {
            kit.EventFilter.Info("for the reader").ExpectOne(() => kit.Log.Info("for the reader"));
            kit.AwaitCondition(() => output.Lines.Any(line => line.Contains("for the reader", StringComparison.Ordinal)));
        }
        Assert.Contains(output.Lines, line => line.Contains("INFO", StringComparison.Ordinal));
    }

    [Fact]
    public void A_latch_opens_when_it_has_been_counted_down()
    {
        using var kit = new Kit("");
        var latch = kit.CreateTestLatch(2);
        latch.CountDown();
        Assert.False(latch.IsOpen);
        Assert.Throws<TimeoutException>(() => latch.Ready(Failing.Briefly));
        latch.CountDown();
        Assert.True(latch.IsOpen);
        latch.Ready();
        latch.Reset();
        Assert.False(latch.IsOpen);
        latch.Open();
        latch.Ready();
    }

    [Fact]
    public async Task A_barrier_holds_everybody_until_all_are_there()
    {
        using var kit = new Kit("");
        var barrier = kit.CreateTestBarrier(3);
        var passed = 0;
        var others = Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(
            () =>
            {
                barrier.Await();
                Interlocked.Increment(ref passed);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)).ToArray();
        Assert.Equal(0, Volatile.Read(ref passed));
        barrier.Await();
        await Task.WhenAll(others);
        Assert.Equal(2, passed);
    }

    [Fact]
    public void Two_kits_do_not_hear_each_other()
    {
        using var one = new Kit("");
        using var other = new Kit("");
        one.TestActor.Tell("for one", ActorRefs.NoSender);
        one.ExpectMsg("for one");
        other.ExpectNoMsg(0);
    }

    private sealed class Kit : Akka.TestKit.Xunit2.TestKit
    {
        public Kit(string config, ITestOutputHelper? output = null)
            : base(config, output!)
        {
        }

        public Kit(Config config, string name)
            : base(config, name)
        {
        }

        public Kit(ActorSystemSetup setup)
            : base(setup)
        {
        }

        public Kit(ActorSystem system)
            : base(system)
        {
        }

        public int AfterAlls { get; private set; }

        protected override void AfterAll() => AfterAlls++;
    }

    private sealed class Stuck : ReceiveActor
    {
        public Stuck(ManualResetEventSlim release) => Receive<string>(_ =>
        {
            Sender.Tell("stuck", Self);
            release.Wait();
        });
    }

    private sealed class Output : ITestOutputHelper
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public void WriteLine(string message) => Lines.Enqueue(message);

        public void WriteLine(string format, params object[] args) => Lines.Enqueue(string.Format(System.Globalization.CultureInfo.InvariantCulture, format, args));
    }
}
