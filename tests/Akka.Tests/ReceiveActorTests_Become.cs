using Akka.Actor;

namespace AkkaAuction.Akka.Tests;

public sealed class ReceiveActorTests_Become : ActorSpec
{
    [Fact]
    public async Task Become_puts_other_handlers_in_place_of_the_first()
    {
        var log = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new Changing(log.Ref)));
        foreach (var message in new object[] { "a", "become", "b", 4711, "c" }) actor.Tell(message);
        await log.Expect("first a", "second b", "second number 4711", "second c");
    }

    [Fact]
    public async Task After_Become_an_Unbecome_leads_back_to_the_first_handlers()
    {
        var log = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new Changing(log.Ref)));
        foreach (var message in new object[] { "become", "b", "unbecome", "a" }) actor.Tell(message);
        await log.Expect("second b", "first a");
    }

    [Fact]
    public async Task Stacked_handlers_come_off_one_by_one()
    {
        var log = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new Changing(log.Ref)));
        foreach (var message in new object[] { "stack", "b", "stack", "c", "unbecome", "d", "unbecome", "e", "unbecome", "f" }) actor.Tell(message);
        await log.Expect("second b", "second c", "second d", "first e", "first f");
    }

    [Fact]
    public async Task Become_in_the_constructor_covers_what_the_constructor_lists()
    {
        var log = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new BecomingAtOnce(log.Ref)));
        foreach (var message in new object[] { "a", "unbecome", "b" }) actor.Tell(message);
        await log.Expect("covering a", "listed b");
    }

    [Fact]
    public async Task What_the_new_handlers_do_not_take_is_unhandled_even_if_the_first_would_have()
    {
        var unhandled = NewProbe();
        System.EventStream.Subscribe(unhandled.Ref, typeof(global::Akka.Event.UnhandledMessage));
        var actor = System.ActorOf(Props.Create(() => new Changing(NewProbe().Ref)));
        actor.Tell("become");
        actor.Tell(1.5);
        Assert.Equal(1.5, (await unhandled.Next<global::Akka.Event.UnhandledMessage>()).Message);
    }

    private sealed class Changing : ReceiveActor
    {
        private readonly IActorRef _log;

        public Changing(IActorRef log)
        {
            _log = log;
            Receive<string>(text => text == "become", _ => Become(Second));
            Receive<string>(text => text == "stack", _ => BecomeStacked(Second));
            Receive<string>(text => text == "unbecome", _ => UnbecomeStacked());
            Receive<string>(text => log.Tell($"first {text}"));
            Receive<double>(number => log.Tell($"first {number}"));
        }

        private void Second()
        {
            Receive<string>(text => text == "stack", _ => BecomeStacked(Second));
            Receive<string>(text => text == "unbecome", _ => UnbecomeStacked());
            Receive<string>(text => _log.Tell($"second {text}"));
            Receive<int>(number => _log.Tell($"second number {number}"));
        }
    }

    private sealed class BecomingAtOnce : ReceiveActor
    {
        public BecomingAtOnce(IActorRef log)
        {
            Receive<string>(text => log.Tell($"listed {text}"));
            BecomeStacked(() =>
            {
                Receive<string>(text => text == "unbecome", _ => UnbecomeStacked());
                Receive<string>(text => log.Tell($"covering {text}"));
            });
        }
    }
}
