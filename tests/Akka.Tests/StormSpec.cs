using Akka.Actor;

namespace AkkaAuction.Akka.Tests;

/// <summary>Random trees that grow, fail, restart and stop, the same ones for the same seed: nobody's end is missed or told twice.</summary>
public sealed class StormSpec : ActorSpec
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Every_actor_of_a_failing_tree_ends_once_and_each_message_of_a_sender_keeps_its_place(int seed)
    {
        const int Steps = 5_000;
        var verdict = NewProbe();
        var auditor = System.ActorOf(Props.Create(() => new Auditor(verdict.Ref)));
        var root = System.ActorOf(Props.Create(() => new Node(auditor, 0)), "root");
        var random = new Random(seed);
        for (var step = 0; step < Steps; step++) root.Tell(new Act(random.Next(), step), ActorRefs.NoSender);
        await root.Ask<ActorIdentity>(new Identify(0), Soon);
        Assert.True(await root.GracefulStop(Soon));
        // All that were born had told so before the root, the last of them, ended.
        auditor.Tell("close", ActorRefs.NoSender);
        await verdict.Expect("all ended once");
    }

    private sealed record Act(int Dice, int Step);

    private sealed record Born(IActorRef Actor);

    private sealed class Node(IActorRef auditor, int depth) : UntypedActor
    {
        private int _lastStep = -1;

        protected override void PreStart() => auditor.Tell(new Born(Self));

        protected override void PostRestart(Exception reason)
        {
        }

        // Children survive some restarts: those of even depth keep them.
        protected override void PreRestart(Exception reason, object message)
        {
            if (depth % 2 == 1) base.PreRestart(reason, message);
        }

        protected override SupervisorStrategy SupervisorStrategy() => depth % 3 == 2
            ? new AllForOneStrategy(_ => Directive.Restart)
            : new OneForOneStrategy(error => error.Message.Length % 4 == 0 && depth > 0 ? Directive.Escalate : Directive.Restart);

        protected override void OnReceive(object message)
        {
            if (message is not Act act) return;
            if (act.Step <= _lastStep) auditor.Tell("out of order");
            _lastStep = act.Step;
            var dice = new Random(act.Dice);
            var children = Context.GetChildren().ToArray();
            switch (dice.Next(10))
            {
                case 0 or 1 or 2 when depth < 5 && children.Length < 6:
                    Context.ActorOf(Props.Create(() => new Node(auditor, depth + 1)));
                    break;
                case 3 when depth > 0:
                    throw new Boom(new string('x', dice.Next(8)));
                case 4 when depth > 0:
                    Context.Stop(Self);
                    break;
                case 5 when children.Length > 0:
                    Context.Stop(children[dice.Next(children.Length)]);
                    break;
                default:
                    if (children.Length > 0) children[dice.Next(children.Length)].Tell(act with { Dice = dice.Next() });
                    break;
            }
        }
    }

    private sealed class Auditor(IActorRef verdict) : UntypedActor
    {
        private readonly Dictionary<IActorRef, int> _ends = [];
        private bool _closed;

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case Born born:
                    if (!_ends.TryAdd(born.Actor, 0)) verdict.Tell($"{born.Actor} was born twice");
                    Context.Watch(born.Actor);
                    break;
                case Terminated ended:
                    if (++_ends[ended.ActorRef] > 1) verdict.Tell($"{ended.ActorRef} ended twice");
                    break;
                case "close":
                    _closed = true;
                    break;
                default:
                    verdict.Tell(message);
                    break;
            }
            if (_closed && _ends.Values.All(count => count == 1)) verdict.Tell("all ended once");
        }
    }
}
