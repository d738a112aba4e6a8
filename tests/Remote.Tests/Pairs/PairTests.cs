using System.Globalization;
using System.Text;
using Akka.Actor;
using Akka.Remote;

namespace AkkaAuction.Remote.Tests.Pairs;

/// <summary>
/// A node here and one in a process of its own, which may be built with another supplier of Akka (<see cref="OtherNode"/>): what either does to the
/// other, from both sides.
/// </summary>
public sealed class PairTests : Nodes
{
    private static readonly int Many =
        int.Parse(Environment.GetEnvironmentVariable("AKKA_TESTS_BURST") ?? "20000", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Everything_with_a_serializer_crosses_both_ways()
    {
        var here = Node("here");
        using var there = await OtherAsync();
        var echo = await At(here, there, "echo");
        foreach (var message in new object[] { "grüß dich", "", 42, int.MinValue, 9_000_000_000L, -1L, new byte[] { 1, 2, 3 }, Array.Empty<byte>() })
            Assert.Equal(message, await echo.Ask<object>(message, Patience));

        var (ear, inbox) = Ear(here, "ear");
        var path = ear.Path.ToSerializationFormatWithAddress(AddressOf(here));
        there.Do($"tell {path} grüß dich");
        Assert.Equal("grüß dich", await Next<object>(inbox));
        there.Do($"number {path} 7");
        Assert.Equal(7, await Next<object>(inbox));
        Assert.Equal(7L << 32, await Next<object>(inbox));
        there.Do($"bytes {path} 010203");
        Assert.Equal(new byte[] { 1, 2, 3 }, await Next<object>(inbox));
        there.Do($"success {path} fine");
        Assert.Equal("fine", (await Next<Status.Success>(inbox)).Status);
        there.Do($"failure {path} broken");
        Assert.Equal("broken", Assert.IsType<InvalidOperationException>((await Next<Status.Failure>(inbox)).Cause).Message);
    }

    [Fact]
    public async Task A_failure_is_told_to_whoever_asked()
    {
        var here = Node("here");
        using var there = await OtherAsync();
        var thrower = await At(here, there, "thrower");
        var thrown = await Assert.ThrowsAnyAsync<Exception>(() => thrower.Ask<string>("count", Patience));
        Assert.Contains("cannot count", thrown.ToString(), StringComparison.Ordinal);
        var ear = await At(here, there, "ear");
        ear.Tell(new Status.Failure(new InvalidOperationException("broken")));
        await there.HearAsync("heard Failure System.InvalidOperationException: broken");
    }

    [Fact]
    public async Task Selections_find_by_name_and_by_pattern_what_is_there_and_nobody_else()
    {
        var here = Node("here");
        using var there = await OtherAsync();
        var (ear, inbox) = Ear(here);
        foreach (var (pattern, expected) in new[] { ("anna", 1), ("an*", 2), ("*", 3), ("?en", 1), ("../family/ben", 1), ("../*/ben", 1) })
        {
            here.ActorSelection($"{there.At}/user/family/{pattern}").Tell(new Identify(pattern), ear);
            for (var i = 0; i < expected; i++)
            {
                var identity = await Next<ActorIdentity>(inbox);
                Assert.Equal(pattern, identity.MessageId);
                Assert.Equal("ben".Length, Math.Min(3, identity.Subject.Path.Name.Length));
            }
        }

        here.ActorSelection($"{there.At}/user/nobody").Tell(new Identify(7), ear);
        var none = await Next<ActorIdentity>(inbox);
        Assert.Equal((7, null), ((int)none.MessageId, none.Subject));

        var own = here.ActorOf(Props.Create(() => new Echo()), "own");
        foreach (var pattern in (string[])["own", "o*", "o?n", "../user/own"])
            await there.DoAsync($"identify {AddressOf(here)}/user/{pattern} {pattern}", $"identity {pattern} {Serialized(here, own)}");
        await there.DoAsync($"identify {AddressOf(here)}/user/nobody x", "identity x none");
    }

    [Fact]
    public async Task A_reference_that_is_sent_leads_back_from_either_side()
    {
        var here = Node("here");
        using var there = await OtherAsync();
        var (ear, inbox) = Ear(here, "ear");
        var echo = await At(here, there, "echo");
        Assert.Equal(ear, await echo.Ask<IActorRef>(ear, Patience));

        there.Do($"reference {Serialized(here, ear)}");
        var (given, sender) = await inbox.ReadAsync();
        Assert.Equal(given, sender);
        ((IActorRef)given).Tell("back again", ear);
        await there.HearAsync($"heard String back again from {Serialized(here, ear)}");
        ((IActorRef)given).Tell("from nobody", ActorRefs.NoSender);
        await there.HearAsync("heard String from nobody from nobody");
        ((IActorRef)given).Tell(ear, ear);
        await there.HearAsync($"heard reference {Serialized(here, ear)}");
    }

    [Theory]
    [InlineData("poison")]
    [InlineData("kill")]
    [InlineData("stop")]
    public async Task However_a_watched_actor_ends_the_other_side_is_told(string how)
    {
        var here = Node("here");
        using var there = await OtherAsync();
        var (ear, inbox) = Ear(here, "ear");

        // One of theirs, stopped by us and watched from here.
        var mortal = Resolve(here, (await there.DoAsync("make mortal", "made ")).Split(' ')[1]);
        await Watch(here, ear, mortal);
        await mortal.Ask<string>("settled", Patience);
        if (how == "poison") mortal.Tell(PoisonPill.Instance);
        else if (how == "kill") mortal.Tell(Kill.Instance);
        else here.Stop(mortal);
        var end = await Next<Terminated>(inbox);
        Assert.Equal((mortal, false), (end.ActorRef, end.AddressTerminated));

        // One of ours, stopped by them and watched from there.
        var own = here.ActorOf(Props.Create(() => new Echo()), "own");
        there.Do($"watch {Serialized(here, own)}");
        there.Do($"tell {Serialized(here, own)} settled");
        await there.HearAsync("heard String settled");
        there.Do($"{how} {Serialized(here, own)}");
        Assert.EndsWith("False", await there.HearAsync($"terminated {Serialized(here, own)}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_watches_what_has_ended_is_told_so_and_who_watches_no_more_is_told_nothing()
    {
        var here = Node("here");
        using var there = await OtherAsync();
        var (ear, inbox) = Ear(here, "ear");
        var first = Resolve(here, (await there.DoAsync("make first", "made ")).Split(' ')[1]);
        there.Do($"stop {first.Path.ToSerializationFormat()}");
        await Watch(here, ear, first);
        Assert.Equal(first, (await Next<Terminated>(inbox)).ActorRef);

        var second = Resolve(here, (await there.DoAsync("make second", "made ")).Split(' ')[1]);
        await Watch(here, ear, second);
        await Unwatch(here, ear, second);
        Assert.Equal("settled", await second.Ask<string>("settled", Patience));
        second.Tell(PoisonPill.Instance);
        var third = Resolve(here, (await there.DoAsync("make third", "made ")).Split(' ')[1]);
        await Watch(here, ear, third);
        third.Tell(PoisonPill.Instance);
        Assert.Equal(third, (await Next<Terminated>(inbox)).ActorRef);

        var (own, other) = (here.ActorOf(Props.Create(() => new Echo())), here.ActorOf(Props.Create(() => new Echo())));
        there.Do($"watch {Serialized(here, own)}");
        there.Do($"watch {Serialized(here, other)}");
        there.Do($"unwatch {Serialized(here, own)}");
        there.Do($"tell {Serialized(here, other)} settled");
        await there.HearAsync("heard String settled");
        Assert.True(await own.GracefulStop(Patience));
        here.Stop(other);
        await there.HearAsync($"terminated {Serialized(here, other)}");
        Assert.False(there.HasSaid($"terminated {Serialized(here, own)}"));
        there.Do($"watch {Serialized(here, own)}");
        await there.HearAsync($"terminated {Serialized(here, own)}");
    }

    [Fact]
    public async Task A_node_that_ends_in_good_order_takes_its_leave()
    {
        var here = Node("here");
        using var there = await OtherAsync();
        var (ear, inbox) = Ear(here, "ear");
        var ended = Events<DisassociatedEvent>(here);
        var mortal = Resolve(here, (await there.DoAsync("make mortal", "made ")).Split(' ')[1]);
        await Watch(here, ear, mortal);
        Assert.Equal("settled", await mortal.Ask<string>("settled", Patience));
        await there.EndAsync();
        var end = await Next<Terminated>(inbox);
        Assert.Equal((mortal, false), (end.ActorRef, end.AddressTerminated));
        Assert.Equal(there.At, (await Next<DisassociatedEvent>(ended)).RemoteAddress.ToString());

        var (gone, next) = (Node("gone"), await OtherAsync());
        var own = gone.ActorOf(Props.Create(() => new Echo()), "own");
        next.Do($"watch {Serialized(gone, own)}");
        next.Do($"tell {Serialized(gone, own)} settled");
        await next.HearAsync("heard String settled");
        await gone.Terminate();
        Assert.EndsWith("False", await next.HearAsync($"terminated {Serialized(gone, own)}"), StringComparison.Ordinal);
        await next.HearAsync($"DisassociatedEvent {AddressOf(gone)}");
        next.Dispose();
    }

    [Fact]
    public async Task Everything_that_was_told_before_a_node_ends_arrives()
    {
        var (here, gone) = (Node("here"), Node("gone"));
        using var there = await OtherAsync();
        (await At(gone, there, "counter")).Tell(0);
        var counter = await At(gone, there, "counter");
        for (var i = 0; i < 1_000; i++) counter.Tell(i);
        await gone.Terminate();
        var counted = await At(here, there, "counter");
        while (await counted.Ask<int>("how many?", Patience) != 1_000) Assert.False(here.WhenTerminated.IsCompleted);
    }

    [Fact]
    public async Task A_node_that_is_killed_is_given_up_by_who_watched_there()
    {
        var here = Node("here", Impatient);
        using var wire = new Relay();
        using var there = await OtherBehindWireAsync(wire);
        var (ear, inbox) = Ear(here, "ear");
        var mortal = Resolve(here, (await there.DoAsync("make mortal", "made ")).Split(' ')[1]);
        await Watch(here, ear, mortal);
        await HeartbeatsAsync(wire);
        await there.KillAsync();
        var end = await Next<Terminated>(inbox);
        Assert.Equal((mortal, true), (end.ActorRef, end.AddressTerminated));

        // Whoever comes after it, at the same address, is another.
        using var again = await OtherBehindWireAsync(wire);
        Assert.Equal("new", await (await FoundAsync(() => At(here, again, "echo"))).Ask<string>("new", Patience));
    }

    [Fact]
    public async Task A_node_that_falls_silent_is_given_up_and_learns_it()
    {
        using var there = await OtherAsync(Impatient);
        var (here, wire) = NodeBehindWire("here");
        var (_, inbox) = Ear(here, "ear");
        var told = Events<ThisActorSystemQuarantinedEvent>(here);
        var own = here.ActorOf(Props.Create(() => new Echo()), "own");
        there.Do($"watch {Serialized(here, own)}");
        for (var i = 0; i < 5; i++) await SettledAsync(there, here, own);
        wire.Swallow();
        Assert.EndsWith("True", await there.HearAsync($"terminated {Serialized(here, own)}"), StringComparison.Ordinal);
        await there.HearAsync($"QuarantinedEvent {AddressOf(here)} {AddressUidExtension.Uid(here)}");
        wire.Heal();
        await Until(told, () => here.ActorSelection($"{there.At}/user/ear").Tell("let me in"));
        Assert.Equal(there.At, (await Next<ThisActorSystemQuarantinedEvent>(told)).RemoteAddress.ToString());
        Assert.False(there.HasSaid("let me in"));
        Assert.False(inbox.TryRead(out _));
    }

    [Fact]
    public async Task Who_is_quarantined_learns_it_when_it_speaks_and_its_next_incarnation_is_welcome()
    {
        var here = Node("here");
        using var there = await OtherAsync();
        var (ear, inbox) = Ear(here, "ear");
        await At(here, there, "echo");

        // By us: it is refused, and comes back under the same address.
        ((IRemoteActorRefProvider)((ExtendedActorSystem)here).Provider).Quarantine(Address.Parse(there.At), there.Uid);
        var speaking = there.HearAsync($"ThisActorSystemQuarantinedEvent {AddressOf(here)}");
        while (!speaking.IsCompleted)
        {
            there.Do($"select {AddressOf(here)}/user/ear refused");
            await Task.WhenAny(speaking, Task.Delay(100));
        }

        await speaking;
        Assert.False(inbox.TryRead(out _));
        await there.EndAsync();
        using var again = await OtherAsync($"akka.remote.dot-netty.tcp.port = {there.Port}");
        await Until(inbox, () => again.Do($"select {AddressOf(here)}/user/ear welcome"));
        Assert.Equal("welcome", await Next<string>(inbox));

        // By it: the same the other way round.
        var told = Events<ThisActorSystemQuarantinedEvent>(here);
        again.Do($"quarantine {AddressOf(here)} {AddressUidExtension.Uid(here)}");
        await again.HearAsync("QuarantinedEvent");
        await Until(told, () => here.ActorSelection($"{again.At}/user/ear").Tell("heard or not"));
        here.ActorSelection($"{again.At}/user/ear").Tell("refused");
        var port = AddressOf(here).Port!.Value;
        await here.Terminate();
        var reborn = Node("here", port: port);
        Assert.Equal("welcome", await (await FoundAsync(() => At(reborn, again, "echo"))).Ask<string>("welcome", Patience));
        Assert.False(again.HasSaid("refused"));
        Assert.False(ear.IsNobody());
    }

    [Fact]
    public async Task After_a_restart_what_was_watched_is_dead_and_everything_else_goes_on()
    {
        var here = Node("here");
        using var wire = new Relay();
        var there = await OtherBehindWireAsync(wire);
        var (ear, inbox) = Ear(here, "ear");
        for (var round = 0; round < 3; round++)
        {
            var mortal = Resolve(here, (await there.DoAsync("make mortal", "made ")).Split(' ')[1]);
            await Watch(here, ear, mortal);
            there.Do($"watch {Serialized(here, ear)}");
            await HeartbeatsAsync(wire);
            await there.KillAsync();
            there.Dispose();
            there = await OtherBehindWireAsync(wire);
            Assert.Equal(mortal, (await Next<Terminated>(inbox)).ActorRef);
            Assert.Equal("new", await (await FoundAsync(() => At(here, there, "echo"))).Ask<string>("new", Patience));
        }

        there.Dispose();
    }

    [Fact]
    public async Task Messages_arrive_in_order_in_both_directions_at_once()
    {
        var here = Node("here");
        using var there = await OtherAsync();
        var own = here.ActorOf(Props.Create(() => new Counting()), "counting");
        var counter = await At(here, there, "counter");
        there.Do($"count {Serialized(here, own)} {Many}");
        for (var i = 0; i < Many; i++) counter.Tell(i);
        Assert.Equal(Many, await counter.Ask<int>("how many?", Patience));
        using var patience = new CancellationTokenSource(Patience * 4);
        while (await own.Ask<int>("how many?", Patience) is var counted && counted < Many)
        {
            Assert.True(counted >= 0, "A number was missing.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
        }
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(60_000)]
    [InlineData(127_000)]
    public async Task What_fits_into_a_frame_arrives(int size)
    {
        var here = Node("here");
        using var there = await OtherAsync();
        var (ear, inbox) = Ear(here, "ear");
        there.Do($"big {Serialized(here, ear)} {size}");
        Assert.Equal(size, (await Next<string>(inbox)).Length);
        (await At(here, there, "ear")).Tell(new string('b', size));
        if (size > 1_000) await there.HearAsync($"heard String of {size}");
    }

    [Fact]
    public async Task What_fits_into_no_frame_is_lost_alone()
    {
        var here = Node("here");
        using var there = await OtherAsync();
        var (ear, inbox) = Ear(here, "ear");
        var broken = Events<DisassociatedEvent>(here);
        there.Do($"big {Serialized(here, ear)} 130000");
        there.Do($"tell {Serialized(here, ear)} after");
        Assert.Equal("after", await Next<string>(inbox));
        var other = await At(here, there, "ear");
        other.Tell(new string('b', 130_000));
        other.Tell("after");
        await there.HearAsync("heard String after");
        Assert.False(there.HasSaid("heard String of"));
        Assert.False(broken.TryRead(out _));
    }

    [OwnSupplierFact("A node of theirs whose connection was reset, or whose dial failed, forgets its numbers; two of them then quarantine each other.")]
    public async Task Watching_outlives_a_cut_from_either_side()
    {
        using var there = await OtherAsync();
        var (here, wire) = NodeBehindWire("here");
        var (ear, inbox) = Ear(here, "ear");
        var own = here.ActorOf(Props.Create(() => new Echo()), "own");
        there.Do($"watch {Serialized(here, own)}");
        await SettledAsync(there, here, own);
        var mortal = Resolve(here, (await there.DoAsync("make mortal", "made ")).Split(' ')[1]);
        await Watch(here, ear, mortal);
        Assert.Equal("settled", await mortal.Ask<string>("settled", Patience));

        // Both end while nothing passes.
        wire.Refuse();
        wire.Cut();
        there.Do($"stop {mortal.Path.ToSerializationFormat()}");
        here.Stop(own);
        await there.HearAsync($"DisassociatedEvent {AddressOf(here)}");
        wire.Heal();
        Assert.Equal(mortal, (await Next<Terminated>(inbox)).ActorRef);
        await there.HearAsync($"terminated {Serialized(here, own)}");

        // And what is watched after it is reported, too: the numbers go on.
        var next = here.ActorOf(Props.Create(() => new Echo()), "next");
        there.Do($"watch {Serialized(here, next)}");
        await SettledAsync(there, here, next);
        here.Stop(next);
        await there.HearAsync($"terminated {Serialized(here, next)}");
    }

    [Fact]
    public async Task An_address_where_nobody_is_is_tried_again()
    {
        var here = Node("here");
        using var first = await OtherAsync();
        var port = first.Port;
        await first.EndAsync();
        await Assert.ThrowsAsync<ActorNotFoundException>(() => here.ActorSelection($"{first.At}/user/echo").ResolveOne(TimeSpan.FromSeconds(1)));
        using var there = await OtherAsync($"akka.remote.dot-netty.tcp.port = {port}");
        Assert.Equal("here", await (await FoundAsync(() => At(here, there, "echo"))).Ask<string>("here", Patience));

        var nobody = Node("nobody");
        var own = AddressOf(nobody);
        await nobody.Terminate();
        there.Do($"select {own}/user/ear too early");
        await there.HearAsync($"AssociationErrorEvent {own}");
        var (_, inbox) = Ear(Node("nobody", port: own.Port!.Value), "ear");
        await Until(inbox, () => there.Do($"select {own}/user/ear at last"));
        Assert.Equal("at last", await Next<string>(inbox));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task In_untrusted_mode_only_trusted_paths_are_selected_and_nobody_is_killed_but_death_watch_works(bool here)
    {
        const string Untrusted = """akka.remote { untrusted-mode = on, trusted-selection-paths = ["/user/echo", "/system/remote-watcher"] }""";
        using var there = await OtherAsync(here ? "" : Untrusted);
        var system = Node("here", here ? Untrusted : "");
        var (_, inbox) = Ear(system, "ear");
        var own = system.ActorOf(Props.Create(() => new Echo()), "echo");
        if (here)
        {
            there.Do($"select {AddressOf(system)}/user/ear not for you");
            there.Do($"poison {Serialized(system, own)}");
            there.Do($"watch {Serialized(system, own)}");
            there.Do($"select {AddressOf(system)}/user/echo for you");
            await there.HearAsync("heard String for you");
            Assert.False(inbox.TryRead(out _));
            system.Stop(own);
            await there.HearAsync($"terminated {Serialized(system, own)}");
            return;
        }

        var (ear, ofEar) = Ear(system);
        var echo = await At(system, there, "echo");
        system.ActorSelection($"{there.At}/user/ear").Tell("not for you");
        echo.Tell(PoisonPill.Instance);
        await Watch(system, ear, echo);
        Assert.Equal("for you", await system.ActorSelection($"{there.At}/user/echo").Ask<string>("for you", Patience));
        Assert.False(there.HasSaid("not for you"));
        there.Do($"stop {echo.Path.ToSerializationFormat()}");
        Assert.Equal(echo, (await Next<Terminated>(ofEar)).ActorRef);
    }

    private const string Impatient = "akka.remote.watch-failure-detector { acceptable-heartbeat-pause = 1s, expected-response-after = 500ms }";

    private static Task<OtherNode> OtherAsync(string config = "") => OtherNode.StartAsync("there",
        $$"""
          {{config}}
          akka.actor.provider = remote
          akka.stdout-loglevel = OFF
          akka.loglevel = OFF
          akka.remote {
            dot-netty.tcp.hostname = "127.0.0.1"
            {{(config.Contains("tcp.port", StringComparison.Ordinal) ? "" : "dot-netty.tcp.port = 0")}}
            watch-failure-detector { heartbeat-interval = 100ms, unreachable-nodes-reaper-interval = 100ms }
            {{(config == Impatient ? "" : "watch-failure-detector.acceptable-heartbeat-pause = 5s")}}
            retry-gate-closed-for = 200ms
          }
          """);

    private static IActorRef Resolve(ActorSystem system, string path) => ((ExtendedActorSystem)system).Provider.ResolveActorRef(path);

    private static string Serialized(ActorSystem system, IActorRef actor) => actor.Path.ToSerializationFormatWithAddress(AddressOf(system));

    private static Task<IActorRef> At(ActorSystem from, OtherNode to, string name) => from.ActorSelection($"{to.At}/user/{name}").ResolveOne(TimeSpan.FromSeconds(5));

    /// <summary>Has the other node's ear ask one of our echoes, and hear it: everything it said before that has arrived.</summary>
    private static Task<string> SettledAsync(OtherNode there, ActorSystem here, IActorRef echo) =>
        there.DoAsync($"tell {Serialized(here, echo)} settled", "heard String settled");

    /// <summary>Only after a heartbeat was answered is it known which incarnation is watched: waits until two more were.</summary>
    private static async Task HeartbeatsAsync(Relay wire)
    {
        wire.Record();
        var before = Answers();
        while (Answers() < before + 2) await Task.Delay(TimeSpan.FromMilliseconds(20));

        int Answers() => Encoding.Latin1.GetString(wire.Recorded).Split("RWHR").Length;
    }

    /// <summary>A node that others can reach only through the wire.</summary>
    private static async Task<OtherNode> OtherBehindWireAsync(Relay wire)
    {
        if (wire.Target == 0)
        {
            using var probe = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
            probe.Start();
            wire.Target = ((System.Net.IPEndPoint)probe.LocalEndpoint).Port;
        }

        return await OtherAsync($"akka.remote.dot-netty {{ tcp.port = {wire.Target}, tcp.public-port = {wire.Port} }}");
    }

    private static async Task<IActorRef> FoundAsync(Func<Task<IActorRef>> find)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return await find();
            }
            catch (ActorNotFoundException) when (tries < 50)
            {
                // The gate is closed for a while.
                await Task.Delay(TimeSpan.FromMilliseconds(100));
            }
        }
    }

    private sealed class Counting : ReceiveActor
    {
        private int _next;

        public Counting()
        {
            Receive<int>(number => _next = number == _next ? _next + 1 : -1);
            Receive<string>(_ => Sender.Tell(_next));
        }
    }
}
