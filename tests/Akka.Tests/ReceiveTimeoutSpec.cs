using Akka.Actor;

namespace AkkaAuction.Akka.Tests;

public sealed class ReceiveTimeoutSpec : VirtualTimeSpec
{
    [Fact]
    public async Task Silence_brings_a_ReceiveTimeout_again_and_again_until_it_is_switched_off()
    {
        var log = NewProbe();
        var actor = await Impatient(log);
        for (var round = 0; round < 3; round++)
        {
            Clock.Advance(Tick);
            await log.Expect("timeout");
            await Settled(actor);
        }
        actor.Tell("off");
        await Settled(actor);
        Clock.Advance(Tick + Tick);
        await Settled(actor);
        await log.ExpectNothingYet();
    }

    [Fact]
    public async Task Every_message_begins_the_silence_anew()
    {
        var log = NewProbe();
        var actor = await Impatient(log);
        for (var round = 0; round < 4; round++)
        {
            Clock.Advance(HalfATick);
            actor.Tell("word");
            await log.Expect("word");
            await Settled(actor);
        }
        await log.ExpectNothingYet();
        Clock.Advance(Tick);
        await log.Expect("timeout");
    }

    [Fact]
    public async Task The_context_says_which_timeout_is_set()
    {
        var actor = await Impatient(NewProbe());
        Assert.Equal(Tick, await actor.Ask<object>("which", Soon));
        actor.Tell("off");
        Assert.Equal("none", await actor.Ask<object>("which", Soon));
    }

    [Fact]
    public async Task A_timeout_can_be_switched_on_by_a_message()
    {
        var log = NewProbe();
        var actor = await Impatient(log);
        actor.Tell("off");
        actor.Tell("on");
        await Settled(actor);
        Clock.Advance(Tick);
        await log.Expect("timeout");
    }

    [Fact]
    public async Task After_a_stop_nothing_comes()
    {
        var log = NewProbe();
        var letters = NewProbe();
        System.EventStream.Subscribe(letters.Ref, typeof(global::Akka.Event.DeadLetter));
        var actor = await Impatient(log);
        Assert.True(await actor.GracefulStop(Soon));
        Clock.Advance(Tick);
        await letters.ExpectNothingYet();
        await log.ExpectNothingYet();
    }

    private async Task<IActorRef> Impatient(Probe log)
    {
        var actor = System.ActorOf(Props.Create(() => new ImpatientActor(log.Ref)));
        // A Settled restarts the silence, as every message does; time stands still meanwhile.
        await Settled(actor);
        return actor;
    }

    private sealed class ImpatientActor : ReceiveActor
    {
        public ImpatientActor(IActorRef log)
        {
            SetReceiveTimeout(Tick);
            Receive<ReceiveTimeout>(_ => log.Tell("timeout"));
            Receive<string>(text => text == "off", _ => SetReceiveTimeout(null));
            Receive<string>(text => text == "on", _ => SetReceiveTimeout(Tick));
            Receive<string>(text => text == "which", _ => Sender.Tell((object?)Context.ReceiveTimeout ?? "none"));
            ReceiveAny(message => log.Tell(message));
        }
    }
}

/// <summary>Messages that say of themselves that they are no sign of life; against the real clock, as the official one measures by it.</summary>
public sealed class NotInfluenceReceiveTimeoutSpec : ActorSpec
{
    [Fact]
    public async Task A_message_that_does_not_count_leaves_the_silence_as_it_is()
    {
        var log = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new Waiting(log.Ref)));
        using var pings = new Cancelable(System.Scheduler);
        System.Scheduler.ScheduleTellRepeatedly(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(5), actor, new Ping(), ActorRefs.NoSender, pings);
        // Without a single pause of this length in the stream of pings, the timeout comes all the same.
        await log.Expect("timeout");
        pings.Cancel();
    }

    private sealed class Ping : INotInfluenceReceiveTimeout;

    private sealed class Waiting : ReceiveActor
    {
        public Waiting(IActorRef log)
        {
            SetReceiveTimeout(TimeSpan.FromMilliseconds(200));
            Receive<ReceiveTimeout>(_ => log.Tell("timeout"));
            ReceiveAny(_ => { });
        }
    }
}
