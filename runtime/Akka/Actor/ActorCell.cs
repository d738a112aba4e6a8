using System.Runtime.InteropServices;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;
using Akka.Dispatch.SysMsg;
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
    // Three parts, in this order in memory (references, then numbers, then structures): what the actor's thread uses at every message;
    // what is seldom used, and so keeps the others apart; what senders write. Otherwise each sender would take
    // the cache line away that the actor is just writing to.
    private readonly LocalActorRef _self;
    private readonly MessageDispatcher _dispatcher;
    private ActorBase? _actor;
    /// <summary>The behaviour on top of the stack; null while it is the actor's own <c>Receive</c>.</summary>
    private Receive? _receive;
    private object? _currentMessage;
    private IActorRef? _sender;
    private Rarities? _rare;
    private MessageNode? _pending;
    private SystemMessage? _systemInbox;
    private int _suspensions;
    private int _turn;
    private bool _created;
    private bool _terminated;

    /// <summary>The last look into the inbox found more than a few messages.</summary>
    private bool _backlogged;

    /// <summary>The mailbox is not the built-in one: see <see cref="Gate.Queue"/>.</summary>
    private bool _queued;

    private Seldom _seldom;
    private Gate _gate;

    public ActorCell(ActorSystemImpl system, LocalActorRef self, Props props, MessageDispatcher dispatcher, IInternalActorRef parent)
    {
        _self = self;
        _dispatcher = dispatcher;
        _seldom.System = system;
        _seldom.Props = props;
        _seldom.Parent = parent;
    }

    /// <summary>The cell whose actor this thread is running, if any.</summary>
    public static ActorCell? Current
    {
        get => ActorThread.HereOrNull?.Cell;
        set => ActorThread.Here.Cell = value;
    }

    public ActorSystemImpl SystemImpl => _seldom.System;

    public ActorSystem System => SystemImpl;

    public IActorRef Self => _self;

    public LocalActorRef SelfRef => _self;

    public IInternalActorRef ParentRef => _seldom.Parent;

    public Props Props => _seldom.Props;

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
        var thread = ActorThread.Here;
        var outer = thread.Cell;
        thread.Cell = this;
        try
        {
            action();
        }
        finally
        {
            thread.Cell = outer;
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

    /// <summary>What is needed when an actor is made, fails or ends, and when children come and go.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Seldom
    {
        public ActorSystemImpl System;
        public Props Props;
        public IInternalActorRef Parent;
        public ChildTable? Children;

        /// <summary>Who is to blame while this actor waits for a decision: itself, or the child whose failure it could not handle.</summary>
        public IActorRef? Failed;

        /// <summary>Children that were given no name.</summary>
        public long Unnamed;

        public long RestartWindowStart;
        public uint RestartCount;

        /// <summary>1: suspended, with nothing to do, and not scheduled.</summary>
        public int Parked;

        public bool Ending;
    }

    /// <summary>What senders use.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Gate
    {
        public MessageNode? Inbox;

        /// <summary>The queue of a mailbox that is not the built-in one.</summary>
        public IMessageQueue? Queue;
    }
}
