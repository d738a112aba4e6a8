using Akka.Actor;

namespace Akka.TestKit;

internal sealed class FilterApplier(TestKitBase testkit, ActorSystem system, IReadOnlyList<LogFilter> filters) : IEventFilterApplier
{
    public EventFilterFactory And => new(testkit, system, filters);

    public void ExpectOne(Action action, CancellationToken cancellationToken = default) => Expect(1, action, cancellationToken);

    public void ExpectOne(TimeSpan timeout, Action action, CancellationToken cancellationToken = default) =>
        Expect(1, timeout, action, cancellationToken);

    public T ExpectOne<T>(Func<T> func, CancellationToken cancellationToken = default) => Expect(1, func, cancellationToken);

    public T ExpectOne<T>(TimeSpan timeout, Func<T> func, CancellationToken cancellationToken = default) => Expect(1, timeout, func, cancellationToken);

    public Task ExpectOneAsync(Func<Task> actionAsync, CancellationToken cancellationToken = default) => ExpectAsync(1, actionAsync, cancellationToken);

    public Task ExpectOneAsync(TimeSpan timeout, Func<Task> action, CancellationToken cancellationToken = default) =>
        ExpectAsync(1, timeout, action, cancellationToken);

    public Task<T> ExpectOneAsync<T>(Func<Task<T>> func, CancellationToken cancellationToken = default) => ExpectAsync(1, func, cancellationToken);

    public Task<T> ExpectOneAsync<T>(TimeSpan timeout, Func<Task<T>> func, CancellationToken cancellationToken = default) =>
        ExpectAsync(1, timeout, func, cancellationToken);

    public void Expect(int expectedCount, Action action, CancellationToken cancellationToken = default) =>
        Waiting.For(Watched(expectedCount, null, Quietly(action), cancellationToken));

    public void Expect(int expectedCount, TimeSpan timeout, Action action, CancellationToken cancellationToken = default) =>
        Waiting.For(Watched(expectedCount, timeout, Quietly(action), cancellationToken));

    public T Expect<T>(int expectedCount, Func<T> func, CancellationToken cancellationToken = default) =>
        Waiting.For(Watched(expectedCount, null, () => Task.FromResult(func()), cancellationToken));

    public T Expect<T>(int expectedCount, TimeSpan timeout, Func<T> func, CancellationToken cancellationToken = default) =>
        Waiting.For(Watched(expectedCount, timeout, () => Task.FromResult(func()), cancellationToken));

    public Task ExpectAsync(int expectedCount, Func<Task> actionAsync, CancellationToken cancellationToken = default) =>
        Watched(expectedCount, null, Quietly(actionAsync), cancellationToken);

    public Task ExpectAsync(int expectedCount, Func<Task> actionAsync, TimeSpan? timeout, CancellationToken cancellationToken = default) =>
        Watched(expectedCount, timeout, Quietly(actionAsync), cancellationToken);

    public Task ExpectAsync(int expectedCount, TimeSpan timeout, Func<Task> action, CancellationToken cancellationToken = default) =>
        Watched(expectedCount, timeout, Quietly(action), cancellationToken);

    public Task<T> ExpectAsync<T>(int expectedCount, Func<Task<T>> func, CancellationToken cancellationToken = default) =>
        Watched(expectedCount, null, func, cancellationToken);

    public Task<T> ExpectAsync<T>(int expectedCount, TimeSpan timeout, Func<Task<T>> func, CancellationToken cancellationToken = default) =>
        Watched(expectedCount, timeout, func, cancellationToken);

    public IUnmutableFilter Mute()
    {
        system.EventStream.Publish(new MuteEvents(filters));
        return new Muted(this);
    }

    public void Mute(Action action, CancellationToken cancellationToken = default)
    {
        using var muted = Mute();
        action();
    }

    public T Mute<T>(Func<T> func, CancellationToken cancellationToken = default)
    {
        using var muted = Mute();
        return func();
    }

    public async Task MuteAsync(Func<Task> action, CancellationToken cancellationToken = default)
    {
        using var muted = Mute();
        await action();
    }

    public async Task<T> MuteAsync<T>(Func<Task<T>> func, CancellationToken cancellationToken = default)
    {
        using var muted = Mute();
        return await func();
    }

    private static Func<Task<bool>> Quietly(Action action) => () =>
    {
        action();
        return Task.FromResult(true);
    };

    private static Func<Task<bool>> Quietly(Func<Task> action) => async () =>
    {
        await action();
        return true;
    };

    /// <summary>Does something and counts events, until there are enough or, where none is wanted, until the time is over.</summary>
    private async Task<T> Watched<T>(int expected, TimeSpan? timeout, Func<Task<T>> func, CancellationToken cancellationToken)
    {
        var patience = timeout is { } given ? testkit.Dilated(given) : testkit.TestKitSettings.TestEventFilterLeeway;
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var seen = 0;
        foreach (var filter in filters)
            filter.Matched += Count;
        try
        {
            T result;
            using (Mute())
            {
                // The action runs here, on the caller's thread and as its sender; only the wait afterwards may move.
                result = await func();
                await Task.WhenAny(enough.Task, Task.Delay(patience, cancellationToken)).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
            }
            var count = Volatile.Read(ref seen);
            testkit.TestAssertions.AssertTrue(
                count == expected, "Expected {0} log events like [{1}], waited {2}, and saw {3}", expected, string.Join(", ", filters), patience, count);
            return result;
        }
        finally
        {
            foreach (var filter in filters)
                filter.Matched -= Count;
        }

        void Count()
        {
            if (Interlocked.Increment(ref seen) >= Math.Max(1, expected))
                enough.TrySetResult();
        }
    }

    private sealed class Muted(FilterApplier applier) : IUnmutableFilter
    {
        private int _ended;

        public void Unmute()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0)
                applier.Unmute();
        }

        public void Dispose() => Unmute();
    }

    private void Unmute() => system.EventStream.Publish(new UnmuteEvents(filters));
}
