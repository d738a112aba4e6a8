using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

/// <summary>What the actor sees of its cell as <c>Context</c>, and how a message reaches its behaviour.</summary>
internal partial class ActorCell
{
    /// <summary>Counts the messages handled: tells two with the same content apart.</summary>
    internal int Turn => _turn;

    public IActorRef Parent => _seldom.Parent;

    public TimeSpan? ReceiveTimeout => _rare?.ReceiveTimer?.Timeout;

    public ActorTaskScheduler TaskScheduler => Rare.TaskScheduler ??= new ActorTaskScheduler(this);

    public void Become(Receive receive)
    {
        // The bottom of the stack stays what the actor began with; "become" replaces only what stands on top.
        var behaviours = _rare?.Behaviours;
        if (behaviours is { Count: > 0 }) behaviours.Pop();
        BecomeStacked(receive);
    }

    public void BecomeStacked(Receive receive)
    {
        var behaviours = Rare.Behaviours ??= new Stack<Receive>();
        behaviours.Push(receive);
        _receive = receive;
    }

    public void UnbecomeStacked()
    {
        var behaviours = _rare?.Behaviours;
        if (behaviours is { Count: > 0 }) behaviours.Pop();
        _receive = behaviours is { Count: > 0 } ? behaviours.Peek() : null;
    }

    void IUntypedActorContext.Become(UntypedReceive receive) => Become(message => { receive(message); return true; });

    void IUntypedActorContext.BecomeStacked(UntypedReceive receive) => BecomeStacked(message => { receive(message); return true; });

    public ActorSelection ActorSelection(ActorPath actorPath) => ActorRefFactoryShared.ActorSelection(actorPath, SystemImpl);

    public ActorSelection ActorSelection(string actorPath) => ActorRefFactoryShared.ActorSelection(actorPath, SystemImpl, _self);

    public void SetReceiveTimeout(TimeSpan? timeout)
    {
        if (timeout is not { } time)
        {
            _rare?.ReceiveTimer?.Stop();
            if (_rare is not null) _rare.ReceiveTimer = null;
            return;
        }
        if (time <= TimeSpan.Zero) throw new ArgumentOutOfRangeException(nameof(timeout), timeout, "A receive timeout is longer than nothing.");
        _rare?.ReceiveTimer?.Stop();
        Rare.ReceiveTimer = new ReceiveTimer(this, time);
    }

    /// <summary>Hands a message to the behaviour, as a test does it: here and now, on the calling thread.</summary>
    internal void ReceiveMessageForTest(Envelope envelope)
    {
        var (message, sender) = (_currentMessage, _sender);
        _currentMessage = envelope.Message;
        _sender = envelope.Sender;
        try
        {
            UseThreadContext(() => ReceiveMessage(envelope.Message));
        }
        finally
        {
            (_currentMessage, _sender) = (message, sender);
        }
    }

    private void Invoke(object message, IActorRef? sender)
    {
        _currentMessage = message;
        // Mostly the same one as before: looking is cheaper than writing a reference.
        if (_sender != sender) _sender = sender;
        _turn++;
        try
        {
            if (message is IAutoReceivedMessage && AutoReceive(message)) return;
            ReceiveMessage(message);
        }
        catch (Exception error)
        {
            HandleInvokeFailure(error);
        }
        finally
        {
            if (_rare?.ReceiveTimer is { } timer) timer.AfterMessage(message);
        }
    }

    /// <summary>After a handler, before anything but the next message is seen to. An asynchronous handler that has not ended goes on with its
    /// message and sender, and a failed one is restarted with them.</summary>
    private void ForgetMessage()
    {
        if (_suspensions > 0) return;
        _currentMessage = null;
        _sender = null;
    }

    /// <returns>False when the message is for the behaviour after all.</returns>
    private bool AutoReceive(object message)
    {
        if (message is not (ReceiveTimerTick or TimerScheduler.Tick) && SystemImpl.Settings.DebugAutoReceive) DebugAutoReceived(message);
        switch (message)
        {
            case PoisonPill:
                Stop();
                return true;
            case Kill:
                throw new ActorKilledException("Kill");
            case Identify identify:
                Sender.Tell(new ActorIdentity(identify.MessageId, _self), _self);
                return true;
            case ActorSelectionMessage selection:
                ActorSelectionDelivery.Deliver(_self, _sender, selection);
                return true;
            case Terminated terminated:
                ReceivedTerminated(terminated);
                return true;
            case ReceiveTimerTick tick:
                tick.Timer.Tick();
                return true;
            case TimerScheduler.Tick tick:
                if (tick.Owner.Accept(tick) is not { } timed) return true;
                _currentMessage = timed;
                if (timed is IAutoReceivedMessage && AutoReceive(timed)) return true;
                ReceiveMessage(timed);
                return true;
            default:
                return false;
        }
    }

    private void DebugAutoReceived(object message) =>
        Publish(new Debug(_self.Path.ToString(), LogClass, $"received AutoReceiveMessage {message}"));

    internal void DeliverReceiveTimeout()
    {
        _currentMessage = Akka.Actor.ReceiveTimeout.Instance;
        ReceiveMessage(Akka.Actor.ReceiveTimeout.Instance);
    }

    private void ReceiveMessage(object message) => _actor!.Deliver(_receive, message);
}
