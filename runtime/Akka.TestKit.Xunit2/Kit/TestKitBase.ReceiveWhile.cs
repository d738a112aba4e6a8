using System.Runtime.CompilerServices;

namespace Akka.TestKit;

/// <summary>Taking messages as long as they are of the wanted kind. The first that is not stays in the queue.</summary>
public abstract partial class TestKitBase
{
    public IReadOnlyList<T> ReceiveWhile<T>(
        TimeSpan? max, Func<object, T?> filter, int msgs = int.MaxValue, CancellationToken cancellationToken = default) =>
        ReceiveWhile(filter, max, null, msgs, cancellationToken);

    public IReadOnlyList<T> ReceiveWhile<T>(
        TimeSpan? max, TimeSpan? idle, Func<object, T?> filter, int msgs = int.MaxValue, CancellationToken cancellationToken = default) =>
        ReceiveWhile(filter, max, idle, msgs, cancellationToken);

    /// <summary>Takes messages as long as <paramref name="filter"/> makes something of them, and returns what it made.</summary>
    /// <param name="filter">Null ends it.</param>
    /// <param name="max">How long all of it may take (dilated); then it ends, which is no failure.</param>
    /// <param name="idle">How long no message may come before it ends.</param>
    /// <param name="msgs">After how many messages it ends.</param>
    /// <param name="cancellationToken">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    public IReadOnlyList<T> ReceiveWhile<T>(
        Func<object, T?> filter, TimeSpan? max = null, TimeSpan? idle = null, int msgs = int.MaxValue, CancellationToken cancellationToken = default)
    {
        var run = new Run(this, max, idle);
        var taken = new List<T>();
        while (taken.Count < msgs && run.Look(Next(run.Left, false, cancellationToken)) && filter(run.Message) is { } made)
        {
            run.Take();
            taken.Add(made);
        }
        run.End();
        return taken;
    }

    /// <param name="shouldContinue">False ends it.</param>
    /// <param name="max">How long all of it may take (dilated); then it ends, which is no failure.</param>
    /// <param name="idle">How long no message may come before it ends.</param>
    /// <param name="msgs">After how many messages it ends.</param>
    /// <param name="shouldIgnoreOtherMessageTypes">Whether messages of other types are dropped on the way, or end it.</param>
    /// <param name="cancellationToken">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    public IReadOnlyList<T> ReceiveWhile<T>(
        Predicate<T> shouldContinue,
        TimeSpan? max = null,
        TimeSpan? idle = null,
        int msgs = int.MaxValue,
        bool shouldIgnoreOtherMessageTypes = true,
        CancellationToken cancellationToken = default)
    {
        var run = new Run(this, max, idle);
        var taken = new List<T>();
        while (taken.Count < msgs && run.Look(Next(run.Left, false, cancellationToken)))
        {
            if (run.Message is T typed ? !shouldContinue(typed) : !shouldIgnoreOtherMessageTypes)
                break;
            run.Take();
            if (run.Taken is T wanted)
                taken.Add(wanted);
        }
        run.End();
        return taken;
    }

    public IAsyncEnumerable<T> ReceiveWhileAsync<T>(
        TimeSpan? max, Func<object, T?> filter, int msgs = int.MaxValue, CancellationToken cancellationToken = default) =>
        ReceiveWhileAsync(filter, max, null, msgs, cancellationToken);

    public IAsyncEnumerable<T> ReceiveWhileAsync<T>(
        TimeSpan? max, TimeSpan? idle, Func<object, T?> filter, int msgs = int.MaxValue, CancellationToken cancellationToken = default) =>
        ReceiveWhileAsync(filter, max, idle, msgs, cancellationToken);

    /// <inheritdoc cref="ReceiveWhile{T}(Func{object, T}, TimeSpan?, TimeSpan?, int, CancellationToken)"/>
    public async IAsyncEnumerable<T> ReceiveWhileAsync<T>(
        Func<object, T?> filter,
        TimeSpan? max = null,
        TimeSpan? idle = null,
        int msgs = int.MaxValue,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var run = new Run(this, max, idle);
        for (var count = 0; count < msgs && run.Look(await NextAsync(run.Left, false, cancellationToken)) && filter(run.Message) is { } made; count++)
        {
            run.Take();
            yield return made;
        }
        run.End();
    }

    /// <inheritdoc cref="ReceiveWhile{T}(Predicate{T}, TimeSpan?, TimeSpan?, int, bool, CancellationToken)"/>
    public async IAsyncEnumerable<T> ReceiveWhileAsync<T>(
        Predicate<T> shouldContinue,
        TimeSpan? max = null,
        TimeSpan? idle = null,
        int msgs = int.MaxValue,
        bool shouldIgnoreOtherMessageTypes = true,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var run = new Run(this, max, idle);
        var count = 0;
        while (count < msgs && run.Look(await NextAsync(run.Left, false, cancellationToken)))
        {
            if (run.Message is T typed ? !shouldContinue(typed) : !shouldIgnoreOtherMessageTypes)
                break;
            run.Take();
            if (run.Taken is not T wanted)
                continue;
            count++;
            yield return wanted;
        }
        run.End();
    }

    /// <summary>One such taking: its time, the message looked at, and the last one taken, which is what the kit remembers in the end.</summary>
    private sealed class Run(TestKitBase kit, TimeSpan? max, TimeSpan? idle)
    {
        private readonly TimeSpan _end = Now + kit.RemainingOrDilated(max);
        private readonly TimeSpan _idle = idle is { } given && given != Timeout.InfiniteTimeSpan ? given : TimeSpan.MaxValue;
        private MessageEnvelope _looked = NullMessageEnvelope.Instance;
        private MessageEnvelope _taken = NullMessageEnvelope.Instance;

        internal TimeSpan Left => LeftUntil(_end) is var left && left < _idle ? left : _idle;

        internal object Message => _looked.Message!;

        internal object? Taken => _taken.Message;

        internal bool Look(MessageEnvelope? envelope)
        {
            _looked = envelope ?? NullMessageEnvelope.Instance;
            return envelope is not null;
        }

        internal void Take()
        {
            _taken = kit._queue.Next(TimeSpan.Zero, take: true, CancellationToken.None)!;
            if (_taken != _looked)
                throw new InvalidOperationException("Somebody else reads this kit's messages at the same time.");
        }

        internal void End()
        {
            kit._lastMessage = _taken;
            kit._lastWasSilence = true;
        }
    }
}
