using Akka.Remote.Wire;

namespace Akka.Remote.Delivery;

/// <summary>A system message on its way, serialized once: it may have to be sent again on another connection.</summary>
internal sealed record SystemDelivery(long Sequence, byte[] Recipient, byte[] Message, int SerializerId, string Manifest);

/// <summary>
/// Delivery of system messages cannot be kept up: too many are unacknowledged, or the peer acknowledges what was never sent. The only way out is
/// to give this incarnation of the peer up (quarantine it).
/// </summary>
internal sealed class HopelessDeliveryException(string message) : Exception(message);

/// <summary>
/// The sending half of reliable delivery: numbers system messages of one pair of incarnations from 0 and keeps each until the peer has
/// acknowledged it. Not thread-safe; its association guards it.
/// </summary>
internal sealed class ResendBuffer(int capacity)
{
    /// <summary>
    /// How many acknowledged messages are kept. An official node whose connection was reset, or whose dial failed, has forgotten what it received
    /// and misses everything from number 0 on; to hear all of it again changes nothing there.
    /// </summary>
    private const int KeptAcknowledged = 1_000;

    private readonly LinkedList<SystemDelivery> _unacknowledged = [];
    private readonly Queue<SystemDelivery> _acknowledged = new();
    private long _next;

    public bool NothingSent => _next == 0;

    public bool IsEmpty => _unacknowledged.Count == 0;

    public int Count => _unacknowledged.Count;

    /// <summary>Oldest first.</summary>
    public IEnumerable<SystemDelivery> Unacknowledged => _unacknowledged;

    /// <exception cref="HopelessDeliveryException">The buffer is full.</exception>
    public SystemDelivery Add(byte[] recipient, byte[] message, int serializerId, string manifest)
    {
        if (_unacknowledged.Count >= capacity)
            throw new HopelessDeliveryException($"{capacity} system messages wait for acknowledgement; no more are kept.");
        var delivery = new SystemDelivery(_next++, recipient, message, serializerId, manifest);
        _unacknowledged.AddLast(delivery);
        return delivery;
    }

    /// <summary>Lets go of what has arrived; returns what the peer says it misses, to be sent again at once.</summary>
    /// <exception cref="HopelessDeliveryException">The peer speaks of messages that were never sent, or misses one it acknowledged long ago.</exception>
    public IReadOnlyList<SystemDelivery> Acknowledge(Acknowledgement acknowledgement)
    {
        var cumulative = (long)acknowledgement.Cumulative;
        if (cumulative >= _next)
            throw new HopelessDeliveryException($"System message {cumulative} was acknowledged; {_next} is not sent yet.");

        var missing = acknowledgement.Missing.Count == 0 ? [] : acknowledgement.Missing.Select(number => (long)number).ToHashSet();
        var again = new List<SystemDelivery>();
        for (var node = _unacknowledged.First; node is not null && node.Value.Sequence <= cumulative;)
        {
            var next = node.Next;
            if (missing.Contains(node.Value.Sequence)) again.Add(node.Value);
            else Keep(node);
            node = next;
        }

        if (again.Count < missing.Count) again.InsertRange(0, _acknowledged.Where(delivery => missing.Contains(delivery.Sequence)));
        if (again.Count < missing.Count) throw new HopelessDeliveryException("The peer misses a system message that it had acknowledged long ago.");
        return again;
    }

    private void Keep(LinkedListNode<SystemDelivery> acknowledged)
    {
        _unacknowledged.Remove(acknowledged);
        if (_acknowledged.Count == KeptAcknowledged) _acknowledged.Dequeue();
        _acknowledged.Enqueue(acknowledged.Value);
    }
}
