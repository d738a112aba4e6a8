using Akka.Actor;

namespace Akka.TestKit;

/// <summary>Expectations about the next message and who sent it.</summary>
public abstract partial class TestKitBase
{
    public T ExpectMsgFrom<T>(IActorRef sender, TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>(duration, hint, From<T>(sender, hint, null), cancellationToken);

    public T ExpectMsgFrom<T>(
        IActorRef sender, T message, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect(timeout, hint, From(sender, hint, Equal(message)), cancellationToken);

    public T ExpectMsgFrom<T>(
        IActorRef sender, Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect(timeout, hint, From(sender, hint, True(isMessage, hint)), cancellationToken);

    public T ExpectMsgFrom<T>(
        Predicate<IActorRef> isSender, Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect(timeout, hint, From(isSender, hint, True(isMessage, hint)), cancellationToken);

    public T ExpectMsgFrom<T>(
        IActorRef sender, Action<T> assertMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect(timeout, hint, From(sender, hint, Asserted(assertMessage)), cancellationToken);

    public T ExpectMsgFrom<T>(
        Action<IActorRef> assertSender, Action<T> assertMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect(timeout, hint, From(assertSender, Asserted(assertMessage)), cancellationToken);

    public ValueTask<T> ExpectMsgFromAsync<T>(
        IActorRef sender, TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(duration, hint, From<T>(sender, hint, null), cancellationToken);

    public ValueTask<T> ExpectMsgFromAsync<T>(
        IActorRef sender, T message, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(timeout, hint, From(sender, hint, Equal(message)), cancellationToken);

    public ValueTask<T> ExpectMsgFromAsync<T>(
        IActorRef sender, Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(timeout, hint, From(sender, hint, True(isMessage, hint)), cancellationToken);

    public ValueTask<T> ExpectMsgFromAsync<T>(
        Predicate<IActorRef> isSender, Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(timeout, hint, From(isSender, hint, True(isMessage, hint)), cancellationToken);

    public ValueTask<T> ExpectMsgFromAsync<T>(
        IActorRef sender, Action<T> assertMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(timeout, hint, From(sender, hint, Asserted(assertMessage)), cancellationToken);

    public ValueTask<T> ExpectMsgFromAsync<T>(
        Action<IActorRef> assertSender, Action<T> assertMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(timeout, hint, From(assertSender, Asserted(assertMessage)), cancellationToken);

    private Action<T, IActorRef> From<T>(IActorRef sender, string? hint, Action<T, IActorRef>? check) =>
        From(actual => _assertions.AssertEqual(sender, actual, "{0}", hint ?? "The sender is another"), check);

    private Action<T, IActorRef> From<T>(Predicate<IActorRef> isSender, string? hint, Action<T, IActorRef>? check) => From(
        actual => _assertions.AssertTrue(isSender(actual), "Of the sender {0} it is not true: {1}", actual, hint ?? "what the predicate asks"), check);

    private static Action<T, IActorRef> From<T>(Action<IActorRef> assertSender, Action<T, IActorRef>? check) => (message, sender) =>
    {
        assertSender(sender);
        check?.Invoke(message, sender);
    };
}
