using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Event;

namespace Akka.Dispatch.MessageQueues;

/// <summary>A mailbox's queue: many threads put in, one at a time takes out.</summary>
public interface IMessageQueue
{
    bool HasMessages { get; }

    int Count { get; }

    void Enqueue(IActorRef receiver, Envelope envelope);

    bool TryDequeue(out Envelope envelope);

    /// <summary>Empties the queue into the dead letters once <paramref name="owner"/> has ended.</summary>
    void CleanUp(IActorRef owner, IMessageQueue deadletters);
}

/// <summary>First in, first out, without end.</summary>
public class UnboundedMessageQueue : IMessageQueue, IUnboundedMessageQueueSemantics
{
    private readonly ConcurrentQueue<Envelope> _queue = new();

    public bool HasMessages => !_queue.IsEmpty;

    public int Count => _queue.Count;

    public void Enqueue(IActorRef receiver, Envelope envelope) => _queue.Enqueue(envelope);

    public bool TryDequeue(out Envelope envelope) => _queue.TryDequeue(out envelope);

    public void CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
        while (TryDequeue(out var envelope)) deadletters.Enqueue(owner, envelope);
    }
}

/// <summary>Puts a place in front of a queue for messages that come back.</summary>
public abstract class DequeWrapperMessageQueue : IMessageQueue, IDequeBasedMessageQueueSemantics
{
    protected readonly IMessageQueue MessageQueue;

    private readonly Stack<Envelope> _front = new();

    private protected DequeWrapperMessageQueue(IMessageQueue messageQueue) => MessageQueue = messageQueue;

    public bool HasMessages => _front.Count > 0 || MessageQueue.HasMessages;

    public int Count => _front.Count + MessageQueue.Count;

    public void Enqueue(IActorRef receiver, Envelope envelope) => MessageQueue.Enqueue(receiver, envelope);

    /// <summary>Only from the running actor.</summary>
    public void EnqueueFirst(Envelope envelope) => _front.Push(envelope);

    public bool TryDequeue(out Envelope envelope) => _front.TryPop(out envelope) || MessageQueue.TryDequeue(out envelope);

    public void CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
        while (TryDequeue(out var envelope)) deadletters.Enqueue(owner, envelope);
    }
}

public class UnboundedDequeMessageQueue : DequeWrapperMessageQueue, IUnboundedDequeBasedMessageQueueSemantics
{
    public UnboundedDequeMessageQueue()
        : base(new UnboundedMessageQueue())
    {
    }
}

/// <summary>First in, first out, with a limit: see <see cref="BoundedMailbox"/>.</summary>
public class BoundedMessageQueue : IMessageQueue, IBoundedMessageQueueSemantics
{
    private readonly BlockingCollection<Envelope> _queue;

    public BoundedMessageQueue(int boundedCapacity, TimeSpan pushTimeOut)
    {
        _queue = new BlockingCollection<Envelope>(boundedCapacity);
        PushTimeOut = pushTimeOut;
    }

    public TimeSpan PushTimeOut { get; set; }

    public bool HasMessages => _queue.Count > 0;

    public int Count => _queue.Count;

    public void Enqueue(IActorRef receiver, Envelope envelope)
    {
        if (PushTimeOut < TimeSpan.Zero) _queue.Add(envelope);
        else if (!_queue.TryAdd(envelope, PushTimeOut)) ToDeadLetters(receiver, envelope);
    }

    public bool TryDequeue(out Envelope envelope) => _queue.TryTake(out envelope);

    public void CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
        while (TryDequeue(out var envelope)) deadletters.Enqueue(owner, envelope);
    }

    private static void ToDeadLetters(IActorRef receiver, Envelope envelope)
    {
        var deadLetters = ((IInternalActorRef)receiver).Provider.DeadLetterRef;
        deadLetters.Tell(new DeadLetter(envelope.Message, envelope.Sender ?? deadLetters, receiver), envelope.Sender);
    }
}

public class BoundedDequeMessageQueue : DequeWrapperMessageQueue, IBoundedDequeBasedMessageQueueSemantics
{
    public BoundedDequeMessageQueue(int boundedCapacity, TimeSpan pushTimeOut)
        : base(new BoundedMessageQueue(boundedCapacity, pushTimeOut)) => PushTimeOut = pushTimeOut;

    public TimeSpan PushTimeOut { get; }
}

/// <summary>The most urgent first; messages put back by a stash before all of them.</summary>
public class UnboundedPriorityMessageQueue : IMessageQueue, IUnboundedDequeBasedMessageQueueSemantics
{
    private readonly PriorityMessages _messages;

    public UnboundedPriorityMessageQueue(Func<object, int> priorityGenerator, int initialCapacity) =>
        _messages = new PriorityMessages(priorityGenerator, initialCapacity);

    bool IMessageQueue.HasMessages => _messages.Count > 0;

    int IMessageQueue.Count => _messages.Count;

    public void EnqueueFirst(Envelope envelope) => _messages.PutBack(envelope);

    void IMessageQueue.Enqueue(IActorRef receiver, Envelope envelope) => _messages.Put(envelope);

    bool IMessageQueue.TryDequeue(out Envelope envelope) => _messages.Take(out envelope);

    void IMessageQueue.CleanUp(IActorRef owner, IMessageQueue deadletters) => _messages.CleanUp(owner, deadletters);
}

/// <summary>The most urgent first, equals in the order they came.</summary>
public class UnboundedStablePriorityMessageQueue : IMessageQueue, IUnboundedDequeBasedMessageQueueSemantics
{
    private readonly PriorityMessages _messages;

    public UnboundedStablePriorityMessageQueue(Func<object, int> priorityGenerator, int initialCapacity) =>
        _messages = new PriorityMessages(priorityGenerator, initialCapacity);

    bool IMessageQueue.HasMessages => _messages.Count > 0;

    int IMessageQueue.Count => _messages.Count;

    public void EnqueueFirst(Envelope envelope) => _messages.PutBack(envelope);

    void IMessageQueue.Enqueue(IActorRef receiver, Envelope envelope) => _messages.Put(envelope);

    bool IMessageQueue.TryDequeue(out Envelope envelope) => _messages.Take(out envelope);

    void IMessageQueue.CleanUp(IActorRef owner, IMessageQueue deadletters) => _messages.CleanUp(owner, deadletters);
}

/// <summary>
/// Messages by priority behind a lock. Equals keep their order in both kinds of mailbox: the unstable one only does not promise it.
/// </summary>
internal sealed class PriorityMessages(Func<object, int> priority, int initialCapacity)
{
    private readonly PriorityQueue<Envelope, (int Priority, long Number)> _queue = new(initialCapacity);
    private readonly Stack<Envelope> _front = new();
    private readonly Lock _lock = new();
    private long _number;

    public int Count
    {
        get
        {
            lock (_lock) return _queue.Count + _front.Count;
        }
    }

    public void Put(Envelope envelope)
    {
        lock (_lock) _queue.Enqueue(envelope, (priority(envelope.Message), _number++));
    }

    public void PutBack(Envelope envelope)
    {
        lock (_lock) _front.Push(envelope);
    }

    public bool Take(out Envelope envelope)
    {
        lock (_lock) return _front.TryPop(out envelope) || _queue.TryDequeue(out envelope, out _);
    }

    public void CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
        while (Take(out var envelope)) deadletters.Enqueue(owner, envelope);
    }
}
