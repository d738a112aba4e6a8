using Akka.Actor;

namespace Akka.TestKit;

/// <summary>
/// Expectations about the next message: its type, its value, what is true of it. Each takes the message from the queue, also
/// when it is the wrong one. Timeouts are dilated; without one, what is left of the block or the default.
/// </summary>
public abstract partial class TestKitBase
{
    public T ExpectMsg<T>(TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>(duration, hint, null, cancellationToken);

    public T ExpectMsg<T>(T message, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect(timeout, hint, Equal(message), cancellationToken);

    public T ExpectMsg<T>(Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect(timeout, hint, True(isMessage, hint), cancellationToken);

    public T ExpectMsg<T>(Action<T> assert, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect(timeout, hint, Asserted(assert), cancellationToken);

    public T ExpectMsg<T>(
        Func<T, IActorRef, bool> isMessageAndSender, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect(timeout, hint, True(isMessageAndSender, hint), cancellationToken);

    public T ExpectMsg<T>(
        Action<T, IActorRef> assertMessageAndSender, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect(timeout, hint, assertMessageAndSender, cancellationToken);

    public T ExpectMsg<T>(
        T expected, Func<T, T, bool> comparer, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect(timeout, hint, Equal(expected, comparer, hint), cancellationToken);

    public ValueTask<T> ExpectMsgAsync<T>(TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync<T>(duration, hint, null, cancellationToken);

    public ValueTask<T> ExpectMsgAsync<T>(T message, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(timeout, hint, Equal(message), cancellationToken);

    public ValueTask<T> ExpectMsgAsync<T>(
        Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(timeout, hint, True(isMessage, hint), cancellationToken);

    public ValueTask<T> ExpectMsgAsync<T>(
        Action<T> assert, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(timeout, hint, Asserted(assert), cancellationToken);

    public ValueTask<T> ExpectMsgAsync<T>(
        Func<T, IActorRef, bool> isMessageAndSender, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(timeout, hint, True(isMessageAndSender, hint), cancellationToken);

    public ValueTask<T> ExpectMsgAsync<T>(
        Action<T, IActorRef> assertMessageAndSender, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(timeout, hint, assertMessageAndSender, cancellationToken);

    public ValueTask<T> ExpectMsgAsync<T>(
        T expected, Func<T, T, bool> comparer, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(timeout, hint, Equal(expected, comparer, hint), cancellationToken);

    /// <summary>The next message is the notice that <paramref name="target"/>, which the test actor watches, has ended.</summary>
    public Terminated ExpectTerminated(IActorRef target, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect(timeout, HintOfEnd(target, hint), EndOf(target, hint), cancellationToken);

    /// <inheritdoc cref="ExpectTerminated"/>
    public ValueTask<Terminated> ExpectTerminatedAsync(
        IActorRef target, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(timeout, HintOfEnd(target, hint), EndOf(target, hint), cancellationToken);

    /// <summary>No message comes in the time that is left or the default.</summary>
    public void ExpectNoMsg(CancellationToken cancellationToken = default) => ExpectSilence(RemainingOrDefault, cancellationToken);

    public void ExpectNoMsg(TimeSpan duration, CancellationToken cancellationToken = default) => ExpectSilence(Dilated(duration), cancellationToken);

    /// <param name="milliseconds">How long nothing may come; not dilated.</param>
    /// <param name="cancellationToken">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    public void ExpectNoMsg(int milliseconds, CancellationToken cancellationToken = default) =>
        ExpectSilence(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);

    /// <inheritdoc cref="ExpectNoMsg(CancellationToken)"/>
    public ValueTask ExpectNoMsgAsync(CancellationToken cancellationToken = default) => ExpectSilenceAsync(RemainingOrDefault, cancellationToken);

    public ValueTask ExpectNoMsgAsync(TimeSpan duration, CancellationToken cancellationToken = default) =>
        ExpectSilenceAsync(Dilated(duration), cancellationToken);

    /// <inheritdoc cref="ExpectNoMsg(int, CancellationToken)"/>
    public ValueTask ExpectNoMsgAsync(int milliseconds, CancellationToken cancellationToken = default) =>
        ExpectSilenceAsync(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);

    private T Expect<T>(TimeSpan? timeout, string? hint, Action<T, IActorRef>? check, CancellationToken cancellationToken)
    {
        var patience = RemainingOrDilated(timeout);
        return Judge(Next(patience, true, cancellationToken), patience, hint, check);
    }

    private async ValueTask<T> ExpectAsync<T>(TimeSpan? timeout, string? hint, Action<T, IActorRef>? check, CancellationToken cancellationToken)
    {
        var patience = RemainingOrDilated(timeout);
        return Judge(await NextAsync(patience, true, cancellationToken), patience, hint, check);
    }

    private T Judge<T>(MessageEnvelope? envelope, TimeSpan patience, string? hint, Action<T, IActorRef>? check)
    {
        if (envelope is null)
            _assertions.Fail("Failed: Timeout {0} while waiting for a message of type {1} {2}", patience, typeof(T), hint ?? "");
        if (envelope!.Message is not T typed)
        {
            _assertions.Fail(
                "Failed: Expected a message of type {0}, but received {{{1}}} (type {2}) from {3}. {4}",
                typeof(T), envelope.Message, envelope.Message!.GetType(), envelope.Sender, hint ?? "");
            return default!;
        }
        check?.Invoke(typed, envelope.Sender);
        return typed;
    }

    private Action<T, IActorRef> Equal<T>(T expected) => (message, _) => _assertions.AssertEqual(expected, message);

    private Action<T, IActorRef> Equal<T>(T expected, Func<T, T, bool> comparer, string? hint) =>
        (message, _) => _assertions.AssertEqual(expected, message, comparer, "{0}", hint ?? "");

    private Action<T, IActorRef> True<T>(Predicate<T> predicate, string? hint) => (message, _) => _assertions.AssertTrue(
        predicate(message),
        "Got a message of the expected type {0}, but of {{{1}}} it is not true: {2}", typeof(T), message, hint ?? "what the predicate asks");

    private Action<T, IActorRef> True<T>(Func<T, IActorRef, bool> predicate, string? hint) => (message, sender) => _assertions.AssertTrue(
        predicate(message, sender),
        "Got a message of the expected type {0}, but of {{{1}}} from {2} it is not true: {3}", typeof(T), message, sender, hint ?? "what the predicate asks");

    private static Action<T, IActorRef>? Asserted<T>(Action<T>? assert) => assert is null ? null : (message, _) => assert(message);

    private Action<Terminated, IActorRef> EndOf(IActorRef target, string? hint) =>
        (terminated, _) => _assertions.AssertEqual(target, terminated.ActorRef, "{0}", HintOfEnd(target, hint));

    private static string HintOfEnd(IActorRef target, string? hint) => $"The end of {target}. {hint}";

    private void ExpectSilence(TimeSpan duration, CancellationToken cancellationToken) => JudgeSilence(Next(duration, true, cancellationToken), duration);

    private async ValueTask ExpectSilenceAsync(TimeSpan duration, CancellationToken cancellationToken) =>
        JudgeSilence(await NextAsync(duration, true, cancellationToken), duration);

    private void JudgeSilence(MessageEnvelope? envelope, TimeSpan duration)
    {
        if (envelope is not null)
            _assertions.Fail("Failed: Expected no message during {0}, but received {1}", duration, envelope);
        _lastWasSilence = true;
    }
}
