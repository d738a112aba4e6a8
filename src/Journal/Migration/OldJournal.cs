using AkkaAuction.Journal.Sqlite;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Journal.Migration;

/// <summary>
/// What a first reading of a journal of version 1 finds: that every fact is as it was written and can be read, and what is still open.
/// Nothing is written before it is done.
/// </summary>
internal sealed class OldJournal
{
    private readonly SortedDictionary<int, RunSeen> _runs = [];

    private OldJournal() { }

    /// <summary>The hash of its last fact.</summary>
    public byte[] Head { get; private set; } = [];

    /// <summary>The lots of runs that are not over, which have not closed, in the order of their catalogue.</summary>
    public IReadOnlyList<string> OpenLots => [.. _runs.Values.SelectMany(run => run.Open)];

    /// <summary>Whether a run of the sale is not over.</summary>
    public bool IsSaleOpen => _runs.Values.Any(run => !run.IsOver);

    public int Runs => _runs.Count;

    /// <summary>The streams of lots that hide their bids still.</summary>
    public HashSet<string> HiddenStreams { get; } = new(StringComparer.Ordinal);

    /// <exception cref="DamageException">It is broken: the first place.</exception>
    public static OldJournal Read(SqliteReader reader, Action<long> at)
    {
        var found = new OldJournal();
        found.Head = reader.ReadAll((in ReadRow row, string stream) =>
        {
            found.Add(stream, reader.Decode(row));
            at(row.Place);
        }).Hash;
        return found;
    }

    private void Add(string stream, object fact)
    {
        switch (fact)
        {
            case RegistryFact.SalePutUp putUp when stream == StreamNames.Desk:
                _runs[putUp.Sale] = new RunSeen(putUp.Catalogue);
                foreach (var lot in putUp.Catalogue.Lots.Where(lot => lot.Form.Module.HidesBids))
                    HiddenStreams.Add(StreamNames.DeskLot(putUp.Sale, lot.Id));
                break;
            case LotFact.Closed when StreamNames.TryDeskLot(stream, out var number, out var closed):
                HiddenStreams.Remove(stream);
                if (_runs.TryGetValue(number, out var run)) run.Closed.Add(closed);
                break;
            case SaleFact.Ended when MigratedStreams.TryRun(stream, out var number) && _runs.TryGetValue(number, out var its):
                its.IsOver = true;
                break;
        }
    }

    private sealed class RunSeen(Catalogue catalogue)
    {
        public HashSet<string> Closed { get; } = new(StringComparer.Ordinal);

        public bool IsOver { get; set; }

        public IEnumerable<string> Open => IsOver ? [] : catalogue.Lots.Select(lot => lot.Id).Where(lot => !Closed.Contains(lot));
    }
}
