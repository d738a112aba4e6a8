using Akka.Dispatch;
using Akka.Event;
using Akka.Util;

namespace Akka.Actor;

/// <summary>
/// An actor's inside: its instance, mailbox, children, and its side of supervision and death watch. Made by its parent, run by its
/// dispatcher, and only ever by one thread at a time; other threads touch nothing but the two inboxes and the table of children.
/// The parts: mailbox (ActorCell.Mailbox), life and failure (.Life), children (.Children), death watch (.DeathWatch),
/// and what an actor sees as its context (.Context).
/// </summary>
/// <remarks>What few actors need (watches, stacked behaviours, a receive timeout) is in <see cref="Rarities"/>, made on first use:
/// an idle actor stays below 500 bytes.</remarks>
internal partial class ActorCell : IUntypedActorContext, IRunnable
{
    [ThreadStatic]
    private static ActorCell? _threadCurrent;

    private readonly LocalActorRef _self;
    private readonly Props _props;
    private readonly MessageDispatcher _dispatcher;
    private readonly IInternalActorRef _parent;
    private ActorBase? _actor;
    /// <summary>The behaviour on top of the stack; null while it is the actor's own <c>Receive</c>.</summary>
    private Receive? _receive;
    private object? _currentMessage;
    private IActorRef? _sender;
    private Rarities? _rare;

    public ActorCell(ActorSystemImpl system, LocalActorRef self, Props props, MessageDispatcher dispatcher, IInternalActorRef parent)
    {
        SystemImpl = system;
        _self = self;
        _props = props;
        _dispatcher = dispatcher;
        _parent = parent;
    }

    /// <summary>The cell whose actor this thread is running, if any.</summary>
    public static ActorCell? Current
    {
        get => _threadCurrent;
        set => _threadCurrent = value;
    }

    public ActorSystemImpl SystemImpl { get; }

    public ActorSystem System => SystemImpl;

    public IActorRef Self => _self;

    public LocalActorRef SelfRef => _self;

    public IInternalActorRef ParentRef => _parent;

    public Props Props => _props;

    public MessageDispatcher Dispatcher => _dispatcher;

    public ActorBase? Actor => _actor;

    public object? CurrentMessage => _currentMessage;

    /// <summary>Who sent the current message; the dead letters when nobody did.</summary>
    public IActorRef Sender => _sender ?? SystemImpl.DeadLetters;

    internal IActorRef? RawSender => _sender;

    private Rarities Rare => _rare ??= new Rarities();

    /// <summary>Runs <paramref name="action"/> as this actor: <c>Context</c>, <c>Self</c> and the implicit sender are this cell's.</summary>
    public void UseThreadContext(Action action)
    {
        var outer = _threadCurrent;
        _threadCurrent = this;
        try
        {
            action();
        }
        finally
        {
            _threadCurrent = outer;
        }
    }

    private Type LogClass => _actor?.GetType() ?? typeof(ActorCell);

    private void Publish(LogEvent logEvent) => SystemImpl.EventStream.Publish(logEvent);

    /// <summary>The parts of a cell that most actors never use.</summary>
    private sealed class Rarities
    {
        public Stack<Receive>? Behaviours;
        public Dictionary<IActorRef, object?>? Watching;
        public Dictionary<IActorRef, object?>? TerminatedQueued;
        public HashSet<IInternalActorRef>? WatchedBy;
        public ActorTaskScheduler? TaskScheduler;
        public ReceiveTimer? ReceiveTimer;
    }
}
