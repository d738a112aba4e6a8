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

    /// <summary>The place up to which everything is told, as it was written down last.</summary>
    public long Head { get; private set; }

    /// <summary>Whether that can be written.</summary>
    public bool CanHeadBeWritten { get; set; } = true;

    public void WriteHead(FactRow last) => Head = CanHeadBeWritten
        ? last.Place
        : throw new StoreException(StoreFault.Unavailable, "The head cannot be written.");

    public bool Has(FactRow row) => CanBeRead
        ? Stored.Any(s => s.Place == row.Place && s.Hash.AsSpan().SequenceEqual(row.Hash))
        : throw new StoreException(StoreFault.Unavailable, "The disk does not answer.");

    public IEnumerable<(string Stream, StoredFact Fact)> ReadAll(long after) =>
        Stored.Where(r => r.Place > after).Select(r => (Encoding.UTF8.GetString(r.Stream), FactOf(r)));

    public IReadOnlyList<StoredFact> ReadStream(long last)
    {
        var facts = new List<StoredFact>();
        while (last != 0)
        {
            var row = Stored[(int)last - 1];
            facts.Insert(0, FactOf(row));
            last = row.Follows;
        }
        return facts;
    }

    public StreamPlace Find(string stream) => Stored.LastOrDefault(r => Encoding.UTF8.GetString(r.Stream) == stream) is { } last
        ? new StreamPlace(stream, last.Version, last.Place)
        : new StreamPlace(stream, 0, 0);

    public void Dispose() { }

    /// <summary>What a house that starts on this disk finds.</summary>
    public RecoveredFacts Found(long epoch = 1)
    {
        var found = new RecoveredFacts(new ReferenceData(new People(), _ => null), epoch, "test");
        using var check = new ChainCheck(FormatTwo.Instance, "test");
        check.Begin(JournalEnd.None, []);
        foreach (var row in Stored) found.Add(found.Stream(check.Take(Read(row))), FactOf(row));
        found.IsRead(check.End(), null);
        return found;
    }

    /// <summary>A row as it is read.</summary>
    public static ReadRow Read(FactRow row) => new()
    {
        Place = row.Place,
        Event = row.Event,
        Stream = row.Stream,
        Version = row.Version,
        Follows = row.Follows,
        Epoch = row.Epoch,
        Time = row.Text.Time,
        Kind = row.Text.Kind,
        Body = row.Text.Body,
        Hash = row.Hash,
    };

    private static StoredFact FactOf(FactRow row) => new(row.Event, row.Fact, row.Receipt, row.Place);
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
