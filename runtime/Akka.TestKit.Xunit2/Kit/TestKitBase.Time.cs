namespace Akka.TestKit;

/// <summary>How long the kit waits, and blocks that must take no longer, or no less, than a given time.</summary>
public abstract partial class TestKitBase
{
    // Task.Delay may come back a little early; whoever is late is told so by the clock, not by the timer.
    private static readonly TimeSpan TimerSlack = TimeSpan.FromMilliseconds(200);

    private TimeSpan? _end;

    // The last expectation was that nothing comes: a block may well have used up its time with that.
    private bool _lastWasSilence;

    /// <summary>What is left of the innermost <c>Within</c>, never negative.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public TimeSpan Remaining =>
        _end is { } end ? LeftUntil(end) : throw new InvalidOperationException("Remaining is what is left of a Within block; there is none here.");

    public TimeSpan RemainingOrDefault => RemainingOr(Dilated(_settings.SingleExpectDefault));

    /// <summary>The given duration dilated; without one, what is left of the innermost <c>Within</c>, or the default outside of any.</summary>
    /// <exception cref="ArgumentException">The duration is negative.</exception>
    public TimeSpan RemainingOrDilated(TimeSpan? duration) => duration is { } given ? Dilated(given) : RemainingOrDefault;

    /// <summary>The duration times <c>akka.test.timefactor</c>.</summary>
    /// <exception cref="ArgumentException">The duration is negative.</exception>
    public TimeSpan Dilated(TimeSpan duration)
    {
        if (duration < TimeSpan.Zero)
            throw new ArgumentException("A duration to wait for is not negative", nameof(duration));
        return TimeSpan.FromTicks((long)(duration.Ticks * _settings.TestTimeFactor));
    }

    public TimeSpan GetTimeoutOrDefault(TimeSpan? timeout) => timeout ?? _settings.SingleExpectDefault;

    protected TimeSpan RemainingOr(TimeSpan duration) => _end is { } end ? LeftUntil(end) : duration;

    /// <summary>Runs a block that must be done within <paramref name="max"/> (dilated); expectations in it wait no longer than that.</summary>
    public void Within(TimeSpan max, Action action, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Within(TimeSpan.Zero, max, action, null, epsilonValue, cancellationToken);

    /// <param name="min">The block must take at least this long.</param>
    /// <param name="max">The block must take at most this long (dilated).</param>
    /// <param name="action">The block.</param>
    /// <param name="hint">Goes into the message of a failure.</param>
    /// <param name="epsilonValue">How far beyond <paramref name="max"/> is still forgiven.</param>
    /// <param name="cancellationToken">Checked before the block begins.</param>
    public void Within(
        TimeSpan min, TimeSpan max, Action action, string? hint = null, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Within(
            min,
            max,
            () =>
            {
                action();
                return true;
            },
            hint,
            epsilonValue,
            cancellationToken);

    public T Within<T>(TimeSpan max, Func<T> function, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Within(TimeSpan.Zero, max, function, null, epsilonValue, cancellationToken);

    /// <inheritdoc cref="Within(TimeSpan, TimeSpan, Action, string, TimeSpan?, CancellationToken)"/>
    public T Within<T>(
        TimeSpan min, TimeSpan max, Func<T> function, string? hint = null, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (start, allowed, outer) = EnterBlock(min, max, hint);
        T result;
        try
        {
            result = function();
        }
        finally
        {
            _end = outer;
        }
        CheckBlock(Now - start, min, allowed, hint, epsilonValue);
        return result;
    }

    public Task WithinAsync(TimeSpan max, Func<Task> actionAsync, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        WithinAsync(TimeSpan.Zero, max, actionAsync, null, epsilonValue, cancellationToken);

    /// <inheritdoc cref="Within(TimeSpan, TimeSpan, Action, string, TimeSpan?, CancellationToken)"/>
    public Task WithinAsync(
        TimeSpan min, TimeSpan max, Func<Task> actionAsync, string? hint = null, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        WithinAsync(
            min,
            max,
            async () =>
            {
                await actionAsync();
                return true;
            },
            hint,
            epsilonValue,
            cancellationToken);

    public Task<T> WithinAsync<T>(
        TimeSpan max, Func<Task<T>> function, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        WithinAsync(TimeSpan.Zero, max, function, null, epsilonValue, cancellationToken);

    /// <inheritdoc cref="Within(TimeSpan, TimeSpan, Action, string, TimeSpan?, CancellationToken)"/>
    /// <remarks>A block that does not come back fails shortly after its time is over; it is not stopped.</remarks>
    public async Task<T> WithinAsync<T>(
        TimeSpan min, TimeSpan max, Func<Task<T>> function, string? hint = null, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default)
    {
        var (start, allowed, outer) = EnterBlock(min, max, hint);
        T result = default!;
        try
        {
            var block = function();
            using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            if (await Task.WhenAny(block, Task.Delay(allowed + (epsilonValue ?? TimeSpan.Zero) + TimerSlack, giveUp.Token)) == block)
                result = await block;
            else
                cancellationToken.ThrowIfCancellationRequested();
            await giveUp.CancelAsync();
        }
        finally
        {
            _end = outer;
        }
        CheckBlock(Now - start, min, allowed, hint, epsilonValue);
        return result;
    }

    private static TimeSpan LeftUntil(TimeSpan end) => end > Now ? end - Now : TimeSpan.Zero;

    private (TimeSpan Start, TimeSpan Allowed, TimeSpan? Outer) EnterBlock(TimeSpan min, TimeSpan max, string? hint)
    {
        if (min < TimeSpan.Zero || max < TimeSpan.Zero)
            throw new ArgumentException("The bounds of a block are not negative", min < TimeSpan.Zero ? nameof(min) : nameof(max));
        var allowed = Dilated(max);
        var outer = _end;
        var start = Now;
        if (outer is { } end)
        {
            var left = LeftUntil(end);
            _assertions.AssertTrue(left >= min, "Expected at least {0} for the block, but only {1} is left of the one around it. {2}", min, left, hint ?? "");
            allowed = left < allowed ? left : allowed;
        }
        _lastWasSilence = false;
        _end = start + allowed;
        return (start, allowed, outer);
    }

    private void CheckBlock(TimeSpan took, TimeSpan min, TimeSpan max, string? hint, TimeSpan? epsilon)
    {
        if (took < min)
            _assertions.Fail("The block took {0}, but should have taken at least {1}. {2}", took, min, hint ?? "");
        if (!_lastWasSilence && took > max + (epsilon ?? TimeSpan.Zero))
            _assertions.Fail("The block took {0}, but should have taken at most {1}. {2}", took, max, hint ?? "");
    }
}
