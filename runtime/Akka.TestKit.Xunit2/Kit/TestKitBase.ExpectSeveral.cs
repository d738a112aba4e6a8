using System.Runtime.CompilerServices;

namespace Akka.TestKit;

/// <summary>Expectations about the next messages in any order, and about one of several that may come.</summary>
public abstract partial class TestKitBase
{
    /// <summary>The next message is one of these.</summary>
    public T ExpectMsgAnyOf<T>(IEnumerable<T> messages, CancellationToken cancellationToken = default)
    {
        var patience = RemainingOrDefault;
        return OneAmong(Next(patience, true, cancellationToken), messages.ToList(), patience);
    }

    /// <inheritdoc cref="ExpectMsgAnyOf"/>
    public async ValueTask<T> ExpectMsgAnyOfAsync<T>(IEnumerable<T> messages, CancellationToken cancellationToken = default)
    {
        var patience = RemainingOrDefault;
        return OneAmong(await NextAsync(patience, true, cancellationToken), messages.ToList(), patience);
    }

    /// <summary>The next messages, as many as are given, are just these in any order.</summary>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(params T[] messages) => AllOf(RemainingOrDefault, messages, default);

    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default) =>
        AllOf(RemainingOrDefault, messages, cancellationToken);

    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(TimeSpan max, params T[] messages) => AllOf(Dilated(max), messages, default);

    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(TimeSpan max, IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default) =>
        AllOf(Dilated(max), messages, cancellationToken);

    public IAsyncEnumerable<T> ExpectMsgAllOfAsync<T>(IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default) =>
        AllOfAsync(RemainingOrDefault, messages, cancellationToken);

    public IAsyncEnumerable<T> ExpectMsgAllOfAsync<T>(TimeSpan max, IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default) =>
        AllOfAsync(Dilated(max), messages, cancellationToken);

    private T OneAmong<T>(MessageEnvelope? envelope, List<T> messages, TimeSpan patience)
    {
        _assertions.AssertTrue(envelope is not null, "Expected one of [{0}] within {1}, but nothing came", string.Join(", ", messages), patience);
        _assertions.AssertTrue(
            envelope!.Message is T typed && messages.Contains(typed), "Expected one of [{0}], but received {1}", string.Join(", ", messages), envelope);
        return (T)envelope.Message!;
    }

    private List<T> AllOf<T>(TimeSpan max, IReadOnlyCollection<T> messages, CancellationToken cancellationToken)
    {
        var tally = new Tally<T>(messages);
        foreach (var message in ReceiveCounted(messages.Count, max, cancellationToken))
            tally.Strike(message);
        tally.Judge(_assertions);
        return tally.Found;
    }

    private async IAsyncEnumerable<T> AllOfAsync<T>(
        TimeSpan max, IReadOnlyCollection<T> messages, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var tally = new Tally<T>(messages);
        await foreach (var message in ReceiveCountedAsync(messages.Count, max, cancellationToken))
            tally.Strike(message);
        tally.Judge(_assertions);
        foreach (var message in tally.Found)
            yield return message;
    }

    /// <summary>What is still missing, what came, and what came that nobody expected.</summary>
    private sealed class Tally<T>(IReadOnlyCollection<T> expected)
    {
        private readonly List<T> _missing = [.. expected];
        private readonly List<object> _unexpected = [];

        internal List<T> Found { get; } = [];

        internal void Strike(object message)
        {
            if (message is T typed && _missing.Remove(typed))
                Found.Add(typed);
            else
                _unexpected.Add(message);
        }

        internal void Judge(ITestKitAssertions assertions) => assertions.AssertTrue(
            _missing.Count == 0,
            "Expected [{0}] in any order; missing: [{1}], received instead: [{2}]",
            string.Join(", ", expected), string.Join(", ", _missing), string.Join(", ", _unexpected));
    }
}
