using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>Stands at the top of a subtree; ends when the subtree it watches has ended.</summary>
internal class GuardianActor : ActorBase
{
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case Terminated:
                Context.Stop(Self);
                return true;
            case StopChild stop:
                Context.Stop(stop.Child);
                return true;
            default:
                Context.System.DeadLetters.Tell(new DeadLetter(message, Sender, Self), Sender);
                return true;
        }
    }

    // A guardian that is restarted keeps its children: they are the system.
    protected override void PreRestart(Exception reason, object message)
    {
    }
}

/// <summary>
/// The guardian of the runtime's own actors. When the users' guardian has ended it tells those who registered a hook, waits until each is
/// done or gone, lets the provider say goodbye to other nodes, and only then ends, with all below it.
/// </summary>
internal sealed class SystemGuardianActor(IActorRef userGuardian, Func<Task> endProvider) : GuardianActor
{
    private readonly HashSet<IActorRef> _hooks = [];
    private bool _ending;
    private bool _providerEnds;

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case RegisterTerminationHook when !_ending && !Sender.Equals(Context.System.DeadLetters):
                _hooks.Add(Sender);
                Context.Watch(Sender);
                return true;
            case Terminated terminated when terminated.ActorRef.Equals(userGuardian):
                _ending = true;
                foreach (var hook in _hooks) hook.Tell(TerminationHook.Instance, Self);
                GoOnWithout(userGuardian);
                return true;
            case Terminated terminated:
                GoOnWithout(terminated.ActorRef);
                return true;
            case TerminationHookDone:
                GoOnWithout(Sender);
                return true;
            case ProviderEnded:
                Context.Stop(Self);
                return true;
            default:
                return base.Receive(message);
        }
    }

    private void GoOnWithout(IActorRef hook)
    {
        _hooks.Remove(hook);
        if (!_ending || _providerEnds || _hooks.Count > 0) return;
        _providerEnds = true;
        _ = EndProvider(Self);
    }

    private async Task EndProvider(IActorRef self)
    {
        await endProvider().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        self.Tell(new ProviderEnded(), ActorRefs.NoSender);
    }

    private sealed class ProviderEnded : INoSerializationVerificationNeeded;
}

/// <summary>Asks a guardian to stop one of its children, on behalf of the system.</summary>
internal sealed class StopChild(IActorRef child)
{
    public IActorRef Child { get; } = child;
}
