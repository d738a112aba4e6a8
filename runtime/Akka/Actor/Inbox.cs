using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>Receives messages for code that is no actor.</summary>
public interface IInboxable : ICanWatch
{
    IActorRef Receiver { get; }

    object Receive();

    object Receive(TimeSpan timeout);

    Task<object> ReceiveAsync();

    Task<object> ReceiveAsync(TimeSpan timeout);

    object ReceiveWhere(Predicate<object> predicate);

    object ReceiveWhere(Predicate<object> predicate, TimeSpan timeout);

    void Send(IActorRef target, object message);
}

/// <summary>
/// A mailbox for code that is no actor: it sends with its own reference as sender, and hands out what comes back. It keeps up to
/// <c>akka.actor.inbox.inbox-size</c> messages; more are dropped.
/// </summary>
public class Inbox : IInboxable, IDisposable
{
    private static int _lastNumber;

    private readonly InboxRef _receiver;
    private readonly TimeSpan _defaultTimeout;

    private Inbox(InboxRef receiver, TimeSpan defaultTimeout)
    {
        _receiver = receiver;
        _defaultTimeout = defaultTimeout;
    }

    public IActorRef Receiver => _receiver;

    public static Inbox Create(ActorSystem system)
    {
        var implementation = (ActorSystemImpl)system;
        var config = system.Settings.Config;
        var provider = implementation.Local;
        var path = new ChildActorPath(provider.TempContainer.Path, $"inbox-{Interlocked.Increment(ref _lastNumber)}", 0);
        var receiver = new InboxRef(provider, path, config.GetInt("akka.actor.inbox.inbox-size"));
        provider.RegisterTemp(receiver, path);
        return new Inbox(receiver, config.GetTimeSpan("akka.actor.inbox.default-timeout"));
    }

    public IActorRef Watch(IActorRef subject) => _receiver.Watch(subject, null);

    public IActorRef WatchWith(IActorRef subject, object message) => _receiver.Watch(subject, message);

    public IActorRef Unwatch(IActorRef subject) => _receiver.Unwatch(subject);

    public void Send(IActorRef actorRef, object message) => actorRef.Tell(message, _receiver);

    public object Receive() => Receive(_defaultTimeout);

    /// <exception cref="TimeoutException">Nothing came in time.</exception>
    public object Receive(TimeSpan timeout) => ReceiveWhere(static _ => true, timeout);

    public object ReceiveWhere(Predicate<object> predicate) => ReceiveWhere(predicate, _defaultTimeout);

    /// <summary>The first message that fits; the others stay.</summary>
    /// <exception cref="TimeoutException">Nothing that fits came in time.</exception>
    public object ReceiveWhere(Predicate<object> predicate, TimeSpan timeout) => _receiver.WaitFor(predicate, timeout);

    public Task<object> ReceiveAsync() => ReceiveAsync(_defaultTimeout);

