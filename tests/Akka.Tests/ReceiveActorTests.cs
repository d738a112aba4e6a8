using Akka.Actor;
using Akka.Event;

namespace AkkaAuction.Akka.Tests;

public sealed class ReceiveActorTests : ActorSpec
{
    [Fact]
    public async Task The_first_handler_that_fits_takes_the_message()
    {
        var log = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new Ordered(log.Ref)));
        foreach (var message in new object[] { 5, 500, "short", "much longer", 2.5, 'c', 7 }) actor.Tell(message);
        await log.Expect("small int 5", "int 500", "short string short", "object much longer", "double 2.5", "object c", "small int 7");
    }

    [Fact]
    public async Task A_handler_that_returns_false_passes_the_message_on()
    {
        var log = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new Passing(log.Ref)));
        actor.Tell(1);
        actor.Tell(2);
        await log.Expect("first saw 1", "first saw 2", "second took 2");
    }

    [Fact]
    public async Task What_no_handler_takes_is_published_as_unhandled()
    {
        var log = NewProbe();
        System.EventStream.Subscribe(log.Ref, typeof(UnhandledMessage));
        var actor = System.ActorOf(Props.Create(() => new Passing(log.Ref)));
        actor.Tell("text", log.Ref);
        var unhandled = await log.Next<UnhandledMessage>();
        Assert.Equal(("text", log.Ref, actor), (unhandled.Message, unhandled.Sender, unhandled.Recipient));
    }

    [Fact]
    public async Task After_ReceiveAny_no_handler_can_be_listed()
    {
        var log = NewProbe();
        System.ActorOf(Props.Create(() => new Unreachable(log.Ref)));
        await log.Expect("refused");
    }

    [Fact]
    public async Task Handlers_cannot_be_listed_outside_of_the_constructor_and_Become()
    {
        var log = NewProbe();
        System.ActorOf(Props.Create(() => new TooLate(log.Ref))).Tell("go");
        await log.Expect("refused");
    }

    [Fact]
    public async Task While_a_handler_awaits_no_other_message_is_handled_and_Self_and_Sender_stay()
    {
        var log = NewProbe();
        var gate = new TaskCompletionSource();
        var actor = System.ActorOf(Props.Create(() => new Awaiting(log.Ref, gate.Task)));
        actor.Tell("wait", log.Ref);
        actor.Tell("next", ActorRefs.NoSender);
        await log.Expect("before");
        await log.ExpectNothingYet();
        gate.SetResult();
        await log.Expect($"after {actor.Path.Name} {log.Ref.Path.Name}", "next");
    }

    [Fact]
    public async Task An_exception_after_an_await_goes_to_the_supervisor_with_its_message()
    {
        var log = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new FailingLater(log.Ref)));
        actor.Tell("fail");
        actor.Tell("alive");
        await log.Expect("restarted by Boom at fail", "alive");
    }

    [Fact]
    public async Task Many_awaits_in_one_handler_all_run_as_the_actor()
    {
        var log = NewProbe();
        System.ActorOf(Props.Create(() => new ManyAwaits(log.Ref))).Tell(100);
        await log.Expect(100);
    }

    [Fact]
    public async Task Handlers_by_type_object_work_like_the_generic_ones()
    {
        var log = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new ByType(log.Ref)));
        actor.Tell(1);
        actor.Tell("x");
        await log.Expect("int 1", "any x");
    }

    private sealed class Ordered : ReceiveActor
    {
        public Ordered(IActorRef log)
        {
            Receive<int>(number => log.Tell($"small int {number}"), number => number < 100);
            Receive<int>(number => log.Tell($"int {number}"));
            Receive<string>(text => text.Length < 6, text => log.Tell($"short string {text}"));
            Receive<double>(number => log.Tell($"double {number}"));
            ReceiveAny(any => log.Tell($"object {any}"));
        }
    }

    private sealed class Passing : ReceiveActor
    {
        public Passing(IActorRef log)
        {
            Receive<int>(number =>
            {
                log.Tell($"first saw {number}");
                return number == 1;
            });
            Receive<int>(number => log.Tell($"second took {number}"));
        }
    }

    private sealed class Unreachable : ReceiveActor
    {
        public Unreachable(IActorRef log)
        {
            ReceiveAny(_ => { });
            try
            {
                Receive<int>(_ => { });
            }
            catch (InvalidOperationException)
            {
                log.Tell("refused");
            }
        }
    }

    private sealed class TooLate : ReceiveActor
    {
        public TooLate(IActorRef log) => ReceiveAny(_ =>
        {
            try
            {
                Receive<int>(_ => { });
            }
            catch (InvalidOperationException)
            {
                log.Tell("refused");
            }
        });
    }

    private sealed class Awaiting : ReceiveActor
    {
        public Awaiting(IActorRef log, Task gate)
        {
            ReceiveAsync<string>(
                async _ =>
                {
                    log.Tell("before");
                    await gate;
                    log.Tell($"after {Self.Path.Name} {Sender.Path.Name}");
                },
                text => text == "wait");
            ReceiveAny(any => log.Tell(any));
        }
    }

    private sealed class FailingLater : ReceiveActor
    {
        private readonly IActorRef _log;

        public FailingLater(IActorRef log)
        {
            _log = log;
            ReceiveAsync<string>(text => text == "fail", async _ =>
            {
                await Task.Yield();
                throw new Boom();
            });
            ReceiveAny(any => log.Tell(any));
        }

        protected override void PreRestart(Exception reason, object message) => _log.Tell($"restarted by {reason.GetType().Name} at {message}");
    }

    private sealed class ManyAwaits : ReceiveActor
    {
        public ManyAwaits(IActorRef log) => ReceiveAsync<int>(async count =>
        {
            var seen = 0;
            for (var at = 0; at < count; at++)
            {
                await Task.Yield();
                if (Context.Self.Equals(Self)) seen++;
            }
            log.Tell(seen);
        });
    }

    private sealed class ByType : ReceiveActor
    {
        public ByType(IActorRef log)
        {
            Receive(typeof(int), message => log.Tell($"int {message}"));
            ReceiveAny(any => log.Tell($"any {any}"));
        }
    }
}
