using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// The mailbox. The usual one is built into the cell: senders push links onto <see cref="Gate.Inbox"/> with one compare-and-swap, which at
/// the same time says whether somebody has to wake the actor; the actor takes the whole list at once, and turns it round.
/// Another kind of mailbox (bounded, by priority…) keeps its messages in a queue of its own, and uses <see cref="Gate.Inbox"/> for waking only.
/// </summary>
/// <remarks>
/// States of <see cref="Gate.Inbox"/>: <see cref="Idle"/> (not scheduled), null (scheduled, nothing new), a list (scheduled, new messages),
/// a <see cref="Backlog"/> (scheduled; senders write into it, and it ends the list of <see cref="_pending"/>),
/// <see cref="Closed"/> (the actor is gone). A suspended actor that has nothing to do stays "scheduled" but parks:
/// user messages then pile up without waking it, and a system message takes it out of <see cref="Seldom.Parked"/>.
/// </remarks>
internal partial class ActorCell
{
    private static readonly MessageNode Idle = new();
    private static readonly MessageNode Closed = new();
    private static readonly SystemMessage SystemClosed = new Terminate();

    /// <summary>Whether the event stream must hear of this actor's end.</summary>
    internal volatile bool SubscribedToEvents;

    public bool IsTerminated => _terminated;

    /// <summary>Messages that wait, as far as can be said while others send.</summary>
    public int NumberOfMessages
    {
        get
        {
            if (_gate.Queue is { } queue) return queue.Count;
            var count = 0;
            for (var node = _pending; node is not null; node = node.Next) count += node is Backlog backlog ? backlog.Count : 1;
            // A backlog in the inbox is also the end of the list above.
            var head = Volatile.Read(ref _gate.Inbox);
            for (var node = head is Backlog || head == Idle || head == Closed ? null : head; node is not null; node = node.Next) count++;
            return count;
        }
    }

    public bool HasMessages => NumberOfMessages > 0;

    /// <summary>The queue of a mailbox that is not the built-in one.</summary>
    public IMessageQueue? MessageQueue => _gate.Queue;

    /// <summary>Nothing waits behind the message that the actor is at. Only for the thread that runs it.</summary>
    public bool IsAtLastMessage => _pending is null && Volatile.Read(ref _gate.Inbox) is null;

    /// <summary>Chooses the mailbox. Before <see cref="Start"/>.</summary>
    public void Init(MailboxType mailboxType)
    {
        if (mailboxType is IBuiltInMailbox) return;
        _gate.Queue = mailboxType.Create(_self, SystemImpl);
        _queued = true;
    }

    /// <summary>Lets the actor be made, on its dispatcher: until now only its place in the tree was taken.</summary>
    public void Start() => _dispatcher.Execute(this);

    public void SendMessage(object message, IActorRef? sender)
    {
        if (_gate.Queue is { } queue)
        {
            PostToQueue(queue, message, sender);
            return;
        }
        MessageNode? node = null;
        var head = Volatile.Read(ref _gate.Inbox);
        while (true)
        {
            if (head is Backlog backlog)
            {
                if (PutBehind(backlog, message, sender)) return;
                head = Volatile.Read(ref _gate.Inbox);
                continue;
            }
            if (head == Closed)
            {
                SystemImpl.ToDeadLetters(message, sender, _self);
                return;
            }
            node ??= MessageNode.Rent(ActorThread.Here, message, sender);
            // A link that is used again ends nowhere.
            if (head != Idle) node.Next = head;
            else if (node.Next is not null) node.Next = null;
            var seen = Interlocked.CompareExchange(ref _gate.Inbox, node, head);
            if (seen == head) break;
            head = seen;
        }
        if (head == Idle) _dispatcher.Wake(this);
    }

    public void SendSystemMessage(SystemMessage message)
    {
        var head = Volatile.Read(ref _systemInbox);
        while (true)
        {
            if (head == SystemClosed)
            {
                SystemImpl.Local.DeadLetterRef.SendSystemMessage(message);
                return;
            }
            message.Next = head;
            var seen = Interlocked.CompareExchange(ref _systemInbox, message, head);
            if (seen == head) break;
            head = seen;
        }
        if (!TryWake() && Volatile.Read(ref _seldom.Parked) == 1 && Interlocked.Exchange(ref _seldom.Parked, 0) == 1) _dispatcher.Wake(this);
    }