    /// <summary>The next message, or a <see cref="Status.Failure"/> with a <see cref="TimeoutException"/>.</summary>
    public Task<object> ReceiveAsync(TimeSpan timeout) => _receiver.Next(timeout);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing) _receiver.Stop();
    }

    /// <summary>The reference behind an inbox: a list of messages and one of waiting readers, of which one is always empty or does not fit.</summary>
    private sealed class InboxRef(LocalActorRefProvider provider, ActorPath path, int size) : MinimalActorRef
    {
        private readonly LinkedList<object> _messages = [];
        private readonly LinkedList<Reader> _readers = [];
        private readonly Dictionary<IActorRef, object?> _watched = [];
        private readonly HashSet<IInternalActorRef> _watchers = [];
        private readonly Lock _lock = new();
        private bool _stopped;
        private bool _warned;

        public override ActorPath Path { get; } = path;

        public override LocalActorRefProvider Provider { get; } = provider;

        public override IInternalActorRef Parent => Provider.TempContainer;

        public override bool IsTerminated => _stopped;

        public IActorRef Watch(IActorRef subject, object? message)
        {
            lock (_lock) _watched[subject] = message;
            var watchee = (IInternalActorRef)subject;
            watchee.SendSystemMessage(new Watch(watchee, this));
            return subject;
        }

        public IActorRef Unwatch(IActorRef subject)
        {
            lock (_lock) _watched.Remove(subject);
            var watchee = (IInternalActorRef)subject;
            watchee.SendSystemMessage(new Unwatch(watchee, this));
            return subject;
        }

        public override void SendSystemMessage(SystemMessage message)
        {
            switch (message)
            {
                case Watch watch:
                    lock (_lock)
                    {
                        if (!_stopped && _watchers.Add(watch.Watcher)) return;
                    }
                    if (_stopped) watch.Watcher.SendSystemMessage(new DeathWatchNotification(this, true, false));
                    return;
                case Unwatch unwatch:
                    lock (_lock) _watchers.Remove(unwatch.Watcher);
                    return;
                case DeathWatchNotification ended:
                    object? instead;
                    lock (_lock)
                    {
                        if (!_watched.Remove(ended.Actor, out instead)) return;
                    }
                    TellInternal(instead ?? new Terminated(ended.Actor, ended.ExistenceConfirmed, ended.AddressTerminated), ended.Actor);
                    return;
            }
        }

        /// <summary>Ends like an actor: what it still holds is a dead letter, and whoever watches it hears of it.</summary>
        public override void Stop()
        {
            object[] left;
            IInternalActorRef[] watchers;
            lock (_lock)
            {
                if (_stopped) return;
                _stopped = true;
                (left, watchers) = ([.. _messages], [.. _watchers]);
                _messages.Clear();
            }
            Provider.UnregisterTemp(Path);
            foreach (var message in left) Provider.System.ToDeadLetters(message, null, this);
            foreach (var watcher in watchers) watcher.SendSystemMessage(new DeathWatchNotification(this, true, false));
        }

        public Task<object> Next(TimeSpan timeout)
        {
            var reader = Enter(static _ => true, out var message);
            if (reader is null) return Task.FromResult(message!);
            if (timeout <= TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan) GiveUp();
            else if (timeout != Timeout.InfiniteTimeSpan) Provider.System.Scheduler.Advanced.ScheduleOnce(timeout, GiveUp);
            return reader.Answer.Task;

            void GiveUp()
            {
                if (Leave(reader)) reader.Answer.TrySetResult(new Status.Failure(new TimeoutException($"Nothing came to {Path} within {timeout}.")));
            }
        }

        public object WaitFor(Predicate<object> predicate, TimeSpan timeout)
        {
            var reader = Enter(predicate, out var message);
            if (reader is null) return message!;
            // Who calls this wants his thread to wait: that is what the method is for.
            if (((IAsyncResult)reader.Answer.Task).AsyncWaitHandle.WaitOne(timeout) || !Leave(reader)) return reader.Answer.Task.GetAwaiter().GetResult();
            throw new TimeoutException($"Nothing that fits came to {Path} within {timeout}.");
        }

        protected override void TellInternal(object message, IActorRef? sender)
        {
            switch (message)
            {
                case PoisonPill or Kill:
                    Stop();
                    return;
                case Identify identify:
                    sender?.Tell(new ActorIdentity(identify.MessageId, _stopped ? null : this), this);
                    return;
            }
            Reader? reader = null;
            bool isFirst;
            lock (_lock)
            {
                if (!_stopped)
                {
                    for (var node = _readers.First; node is not null; node = node.Next)
                    {
                        if (!node.Value.Fits(message)) continue;
                        reader = node.Value;
                        _readers.Remove(node);
                        break;
                    }
                    if (reader is null && _messages.Count < size)
                    {
                        _messages.AddLast(message);
                        return;
                    }
                }
                // Once is enough.
                isFirst = !_warned;
                _warned |= reader is null;
            }
            if (reader is not null) reader.Answer.TrySetResult(message);
            else if (_stopped) Provider.System.ToDeadLetters(message, sender, this);
            else if (isFirst) Logging.GetLogger(Provider.System, this).Warning("Dropping message: the inbox is full with {0} messages", size);
        }

        private Reader? Enter(Predicate<object> predicate, out object? message)
        {
            lock (_lock)
            {
                for (var node = _messages.First; node is not null; node = node.Next)
                {
                    if (!predicate(node.Value)) continue;
                    message = node.Value;
                    _messages.Remove(node);
                    return null;
                }
                message = null;
                var reader = new Reader(predicate);
                _readers.AddLast(reader);
                return reader;
            }
        }

        private bool Leave(Reader reader)
        {
            lock (_lock) return _readers.Remove(reader);
        }

        private sealed class Reader(Predicate<object> fits)
        {
            public Predicate<object> Fits { get; } = fits;

            public TaskCompletionSource<object> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
