using System.Collections.Concurrent;
using Akka.Actor;

namespace AkkaAuction.Akka.Tests;

public sealed class ActorSystemSpec : ActorSpec
{
    private const string Quiet = "akka.loglevel = OFF\nakka.stdout-loglevel = OFF";

    [Theory]
    [InlineData("hallo_welt")]
    [InlineData("-hallowelt")]
    [InlineData("hallo*welt")]
    [InlineData("hallo@welt")]
    [InlineData("hallo#welt")]
    [InlineData("hallo.welt")]
    [InlineData("no spaces")]
    public void A_name_of_other_than_letters_digits_and_hyphens_is_refused(string name) => Assert.Throws<ArgumentException>(() => ActorSystem.Create(name, Quiet));

    [Fact]
    public async Task A_name_of_letters_digits_and_hyphens_is_taken()
    {
        var system = ActorSystem.Create("abcdefghijklmnopqrstuvwxyz-0123456789", Quiet);
        Assert.Equal("akka://abcdefghijklmnopqrstuvwxyz-0123456789/user", (await system.ActorSelection("/user").ResolveOne(Soon)).Path.ToString());
        await system.Terminate();
    }

    [Fact]
    public async Task What_was_registered_for_the_end_runs_the_last_first()
    {
        var system = ActorSystem.Create("ending", Quiet);
        var order = new ConcurrentQueue<int>();
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        for (var number = 0; number < 10; number++)
        {
            var mine = number;
            system.RegisterOnTermination(() =>
            {
                order.Enqueue(mine);
                if (mine == 0) all.SetResult();
            });
        }
        await system.Terminate();
        // The official system calls itself ended once the first of them has run.
        await all.Task.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(Enumerable.Range(0, 10).Reverse(), order);
        Assert.Throws<InvalidOperationException>(() => system.RegisterOnTermination(() => order.Enqueue(99)));
    }

    [Fact]
    public async Task Ended_twice_it_ends_once_and_makes_no_more_actors()
    {
        var system = ActorSystem.Create("twice", Quiet);
        await Task.WhenAll(system.Terminate(), system.Terminate(), system.WhenTerminated);
        Assert.Throws<InvalidOperationException>(() => system.ActorOf(Props.Create(() => new Waves())));
    }

    [Fact]
    public async Task An_extension_is_made_once_and_found_again()
    {
        var system = ActorSystem.Create("extended", Quiet);
        Assert.False(system.HasExtension<Extension>());
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => system.WithExtension<Extension, ExtensionProvider>())));
        Assert.All(made, extension => Assert.Same(made[0], extension));
        Assert.Same(system, made[0].System);
        Assert.True(system.HasExtension<Extension>());
        await system.Terminate();
    }

    [Fact]
    public async Task An_extension_named_by_the_configuration_is_there_from_the_start()
    {
        var system = ActorSystem.Create("configured", $"{Quiet}\nakka.extensions = [\"{typeof(ExtensionProvider).AssemblyQualifiedName}\"]");
        Assert.True(system.HasExtension<Extension>());
        await system.Terminate();
    }

    [Fact]
    public async Task Wave_after_wave_of_actors_comes_and_goes()
    {
        var waves = System.ActorOf(Props.Create(() => new Waves()));
        for (var wave = 0; wave < 5; wave++) Assert.Equal("all gone", await waves.Ask<string>(2_000, Soon));
    }

    /// <summary>A parent with very many children, each of which answers, and which all end with it. AKKA_TESTS_CHILDREN says how many; a million
    /// takes a quarter of a minute on two cores.</summary>
    [Fact]
    public async Task A_parent_has_as_many_children_as_it_likes_and_ends_with_all_of_them()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("AKKA_TESTS_CHILDREN") ?? "50000", global::System.Globalization.CultureInfo.InvariantCulture);
        var patience = TimeSpan.FromMinutes(5);
        var ended = new Counter();
        var parent = System.ActorOf(Props.Create(() => new Crowd(ended)), "crowd");
        Assert.Equal(count, await parent.Ask<int>(count, patience));
        // By name, from afar, as a test of the table of children.
        Assert.Equal("crowd", (await System.ActorSelection($"/user/crowd/{count - 1}").ResolveOne(Soon)).Path.Parent.Name);
        Assert.True(await parent.GracefulStop(patience));
        Assert.Equal(count, ended.Value);
    }

    private sealed class Counter
    {
        private int _value;

        public int Value => _value;

        public void Add() => Interlocked.Increment(ref _value);
    }

    private sealed class Crowd(Counter ended) : UntypedActor
    {
        private int _missing;
        private int _count;
        private IActorRef _asker = ActorRefs.Nobody;

        protected override void OnReceive(object message)
        {
            if (message is int count)
            {
                (_asker, _count, _missing) = (Sender, count, count);
                for (var number = 0; number < count; number++) Context.ActorOf(Props.Create(() => new Member(ended)), $"{number}").Tell("hello");
            }
            else if (--_missing == 0)
            {
                _asker.Tell(_count);
            }
        }
    }

    private sealed class Member(Counter ended) : UntypedActor
    {
        protected override void PostStop() => ended.Add();

        protected override void OnReceive(object message) => Sender.Tell(message);
    }

    /// <summary>Makes so many actors that end at once, and says when it has heard of all their ends.</summary>
    private sealed class Waves : UntypedActor
    {
        private int _missing;
        private IActorRef _asker = ActorRefs.Nobody;

        protected override void OnReceive(object message)
        {
            if (message is int count)
            {
                (_asker, _missing) = (Sender, count);
                for (var number = 0; number < count; number++) Context.Watch(Context.ActorOf(Props.Create(() => new Mayfly())));
            }
            else if (message is Terminated && --_missing == 0)
            {
                _asker.Tell("all gone");
            }
        }
    }

    private sealed class Mayfly : UntypedActor
    {
        protected override void PreStart() => Context.Stop(Self);

        protected override void OnReceive(object message)
        {
        }
    }

    public sealed class Extension(ExtendedActorSystem system) : IExtension
    {
        public ExtendedActorSystem System { get; } = system;
    }

    public sealed class ExtensionProvider : ExtensionIdProvider<Extension>
    {
        public override Extension CreateExtension(ExtendedActorSystem system) => new(system);
    }
}