    /// <summary>Puts messages in front of all others. Only from the running actor.</summary>
    public void Prepend(IReadOnlyList<Envelope> envelopes)
    {
        foreach (var envelope in envelopes) ExpectAgain(envelope.Message);
        if (_gate.Queue is IDequeBasedMessageQueueSemantics deque)
        {
            for (var at = envelopes.Count - 1; at >= 0; at--) deque.EnqueueFirst(envelopes[at]);
            return;
        }
        if (_gate.Queue is { } queue)
        {
            foreach (var envelope in envelopes) queue.Enqueue(_self, envelope);
            return;
        }
        for (var at = envelopes.Count - 1; at >= 0; at--)
        {
            var node = MessageNode.Rent(ActorThread.Here, envelopes[at].Message, envelopes[at].Sender);
            node.Next = _pending;
            _pending = node;
        }
    }

    void IThreadPoolWorkItem.Execute() => ActorThread.Run(this);

    /// <summary>A turn: what the supervisor and the system want, then a batch of messages.</summary>
    public void Run()
    {
        var thread = ActorThread.Here;
        var outer = thread.Cell;
        thread.Cell = this;
        try
        {
            if (!_created) Create();
            if (_systemInbox is not null) RunSystemMessages();
            if (!_terminated) RunMessages(thread);
        }
        finally
        {
            thread.Cell = outer;
        }
        if (!_terminated) Rest();
    }

    /// <returns>False when the piece is no longer the one that messages are put into.</returns>
    private bool PutBehind(Backlog backlog, object message, IActorRef? sender)
    {
        if (backlog.TryPut(message, sender)) return true;
        if (Volatile.Read(ref _gate.Inbox) != backlog) return false;
        var next = backlog.Following(message, sender);
        if (Interlocked.CompareExchange(ref _gate.Inbox, next, backlog) != backlog)
        {
            Backlog.GiveBack(next);
            return false;
        }
        Volatile.Write(ref backlog.Next, next);
        return true;
    }

    private void RunMessages(ActorThread thread)
    {
        var most = _dispatcher.Throughput;
        var deadline = _dispatcher.DeadlineFromNow();
        var handled = 0;
        while (_suspensions == 0 && TakeNext(thread, out var message, out var sender))
        {
            Invoke(message, sender);
            handled++;
            if (Volatile.Read(ref _systemInbox) is not null)
            {
                ForgetMessage();
                RunSystemMessages();
                if (_terminated) break;
            }
            if (handled >= most || (deadline > 0 && Environment.TickCount64 >= deadline)) break;
        }
        ForgetMessage();
        thread.Handled += handled + 1;
    }

    private bool TakeNext(ActorThread thread, out object message, out IActorRef? sender)
    {
        if (_queued)
        {
            var taken = _gate.Queue!.TryDequeue(out var envelope);
            message = envelope.Message;
            sender = envelope.Sender;
            return taken;
        }
        var node = _pending;
        if (node is null)
        {
            if (Volatile.Read(ref _gate.Inbox) is null)
            {
                message = null!;
                sender = null;
                return false;
            }
            node = TakeInbox();
        }
        if (node is Backlog) return TakeFromBacklog(thread, out message, out sender);
        _pending = node!.Next;
        message = node.Message!;
        sender = node.Sender;
        MessageNode.Return(thread, node);
        return true;
    }

    /// <summary>Takes all that was pushed, oldest first. Where that was a lot twice in a row, what comes next goes into a <see cref="Backlog"/>,
    /// which ends the list.</summary>
    private MessageNode? TakeInbox()
    {
        var fresh = _backlogged ? new Backlog() : null;
        var node = Interlocked.Exchange(ref _gate.Inbox, fresh);
        MessageNode? oldest = fresh;
        var count = 0;
        while (node is not null)
        {
            var next = node.Next;
            node.Next = oldest;
            oldest = node;
            node = next;
            count++;
        }
        _backlogged = count >= Backlog.Worthwhile;
        return oldest;
    }

    private bool TakeFromBacklog(ActorThread thread, out object message, out IActorRef? sender)
    {
        while (_pending is Backlog backlog)
        {
            switch (backlog.TryTake(false, out message, out sender))
            {
                case Backlog.Look.Taken:
                    return true;
                case Backlog.Look.NotYet:
                    // It stays in place: the actor is scheduled again.
                    return false;
            }
            if (Interlocked.CompareExchange(ref _gate.Inbox, null, backlog) == backlog) _pending = null;
            else if (backlog.AwaitNext(false) is { } next) _pending = next;
            else return false;
        }
        return TakeNext(thread, out message, out sender);
    }

