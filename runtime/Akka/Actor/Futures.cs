namespace Akka.Actor;

/// <summary>Asking: a message whose answer comes as a task.</summary>
public static class Futures
{
    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout = null) =>
        self.Ask<object>(message, timeout, CancellationToken.None);

    public static Task<object> Ask(this ICanTell self, object message, CancellationToken cancellationToken) =>
        self.Ask<object>(message, null, cancellationToken);

    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken) =>
        self.Ask<object>(message, timeout, cancellationToken);

    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout = null) =>
        self.Ask<T>(message, timeout, CancellationToken.None);

    public static Task<T> Ask<T>(this ICanTell self, object message, CancellationToken cancellationToken) =>
        self.Ask<T>(message, null, cancellationToken);

    /// <summary>Tells <paramref name="message"/> and completes with the answer.</summary>
    /// <param name="self">Who is asked.</param>
    /// <param name="message">The question.</param>
    /// <param name="timeout">How long to wait; null: as <c>akka.actor.ask-timeout</c> says, which is for ever by default.</param>
    /// <param name="cancellationToken">Gives the question up.</param>
    /// <exception cref="AskTimeoutException">No answer came in time (through the task).</exception>
    /// <exception cref="ArgumentException">The answer is no <typeparamref name="T"/> (through the task).</exception>
    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken) =>
        Start<T>(self, message, null, timeout, cancellationToken);

    /// <summary>Like the others, with a message that contains the reference to answer to.</summary>
    public static Task<T> Ask<T>(
        this ICanTell self, Func<IActorRef, object> messageFactory, TimeSpan? timeout, CancellationToken cancellationToken) =>
        Start<T>(self, null, messageFactory, timeout, cancellationToken);

    private static Task<T> Start<T>(
        ICanTell target, object? message, Func<IActorRef, object>? messageFactory, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var provider = ProviderOf(target) ?? throw new ArgumentException("It cannot be told to which actor system the question goes.", nameof(target));
        if (messageFactory is null) ArgumentNullException.ThrowIfNull(message);
        var time = timeout ?? provider.System.Settings.AskTimeout;
        var answer = new FutureActorRef<T>(provider);
        if (time > TimeSpan.Zero) answer.EndAfter(time);
        if (cancellationToken.CanBeCanceled) answer.EndWith(cancellationToken);
        target.Tell(message ?? messageFactory!(answer), answer);
        return answer.Task;
    }

    private static LocalActorRefProvider? ProviderOf(ICanTell target) => target switch
    {
        ActorSelection { Anchor: IInternalActorRef anchor } => anchor.Provider,
        IInternalActorRef actor and not Nobody => actor.Provider,
        _ => ActorCell.Current?.SystemImpl.Local,
    };
}
