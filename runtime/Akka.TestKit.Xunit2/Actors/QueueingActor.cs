using Akka.Actor;

namespace Akka.TestKit;

/// <summary>
/// The test actor: puts what it receives into its kit's queue, in order. It runs on its senders' threads, so what was told has
/// arrived when the teller goes on. Made by its kit below <c>/system</c>; ends with the system.
/// </summary>
internal sealed class QueueingActor(TestQueue queue) : UntypedActor
{
    private readonly StrategyPerChild _strategy = new();
    private TestActor.Ignore? _ignore;
    private AutoPilot _autoPilot = NoAutoPilot.Instance;

    protected override SupervisorStrategy SupervisorStrategy() => _strategy;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TestActor.SetIgnore set:
                _ignore = set.Ignore;
                break;
            case TestActor.SetAutoPilot set:
                _autoPilot = set.AutoPilot;
                break;
            case TestActor.Watch watch:
                Context.Watch(watch.Actor);
                Sender.Tell(TestActor.Done.Instance, Self);
                break;
            case TestActor.Unwatch unwatch:
                Context.Unwatch(unwatch.Actor);
                Sender.Tell(TestActor.Done.Instance, Self);
                break;
            case TestActor.Spawn spawn:
                var child = spawn.Apply(Context);
                if (spawn.Strategy.HasValue)
                    _strategy.Set(child, spawn.Strategy.Value);
                queue.Add(new RealMessageEnvelope(child, Self));
                break;
            default:
                Keep(message);
                break;
        }
    }

    private void Keep(object message)
    {
        if (_autoPilot.Run(Sender, message) is var next and not KeepRunning)
            _autoPilot = next;
        if (_ignore is not { } ignore || !ignore(message))
            queue.Add(new RealMessageEnvelope(message, Sender));
    }

    /// <summary>Each child may have a strategy of its own; the others are supervised as usual.</summary>
    private sealed class StrategyPerChild : OneForOneStrategy
    {
        private readonly Dictionary<IActorRef, SupervisorStrategy> _strategies = [];

        internal void Set(IActorRef child, SupervisorStrategy strategy) => _strategies[child] = strategy;

        internal override bool HandleFailure(ActorCell context, LocalActorRef child, Exception cause) =>
            _strategies.TryGetValue(child, out var own)
                ? own.HandleFailure(context, child, cause)
                : base.HandleFailure(context, child, cause);

        internal override void HandleChildTerminated(ActorCell context, LocalActorRef child)
        {
            if (_strategies.Remove(child, out var own))
                own.HandleChildTerminated(context, child);
        }
    }
}
