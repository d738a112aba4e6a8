using Akka.Actor;

namespace AkkaAuction.Akka.Tests;

public sealed class ReceiveActorTests_LifeCycle : ActorSpec
{
    [Theory]
    [InlineData("nothing")]
    [InlineData("become")]
    [InlineData("stack")]
    public async Task After_a_restart_the_first_handlers_are_in_force_whatever_was_before(string before)
    {
        var log = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new Changing(log.Ref)));
        foreach (var message in new object[] { before, "a", new Boom(), "b" }) actor.Tell(message);
        await log.Expect(before == "nothing" ? "first a" : "second a", "first b");
    }

    [Fact]
    public async Task A_restart_in_the_middle_of_an_await_goes_on_with_the_next_message()
    {
        var log = NewProbe();
        var gate = new TaskCompletionSource();
        var actor = System.ActorOf(Props.Create(() => new Awaiting(log.Ref, gate.Task)));
        actor.Tell("wait");
        actor.Tell("next");
        await log.Expect("waiting");
        gate.SetException(new Boom());
        await log.Expect("restarted by Boom", "next");
    }

    [Fact]
    public async Task After_a_stop_in_the_middle_of_an_await_no_other_message_is_handled()
    {
        var log = NewProbe();
        var watcher = NewProbe();
        var gate = new TaskCompletionSource();
        var parent = Start((message, context) =>
        {
            if (message is Props props) context.Sender.Tell(context.ActorOf(props));
            else context.Stop((IActorRef)message);
        });
        var actor = await parent.Ask<IActorRef>(Props.Create(() => new Awaiting(log.Ref, gate.Task)), Soon);
        await watcher.Watch(actor);
        actor.Tell("wait");
        actor.Tell("next");
        await log.Expect("waiting");
        parent.Tell(actor);
        await parent.Ask<ActorIdentity>(new Identify("told to stop"), Soon);
        gate.SetResult();
        await watcher.ExpectTerminated(actor);
        var marker = new object();
        log.Ref.Tell(marker);
        object seen;
        do
        {
            seen = await log.Next();
            Assert.NotEqual("next", seen);
        }
        while (!ReferenceEquals(seen, marker));
    }

    private sealed class Changing : ReceiveActor
    {
        public Changing(IActorRef log)
        {
            Receive<Boom>(boom => throw boom);
            Receive<string>(text => text == "become", _ => Become(() => Second(log)));
            Receive<string>(text => text == "stack", _ => BecomeStacked(() => Second(log)));
            Receive<string>(text => text != "nothing", text => log.Tell($"first {text}"));
            ReceiveAny(_ => { });
        }

        private void Second(IActorRef log)
        {
            Receive<Boom>(boom => throw boom);
            ReceiveAny(message => log.Tell($"second {message}"));
        }
    }

    private sealed class Awaiting : ReceiveActor
    {
        private readonly IActorRef _log;

        public Awaiting(IActorRef log, Task gate)
        {
            _log = log;
            ReceiveAsync<string>(
                text => text == "wait",
                async _ =>
                {
                    log.Tell("waiting");
                    await gate;
                    log.Tell("waited");
                });
            ReceiveAny(any => log.Tell(any));
        }

        protected override void PostRestart(Exception reason) => _log.Tell($"restarted by {reason.GetType().Name}");
    }
}