    /// <summary>After a turn: go on later, park, or be idle. Whoever sends in between is never overlooked: each branch looks again
    /// after it has published its state.</summary>
    private void Rest()
    {
        if (_suspensions > 0)
        {
            Interlocked.Exchange(ref _seldom.Parked, 1);
            if (Volatile.Read(ref _systemInbox) is not null && Interlocked.Exchange(ref _seldom.Parked, 0) == 1) _dispatcher.Execute(this);
            return;
        }
        if (_pending is not null || (_queued && _gate.Queue!.HasMessages) || Volatile.Read(ref _systemInbox) is not null
            || Interlocked.CompareExchange(ref _gate.Inbox, Idle, null) is not null)
        {
            _dispatcher.ExecuteAgain(this);
            return;
        }
        if (Volatile.Read(ref _systemInbox) is not null || (_queued && _gate.Queue!.HasMessages)) TryWake();
    }

    private bool TryWake()
    {
        if (Volatile.Read(ref _gate.Inbox) != Idle || Interlocked.CompareExchange(ref _gate.Inbox, null, Idle) != Idle) return false;
        _dispatcher.Wake(this);
        return true;
    }

    private void PostToQueue(IMessageQueue queue, object message, IActorRef? sender)
    {
        if (Volatile.Read(ref _gate.Inbox) == Closed)
        {
            SystemImpl.ToDeadLetters(message, sender, _self);
            return;
        }
        queue.Enqueue(_self, new Envelope(message, sender, SystemImpl));
        // The actor may have ended between the look and the enqueueing: then nobody else would ever empty the queue.
        if (!TryWake() && Volatile.Read(ref _gate.Inbox) == Closed) queue.CleanUp(_self, SystemImpl.Mailboxes.DeadLetterQueue);
    }

    private void RunSystemMessages()
    {
        while (!_terminated && Interlocked.Exchange(ref _systemInbox, null) is { } newest)
        {
            SystemMessage? oldest = null;
            for (SystemMessage? message = newest; message is not null;)
            {
                var next = message.Next;
                message.Next = oldest;
                oldest = message;
                message = next;
            }
            while (oldest is not null)
            {
                var message = oldest;
                oldest = oldest.Next;
                message.Next = null;
                if (_terminated) SystemImpl.Local.DeadLetterRef.SendSystemMessage(message);
                else InvokeSystem(message);
            }
        }
    }

    /// <summary>Shuts both inboxes; what is in them goes to the dead letters, in order.</summary>
    private void CloseMailbox()
    {
        var pending = _pending;
        _pending = null;
        var newest = Interlocked.Exchange(ref _gate.Inbox, Closed);
        SendToDeadLetters(pending, newest);
        if (newest is not Backlog && newest != Idle && newest != Closed) SendToDeadLetters(Reversed(newest), null);
        _gate.Queue?.CleanUp(_self, SystemImpl.Mailboxes.DeadLetterQueue);
        for (var message = Interlocked.Exchange(ref _systemInbox, SystemClosed); message is not null && message != SystemClosed;)
        {
            var next = message.Next;
            message.Next = null;
            SystemImpl.Local.DeadLetterRef.SendSystemMessage(message);
            message = next;
        }
    }

    private static MessageNode? Reversed(MessageNode? node)
    {
        MessageNode? oldest = null;
        while (node is not null)
        {
            var next = node.Next;
            node.Next = oldest;
            oldest = node;
            node = next;
        }
        return oldest;
    }

    /// <param name="node">The first of a list.</param>
    /// <param name="newest">The list's end, if that is a piece of a backlog which senders may still be writing to.</param>
    private void SendToDeadLetters(MessageNode? node, MessageNode? newest)
    {
        while (node is not null)
        {
            MessageNode? next;
            if (node is Backlog backlog)
            {
                while (backlog.TryTake(true, out var message, out var sender) == Backlog.Look.Taken)
                    SystemImpl.ToDeadLetters(message, sender, _self);
                next = backlog == newest ? null : backlog.AwaitNext(true);
            }
            else
            {
                next = node.Next;
                SystemImpl.ToDeadLetters(node.Message!, node.Sender, _self);
                MessageNode.Return(ActorThread.Here, node);
            }
            node = next;
        }
    }
}
