using Akka.Actor;
using Akka.Dispatch.SysMsg;

namespace Akka.TestKit;

/// <summary>
/// A reference to an actor that the test can look into. Unless its props name a dispatcher, the actor runs on the thread of whoever tells it
/// something: when <c>Tell</c> returns, the message has been handled. A failure goes to its supervisor; of what
/// <see cref="Receive"/> throws, the test hears itself.
/// </summary>
public abstract class TestActorRefBase<TActor> : ICanTell, IEquatable<IActorRef>, IInternalActorRef
    where TActor : ActorBase
{
    private readonly LocalActorRef _ref;

    protected TestActorRefBase(ActorSystem system, Props actorProps, IActorRef? supervisor = null, string? name = null)
    {
        var props = actorProps.DispatcherOrNull is null ? actorProps.WithDispatcher(CallingThreadDispatcher.Id) : actorProps;
        var parent = (supervisor ?? ((ActorSystemImpl)system).Local.Guardian) switch
        {
            LocalActorRef local => local.Cell,
            TestActorRefBase<TActor> other => other._ref.Cell,
            TestProbe probe => ((LocalActorRef)probe.Ref).Cell,
            var stranger => throw new ArgumentException($"{stranger} cannot have children.", nameof(supervisor)),
        };
        LocalActorRef? made = null;
        parent.UseThreadContext(() => made = parent.MakeChild(props, name ?? UnnamedTestActors.NextName(), isSystemService: true));
        _ref = made!;
    }

    /// <summary>The reference as every actor sees it.</summary>
    public IActorRef Ref => _ref;

    public ActorPath Path => _ref.Path;

    /// <summary>The actor itself; after a restart the new instance.</summary>
    /// <exception cref="IllegalActorStateException">It has ended.</exception>
    public TActor UnderlyingActor
    {
        get
        {
            if (_ref.IsTerminated)
                throw new IllegalActorStateException($"{_ref} has ended: there is no actor behind it any more.");
            // On a dispatcher with threads of its own it may not have been made yet; then its answer waits for that.
            if (_ref.Cell.Actor is null)
                Waiting.For(_ref.Ask<ActorIdentity>(new Identify(0), TestKitExtension.For(_ref.Cell.System).DefaultTimeout));
            return (TActor)_ref.Cell.Actor!;
        }
    }

    IInternalActorRef IInternalActorRef.Parent => _ref.Parent;

    LocalActorRefProvider IInternalActorRef.Provider => _ref.Provider;

    bool IInternalActorRef.IsTerminated => _ref.IsTerminated;

    bool IActorRefScope.IsLocal => true;

    /// <summary>Hands the message to the actor's behaviour, past mailbox and supervision: what it throws comes out here.</summary>
    public void Receive(object message, IActorRef? sender = null)
    {
        var cell = _ref.Cell;
        cell.ReceiveMessageForTest(new Envelope(message, sender.IsNobody() ? cell.System.DeadLetters : sender!));
    }

    public void Tell(object message) => ActorRefImplicitSenderExtensions.Tell(_ref, message);

    public void Tell(object message, IActorRef? sender) => _ref.Tell(message, sender);

    public void Forward(object message) => ActorRefImplicitSenderExtensions.Forward(_ref, message);

    /// <summary>Lets the actor watch.</summary>
    public void Watch(IActorRef subject) => _ref.Cell.UseThreadContext(() => _ref.Cell.Watch(subject));

    public void Unwatch(IActorRef subject) => _ref.Cell.UseThreadContext(() => _ref.Cell.Unwatch(subject));

    public static IActorRef ToActorRef(TestActorRefBase<TActor> actorRef) => actorRef._ref;

    public int CompareTo(object? obj) => _ref.CompareTo(obj);

    public bool Equals(IActorRef? other) => _ref.Equals(other);

    public override bool Equals(object? obj) => _ref.Equals(obj);

    public override int GetHashCode() => _ref.GetHashCode();

    public override string ToString() => $"TestActor[{_ref.Path}]";

    public static bool operator ==(TestActorRefBase<TActor>? testActorRef, IActorRef? actorRef) =>
        testActorRef is null ? actorRef is null : testActorRef.Equals(actorRef);

    public static bool operator !=(TestActorRefBase<TActor>? testActorRef, IActorRef? actorRef) => !(testActorRef == actorRef);

    public static bool operator ==(IActorRef? actorRef, TestActorRefBase<TActor>? testActorRef) => testActorRef == actorRef;

    public static bool operator !=(IActorRef? actorRef, TestActorRefBase<TActor>? testActorRef) => !(testActorRef == actorRef);

    int IComparable<IActorRef>.CompareTo(IActorRef? other) => _ref.CompareTo(other);

    IActorRef IInternalActorRef.GetChild(IReadOnlyList<string> names) => _ref.GetChild(names);

    void IInternalActorRef.Start() => _ref.Start();

    void IInternalActorRef.Stop() => _ref.Stop();

    void IInternalActorRef.Suspend() => _ref.Suspend();

    void IInternalActorRef.Resume(Exception? causedByFailure) => _ref.Resume(causedByFailure);

    void IInternalActorRef.Restart(Exception cause) => _ref.Restart(cause);

    void IInternalActorRef.SendSystemMessage(SystemMessage message) => _ref.SendSystemMessage(message);
}

/// <inheritdoc/>
public class TestActorRef<TActor> : TestActorRefBase<TActor>
    where TActor : ActorBase
{
    public TestActorRef(ActorSystem system, Props actorProps, IActorRef? supervisor = null, string? name = null)
        : base(system, actorProps, supervisor, name)
    {
    }
}

/// <summary>Names for those that get none, counted for actors of all types together: they are children of one parent.</summary>
internal static class UnnamedTestActors
{
    private static int _count;

    public static string NextName() => $"$${Interlocked.Increment(ref _count)}";
}
