using System.Text;
using AkkaAuction.Journal.Codec;
using AkkaAuction.Journal.Snapshots;

namespace AkkaAuction.Journal.Tests;

/// <summary>A disk in memory that does what a test asks of it.</summary>
internal sealed class TestStore : IFactStore
{
    private readonly Queue<Func<IReadOnlyList<FactRow>, bool>> _faults = new();

    public List<FactRow> Stored { get; } = [];

    public int Commits { get; private set; }

    public bool CanBeRead { get; set; } = true;

    /// <summary>The next commit stores nothing, and says why.</summary>
    public void FailNext(StoreFault fault, int times = 1)
    {
        for (var i = 0; i < times; i++) _faults.Enqueue(_ => throw new StoreException(fault, $"The disk: {fault}."));
    }

    /// <summary>The next commit stores everything, and yet fails: its outcome is unknown.</summary>
    public void FailNextAfterStoring() => _faults.Enqueue(rows =>
    {
        Stored.AddRange(rows);
        throw new StoreException(StoreFault.Unavailable, "The disk did not answer.");
    });

    public void Commit(IReadOnlyList<FactRow> rows)
    {
        Commits++;
        if (_faults.TryDequeue(out var fault)) fault(rows);
        else Stored.AddRange(rows);
    }

    public long LastEvent() => CanBeRead
        ? Stored.Count == 0 ? 0 : Stored[^1].Event
        : throw new StoreException(StoreFault.Unavailable, "The disk does not answer.");

    public IEnumerable<(string Stream, StoredFact Fact)> ReadAll(long after) =>
        Stored.Where(r => r.Event > after).Select(r => (Encoding.UTF8.GetString(r.Stream), new StoredFact(r.Event, r.Fact, r.Receipt)));

    public IReadOnlyList<StoredFact> ReadStream(long last)
    {
        var facts = new List<StoredFact>();
        while (last != 0)
        {
            var row = Stored[(int)last - 1];
            facts.Insert(0, new StoredFact(last, row.Fact, row.Receipt));
            last = row.Follows;
        }
        return facts;
    }

    public void Dispose() { }

    /// <summary>What a house that starts on this disk finds.</summary>
    public RecoveredFacts Found(long epoch = 1)
    {
        var found = new RecoveredFacts(new ReferenceData(new People(), _ => null), epoch, FactChain.Genesis("test"));
        foreach (var row in Stored)
        {
            found.Add(found.Stream(Encoding.UTF8.GetString(row.Stream)), new StoredFact(row.Event, row.Fact, row.Receipt));
        }
        found.End(Stored.Count == 0 ? FactChain.Genesis("test") : Stored[^1].Hash, null);
        return found;
    }
}

/// <summary>Writes down what is released and announced, in the order in which it is.</summary>
internal sealed class Told : IAnnouncements
{
    public List<string> Lines { get; } = [];

    public void Announce(IReadOnlyList<object> announcements, long firstEvent)
    {
        foreach (var announcement in announcements) Lines.Add($"{announcement} {firstEvent}");
    }

    public IRelease Release(string what) => new Line(this, what);

    private sealed class Line(Told told, string what) : IRelease
    {
        public void Stored(Appended facts) => told.Lines.Add($"{what} {facts.FirstEvent}");
    }
}

internal sealed class Watcher : IJournalWatcher
{
    private readonly TaskCompletionSource _hasFailed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public List<string> Heard { get; } = [];

    public Task HasFailed => _hasFailed.Task;

    public void Paused(string why) => Heard.Add($"paused: {why}");

    public void Resumed() => Heard.Add("resumed");

    public void Failed(string why)
    {
        Heard.Add($"failed: {why}");
        _hasFailed.TrySetResult();
    }
}
