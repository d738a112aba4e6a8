using Akka.Actor;

namespace AkkaAuction.Akka.Tests;

public sealed class HotSwapSpec : ActorSpec
{
    [Fact]
    public async Task Become_replaces_what_is_on_top_and_BecomeStacked_covers_it()
    {
        var log = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new Moody(log.Ref)));
        foreach (var message in new[]
        {
            "?", "stack A", "?", "stack B", "?", "pop", "?", "become C", "?", "pop", "?", "pop", "?", "become D", "?", "pop", "?",
        })
        {
            actor.Tell(message);
        }
        await log.Expect("initial", "A", "B", "A", "C", "initial", "initial", "D", "initial");
    }

    [Fact]
    public async Task A_restart_goes_back_to_the_first_behaviour()
    {
        var log = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new Moody(log.Ref)));
        foreach (var message in new object[] { "become A", "?", new Boom(), "?" }) actor.Tell(message);
        await log.Expect("A", "initial");
    }

    [Fact]
    public async Task Become_in_the_constructor_counts_from_the_first_message_on()
    {
        var log = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new Born(log.Ref, false)));
        foreach (var message in new[] { "?", "pop", "?" }) actor.Tell(message);
        await log.Expect("second", "own");
    }

    [Fact]
    public async Task Stacked_in_the_constructor_they_come_off_one_by_one()
    {
        var log = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new Born(log.Ref, true)));
        foreach (var message in new[] { "?", "pop", "?", "pop", "?", "pop", "?" }) actor.Tell(message);
        await log.Expect("second", "first", "own", "own");
    }

    private sealed class Born : ActorBase
    {
        private readonly IActorRef _log;

        public Born(IActorRef log, bool stacked)
        {
            _log = log;
            foreach (var mood in new[] { "first", "second" })
            {
                if (stacked) BecomeStacked(message => Answer(mood, message));
                else Become(message => Answer(mood, message));
            }
        }

        protected override bool Receive(object message) => Answer("own", message);

        private bool Answer(string mood, object message)
        {
            if (message is "pop") UnbecomeStacked();
            else _log.Tell(mood);
            return true;
        }
    }

    private sealed class Moody(IActorRef log) : ActorBase
    {
        protected override bool Receive(object message) => Answer("initial", message);

        private bool Answer(string mood, object message)
        {
            switch (message)
            {
                case Boom boom:
                    throw boom;
                case "?":
                    log.Tell(mood);
                    return true;
                case "pop":
                    UnbecomeStacked();
                    return true;
                case string text when text.StartsWith("stack ", StringComparison.Ordinal):
                    BecomeStacked(next => Answer(text[6..], next));
                    return true;
                case string text:
                    Become(next => Answer(text[7..], next));
                    return true;
                default:
                    return false;
            }
        }
    }
}
