using Akka.Remote.Wire;

namespace Akka.Remote.Delivery;

/// <summary>
/// The receiving half of reliable delivery: hands system messages over once and in order, whatever order and number of copies they arrive
/// in. Not thread-safe; its association guards it.
/// </summary>
/// <remarks>A number further ahead than <paramref name="capacity"/> cannot come from a peer that keeps to the protocol; it would make
/// the list of missing numbers as long as the peer likes.</remarks>
internal sealed class ReceiveBuffer<T>(int capacity)
{
    private readonly SortedList<long, T> _early = [];
    private long _lastDelivered = -1;
    private long _highest = -1;

    /// <summary>Takes a message in; <paramref name="deliver"/> is called for each that is due now, in order.</summary>
    /// <exception cref="WireFormatException">The number is impossible.</exception>
    public void Receive(long sequence, T message, Action<T> deliver)
    {
        if (sequence < 0 || sequence > _lastDelivered + capacity) throw new WireFormatException($"System message {sequence} after {_lastDelivered}.");
        _highest = Math.Max(_highest, sequence);
        if (sequence <= _lastDelivered) return;
        if (sequence > _lastDelivered + 1)
        {
            _early.TryAdd(sequence, message);
            return;
        }

        _lastDelivered = sequence;
        deliver(message);
        while (_early.Count > 0 && _early.GetKeyAtIndex(0) == _lastDelivered + 1)
        {
            var next = _early.GetValueAtIndex(0);
            _early.RemoveAt(0);
            _lastDelivered++;
            deliver(next);
        }
    }

    /// <summary>
    /// Before the first message of a connection: what it begins with is where the peer is. A peer that begins earlier than expected has missed our
    /// acknowledgements, or has forgotten its numbers and begun anew, as an official node does whose last connection was reset: both cannot be told
    /// apart, and to hear the same system messages again, all of them and in order, changes nothing.
    /// </summary>
    public void BeginAt(long sequence)
    {
        if (sequence < 0 || sequence > _lastDelivered) return;
        _lastDelivered = _highest = sequence - 1;
        _early.Clear();
    }

    public Acknowledgement Acknowledge()
    {
        if (_early.Count == 0) return new Acknowledgement((ulong)_highest);
        var missing = new List<ulong>();
        for (var number = _lastDelivered + 1; number < _highest; number++)
        {
            if (!_early.ContainsKey(number)) missing.Add((ulong)number);
        }

        return new Acknowledgement((ulong)_highest, missing);
    }
}
