namespace Akka.Actor;

/// <summary>Takes a message; false when it is not for this behaviour.</summary>
public delegate bool Receive(object message);

/// <summary>Takes every message.</summary>
public delegate void UntypedReceive(object message);

/// <summary>Marks the actor classes themselves.</summary>
internal interface IInternalActor
{
    IActorContext ActorContext { get; }
}

/// <summary>
/// The base of every actor: a behaviour, its life cycle hooks, and access to its own context while it runs. An instance is only ever made by its
/// cell; after a restart it is a new instance behind the same reference.
/// </summary>
public abstract class ActorBase : IInternalActor
{
    private IActorRef? _clearedSelf;
    private SupervisorStrategy? _strategy;

    /// <exception cref="ActorInitializationException">The actor is made with <c>new</c>, outside of <see cref="Props"/>.</exception>
    protected ActorBase()
    {
        if (ActorCell.Current is null)
            throw new ActorInitializationException($"{GetType()} is made with 'new': actors are made with ActorOf and Props.");
    }

    protected static Receive EmptyReceive { get; } = _ => false;

    /// <summary>The running actor's context.</summary>
    /// <exception cref="NotSupportedException">No actor is running on this thread.</exception>
    protected static IActorContext Context => ActorCell.Current ?? throw NoContext();

    protected IActorRef Self => _clearedSelf ?? (ActorCell.Current ?? throw NoContext()).Self;

    /// <summary>Who sent the current message.</summary>
    protected IActorRef Sender => (ActorCell.Current ?? throw NoContext()).Sender;

    IActorContext IInternalActor.ActorContext => Context;

    /// <summary>The behaviour that the actor begins with; false leaves the message unhandled.</summary>
    protected abstract bool Receive(object message);

    /// <summary>Called around every message; false or true as the behaviour said.</summary>
    protected internal virtual bool AroundReceive(Receive receive, object message)
    {
        if (receive(message)) return true;
        Unhandled(message);
        return false;
    }

    /// <summary>
    /// What happens to a message that no behaviour took: it is published as <see cref="Event.UnhandledMessage"/>.
    /// </summary>
    /// <exception cref="DeathPactException">The message is <see cref="Terminated"/>.</exception>
    protected virtual void Unhandled(object message)
    {
        if (message is Terminated terminated) throw new DeathPactException(terminated.ActorRef);
        Context.System.EventStream.Publish(new Event.UnhandledMessage(message, Sender, Self));
    }

    protected void Become(Receive receive) => Context.Become(receive);

    protected void BecomeStacked(Receive receive) => Context.BecomeStacked(receive);

    protected void UnbecomeStacked() => Context.UnbecomeStacked();

    protected void SetReceiveTimeout(TimeSpan? timeout) => Context.SetReceiveTimeout(timeout);

    /// <summary>How this actor's children are supervised, unless its props say otherwise.</summary>
    protected virtual SupervisorStrategy SupervisorStrategy() => Akka.Actor.SupervisorStrategy.DefaultStrategy;

    /// <summary>Runs before the first message.</summary>
    protected virtual void PreStart()
    {
    }

    /// <summary>Runs after the last message.</summary>
    protected virtual void PostStop()
    {
    }

    /// <summary>Runs on the failed instance before it is replaced: stops the children and calls <see cref="PostStop"/>.</summary>
    /// <param name="reason">What the actor failed with.</param>
    /// <param name="message">The message it failed at; null when there was none.</param>
    protected virtual void PreRestart(Exception reason, object message)
    {
        foreach (var child in Context.GetChildren())
        {
            Context.Unwatch(child);
            Context.Stop(child);
        }
        PostStop();
    }

    /// <summary>Runs on the new instance after a restart: calls <see cref="PreStart"/>.</summary>
    protected virtual void PostRestart(Exception reason) => PreStart();

    public virtual void AroundPreStart() => PreStart();

    public virtual void AroundPostStop()
    {
        (this as IWithTimers)?.Timers?.CancelAll();
        PostStop();
    }

    public virtual void AroundPreRestart(Exception cause, object message)
    {
        (this as IWithTimers)?.Timers?.CancelAll();
        PreRestart(cause, message);
    }

    public virtual void AroundPostRestart(Exception cause, object message) => PostRestart(cause);

    /// <summary>Called once the instance has all that the runtime gives it.</summary>
    internal virtual void Init()
    {
    }

    /// <summary>Hands a message to <paramref name="behaviour"/>, or to the actor's own when it is null.</summary>
    internal void Deliver(Receive? behaviour, object message) => AroundReceive(behaviour ?? OwnReceive, message);

    internal SupervisorStrategy StrategyOf(Props props) => props.SupervisorStrategy ?? (_strategy ??= SupervisorStrategy());

    internal void Clear(IActorRef self) => _clearedSelf = self;

    private Receive OwnReceive => field ??= Receive;

    private static NotSupportedException NoContext() =>
        new("No actor is running on this thread: Context, Self and Sender are there only inside of an actor's own handlers. "
            + "Copy what is needed into local variables before leaving them, or pipe the result back with PipeTo.");
}
