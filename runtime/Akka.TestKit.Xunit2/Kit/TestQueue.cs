namespace Akka.TestKit;

/// <summary>
/// The messages that a test actor received and the test has not looked at yet. Written by the actor, read by the test, which may wait by
/// blocking its thread or by awaiting: both wake as soon as a message is there, not at the next tick of a poll.
/// </summary>
internal sealed class TestQueue
{
    private readonly Queue<MessageEnvelope> _messages = new();
    private TaskCompletionSource? _arrival;

    internal int Count
    {
        get
        {
            lock (_messages)
                return _messages.Count;
        }
    }

    internal void Add(MessageEnvelope envelope)
    {
        TaskCompletionSource? arrival;
        lock (_messages)
        {
            _messages.Enqueue(envelope);
            arrival = _arrival;
            _arrival = null;
            Monitor.PulseAll(_messages);
        }
        arrival?.TrySetResult();
    }

    /// <summary>The oldest message, or null when none comes within <paramref name="timeout"/> (<see cref="Timeout.InfiniteTimeSpan"/> waits for ever).</summary>
    /// <param name="take">False to leave the message where it is.</param>
    internal MessageEnvelope? Next(TimeSpan timeout, bool take, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var wakeUp = cancellationToken.CanBeCanceled ? cancellationToken.Register(WakeAll) : default;
        var deadline = DeadlineAfter(timeout);
        lock (_messages)
        {
            while (_messages.Count == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (deadline is not { } end)
                {
                    Monitor.Wait(_messages);
                    continue;
                }
                var left = end - Environment.TickCount64;
                if (left <= 0)
                    return null;
                Monitor.Wait(_messages, TimeSpan.FromMilliseconds(left));
            }
            return take ? _messages.Dequeue() : _messages.Peek();
        }
    }

    /// <inheritdoc cref="Next"/>
    internal async ValueTask<MessageEnvelope?> NextAsync(TimeSpan timeout, bool take, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var deadline = DeadlineAfter(timeout);
        while (true)
        {
            Task arrival;
            lock (_messages)
            {
                if (_messages.Count > 0)
                    return take ? _messages.Dequeue() : _messages.Peek();
                arrival = (_arrival ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
            if (deadline is not { } end)
            {
                await arrival.WaitAsync(cancellationToken);
                continue;
            }
            var left = end - Environment.TickCount64;
            if (left <= 0)
                return null;
            try
            {
                await arrival.WaitAsync(TimeSpan.FromMilliseconds(left), cancellationToken);
            }
            catch (TimeoutException)
            {
                // The loop looks once more: a message may have come at the last moment.
                continue;
            }
        }
    }

    private static long? DeadlineAfter(TimeSpan timeout) =>
        timeout == Timeout.InfiniteTimeSpan ? null : Environment.TickCount64 + (long)Math.Ceiling(Math.Max(0, timeout.TotalMilliseconds));

    private void WakeAll()
    {
        lock (_messages)
            Monitor.PulseAll(_messages);
    }
}
