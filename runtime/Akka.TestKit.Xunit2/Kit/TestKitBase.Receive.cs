using System.Collections;
using System.Runtime.CompilerServices;
using Akka.Event;

namespace Akka.TestKit;

/// <summary>Taking messages from the test actor's queue: one, several, or until the right one comes.</summary>
public abstract partial class TestKitBase
{
    /// <summary>The next message, or null when none comes in time.</summary>
    /// <param name="max">How long to wait: zero does not wait, null waits the default, <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
    /// <param name="cancellationToken">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    public object? ReceiveOne(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        Next(max, true, cancellationToken) is { } envelope ? envelope.Message : null;

    /// <inheritdoc cref="ReceiveOne"/>
    public async ValueTask<object?> ReceiveOneAsync(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        await NextAsync(max, true, cancellationToken) is { } envelope ? envelope.Message : null;

    public bool TryReceiveOne(out MessageEnvelope envelope, TimeSpan? max = null, CancellationToken cancellationToken = default)
    {
        var next = Next(max, true, cancellationToken);
        envelope = next ?? NullMessageEnvelope.Instance;
        return next is not null;
    }

    public async ValueTask<(bool success, MessageEnvelope envelope)> TryReceiveOneAsync(TimeSpan? max, CancellationToken cancellationToken = default) =>
        await NextAsync(max, true, cancellationToken) is { } envelope ? (true, envelope) : (false, NullMessageEnvelope.Instance);

    /// <summary>The next message, which stays in the queue, or null when none comes in time.</summary>
    public object? PeekOne(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        Next(max, false, cancellationToken) is { } envelope ? envelope.Message : null;

    /// <summary>The next message, however long it takes; it stays in the queue.</summary>
    public object? PeekOne(CancellationToken cancellationToken) => PeekOne(Timeout.InfiniteTimeSpan, cancellationToken);

    /// <inheritdoc cref="PeekOne(TimeSpan?, CancellationToken)"/>
    public async ValueTask<object?> PeekOneAsync(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        await NextAsync(max, false, cancellationToken) is { } envelope ? envelope.Message : null;

    /// <inheritdoc cref="PeekOne(CancellationToken)"/>
    public ValueTask<object?> PeekOneAsync(CancellationToken cancellationToken) => PeekOneAsync(Timeout.InfiniteTimeSpan, cancellationToken);

    public bool TryPeekOne(out MessageEnvelope envelope, TimeSpan? max, CancellationToken cancellationToken)
    {
        var next = Next(max, false, cancellationToken);
        envelope = next ?? NullMessageEnvelope.Instance;
        return next is not null;
    }

    public async ValueTask<(bool success, MessageEnvelope envelope)> TryPeekOneAsync(TimeSpan? max, CancellationToken cancellationToken) =>
        await NextAsync(max, false, cancellationToken) is { } envelope ? (true, envelope) : (false, NullMessageEnvelope.Instance);

    /// <summary>That many messages, in the time that is left or the default; fewer are a failure.</summary>
    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, CancellationToken cancellationToken = default) =>
        ReceiveCounted(numberOfMessages, RemainingOrDefault, cancellationToken);

    /// <param name="numberOfMessages">How many messages.</param>
    /// <param name="max">How long all of them together may take (dilated).</param>
    /// <param name="cancellationToken">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, TimeSpan max, CancellationToken cancellationToken = default) =>
        ReceiveCounted(numberOfMessages, Dilated(max), cancellationToken);

    public IAsyncEnumerable<object> ReceiveNAsync(int numberOfMessages, CancellationToken cancellationToken = default) =>
        ReceiveCountedAsync(numberOfMessages, RemainingOrDefault, cancellationToken);

    /// <inheritdoc cref="ReceiveN(int, TimeSpan, CancellationToken)"/>
    public IAsyncEnumerable<object> ReceiveNAsync(int numberOfMessages, TimeSpan max, CancellationToken cancellationToken = default) =>
        ReceiveCountedAsync(numberOfMessages, Dilated(max), cancellationToken);

    /// <summary>Drops messages until one comes that <paramref name="isMessage"/>.</summary>
    public object FishForMessage(Predicate<object> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishForMessage<object>(isMessage, max, hint, cancellationToken);

    /// <inheritdoc cref="FishForMessage(Predicate{object}, TimeSpan?, string, CancellationToken)"/>
    public T FishForMessage<T>(Predicate<T> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishForMessage(isMessage, null!, max, hint, cancellationToken);

    /// <param name="isMessage">Whether it is the one.</param>
    /// <param name="allMessages">Receives what was dropped on the way.</param>
    /// <param name="max">How long to fish (dilated).</param>
    /// <param name="hint">Goes into the message of a failure.</param>
    /// <param name="cancellationToken">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    public T FishForMessage<T>(
        Predicate<T> isMessage, ArrayList allMessages, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default)
    {
        var patience = RemainingOrDilated(max);
        var end = Now + patience;
        allMessages?.Clear();
        while (true)
            if (IsTheOne(Next(LeftUntil(end), true, cancellationToken), isMessage, allMessages, patience, hint, out var found))
                return found;
    }

    /// <inheritdoc cref="FishForMessage(Predicate{object}, TimeSpan?, string, CancellationToken)"/>
    public ValueTask<object> FishForMessageAsync(
        Predicate<object> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishForMessageAsync<object>(isMessage, max, hint, cancellationToken);

    /// <inheritdoc cref="FishForMessage(Predicate{object}, TimeSpan?, string, CancellationToken)"/>
    public ValueTask<T> FishForMessageAsync<T>(
        Predicate<T> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishForMessageAsync(isMessage, null!, max, hint, cancellationToken);

    /// <inheritdoc cref="FishForMessage{T}(Predicate{T}, ArrayList, TimeSpan?, string, CancellationToken)"/>
    public async ValueTask<T> FishForMessageAsync<T>(
        Predicate<T> isMessage, ArrayList allMessages, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default)
    {
        var patience = RemainingOrDilated(max);
        var end = Now + patience;
        allMessages?.Clear();
        while (true)
            if (IsTheOne(await NextAsync(LeftUntil(end), true, cancellationToken), isMessage, allMessages, patience, hint, out var found))
                return found;
    }

    /// <summary>Takes messages for that long; one of type <typeparamref name="T"/> among them is a failure.</summary>
    public async Task FishUntilMessageAsync<T>(TimeSpan? max = null, CancellationToken cancellationToken = default)
    {
        await foreach (var message in ReceiveWhileAsync<object>(_ => true, max, cancellationToken: cancellationToken))
            _assertions.AssertFalse(message is T, "Expected no message of type {0}, but received {1}", typeof(T), message);
    }

    /// <summary>Takes messages until none comes for <paramref name="max"/>; more than <paramref name="maxMessages"/> are a failure.</summary>
    public async Task<ArrayList> WaitForRadioSilenceAsync(
        TimeSpan? max = null, uint? maxMessages = null, CancellationToken cancellationToken = default)
    {
        var messages = new ArrayList();
        while (await ReceiveOneAsync(max, cancellationToken) is { } message)
        {
            messages.Add(message);
            _assertions.AssertFalse(messages.Count > maxMessages, "Expected silence after at most {0} messages, but there were more", maxMessages);
        }
        return ArrayList.ReadOnly(messages);
    }

    private MessageEnvelope? Next(TimeSpan? max, bool take, CancellationToken cancellationToken) =>
        Remember(_queue.Next(GetTimeoutOrDefault(max), take, cancellationToken), max);

    private async ValueTask<MessageEnvelope?> NextAsync(TimeSpan? max, bool take, CancellationToken cancellationToken) =>
        Remember(await _queue.NextAsync(GetTimeoutOrDefault(max), take, cancellationToken), max);

    private MessageEnvelope? Remember(MessageEnvelope? envelope, TimeSpan? max)
    {
        _lastWasSilence = false;
        _lastMessage = envelope ?? NullMessageEnvelope.Instance;
        if (_settings.LogTestKitCalls)
            _log.Debug("Waited up to {0} and received {1}", GetTimeoutOrDefault(max), _lastMessage);
        return envelope;
    }

    private List<object> ReceiveCounted(int count, TimeSpan max, CancellationToken cancellationToken)
    {
        var end = Now + max;
        var received = new List<object>(count);
        while (received.Count < count)
            received.Add(OneOf(count, received.Count, Next(LeftUntil(end), true, cancellationToken), max));
        return received;
    }

    private async IAsyncEnumerable<object> ReceiveCountedAsync(int count, TimeSpan max, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var end = Now + max;
        for (var received = 0; received < count; received++)
            yield return OneOf(count, received, await NextAsync(LeftUntil(end), true, cancellationToken), max);
    }

    private object OneOf(int count, int before, MessageEnvelope? envelope, TimeSpan max)
    {
        _assertions.AssertTrue(envelope is not null, "Expected {0} messages within {1}, but received only {2}", count, max, before);
        return envelope!.Message!;
    }

    private bool IsTheOne<T>(MessageEnvelope? envelope, Predicate<T> isMessage, ArrayList? others, TimeSpan patience, string hint, out T found)
    {
        _assertions.AssertTrue(envelope is not null, "Expected a message of type {0} within {1} while fishing, but the right one did not come. {2}", typeof(T), patience, hint);
        if (envelope!.Message is T typed && isMessage(typed))
        {
            found = typed;
            return true;
        }
        found = default!;
        others?.Add(envelope.Message);
        return false;
    }
}
