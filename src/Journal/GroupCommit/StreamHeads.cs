namespace AkkaAuction.Journal.GroupCommit;

/// <summary>
/// Where the streams end that somebody appends to. A journal outlives any number of runs, each with as many streams as lots, so those of
/// runs that are over are let go of; whoever opens one again finds its end in the store. Under the journal's lock.
/// </summary>
internal sealed class StreamHeads
{
    private readonly Dictionary<string, StreamHead> _others = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Runs> _runs = new(StringComparer.Ordinal);

    /// <summary>Streams that are held.</summary>
    public int Count => _others.Count + _runs.Values.Sum(runs => runs.Held.Values.Sum(run => run.Count));

    /// <summary>A stream's end; null: it has none, or was let go of.</summary>
    public StreamHead? Find(string stream)
    {
        if (!StreamNames.TryNumbered(stream, out var what, out var number)) return _others.GetValueOrDefault(stream);
        return _runs.TryGetValue(what, out var runs) && runs.Held.TryGetValue(number, out var run) ? run.GetValueOrDefault(stream) : null;
    }

    public void Add(string stream, StreamHead head)
    {
        if (!StreamNames.TryNumbered(stream, out var what, out var number))
        {
            _others.Add(stream, head);
            return;
        }
        if (!_runs.TryGetValue(what, out var runs)) _runs.Add(what, runs = new Runs());
        if (!runs.Held.TryGetValue(number, out var run)) runs.Held.Add(number, run = new(StringComparer.Ordinal));
        run.Add(stream, head);
    }

    /// <summary>Whether a stream that is not held may have facts all the same.</summary>
    public bool IsLetGo(string stream) =>
        StreamNames.TryNumbered(stream, out var what, out var number)
        && _runs.TryGetValue(what, out var runs) && number <= runs.LetGoUpTo
        && !(runs.Held.TryGetValue(number, out var run) && run.ContainsKey(stream));

    /// <summary>Lets go of all runs up to one. Who has a writer of one of their streams appends no more.</summary>
    public void LetGo(string what, int upTo)
    {
        if (!_runs.TryGetValue(what, out var runs)) _runs.Add(what, runs = new Runs());
        runs.LetGoUpTo = Math.Max(runs.LetGoUpTo, upTo);
        foreach (var number in runs.Held.Keys.Where(number => number <= upTo).ToArray())
        {
            foreach (var head in runs.Held[number].Values) head.Incarnation++;
            runs.Held.Remove(number);
        }
    }

    /// <summary>The runs of one sale, or the auctions of one desk.</summary>
    private sealed class Runs
    {
        public Dictionary<int, Dictionary<string, StreamHead>> Held { get; } = [];

        public int LetGoUpTo { get; set; }
    }
}
