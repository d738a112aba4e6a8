using System.Security.Cryptography;
using AkkaAuction.Journal.Audit;
using AkkaAuction.Journal.Codec;
using AkkaAuction.Journal.Sqlite;

namespace AkkaAuction.Journal.Migration;

/// <summary>
/// Copies a journal of version 1 into a new one of today's version. The old one is read three times and never written: once whole before
/// anything is made, so that a broken one is refused with the place; once to copy; and once beside the copy, which is read back. Only then
/// does the copy get its name, in one step. Facts keep their places: event n of the old journal is place n of the new one.
/// </summary>
internal static class MigrationRun
{
    private const string Unfinished = ".migrating";
    private const int Readings = 3;

    // EROFS.
    private const int ReadOnlyFileSystem = 30;

    private const int LookEvery = 0xFFF;

    /// <exception cref="DamageException">The old journal is broken: the first place.</exception>
    /// <exception cref="JournalException">It cannot be copied: why, and what to do. Nothing was made.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing was made.</exception>
    public static MigrationReport Of(MigrationOrder order)
    {
        if (SqliteSchema.VersionOf(order.Old) != 1)
            throw new JournalException($"The journal {order.Old} is of version {SqliteSchema.Version} already. Nothing was made.");
        using var oldHeld = Hold(order.Old);
        using var target = MigrationTarget.Take(order.New, Unfinished);
        using var old = SqliteReader.Open(order.Old, isOurs: true);
        if (old.IsTorn)
        {
            // Version 1 left no word of what it had told.
            throw new DamageException(
                "the end of the log beside the file (-wal)",
                "the last commit cannot be read. If the machine lost power or the house was killed while it was written, nobody was told "
                + "of it: start the house of the old version on it once, with --set auction.recovery.torn-end=accept, and stop it");
        }
        var found = OldJournal.Read(old, Watch(order, old, 0));
        try
        {
            var report = Copy(order, old, found, target.Unfinished);
            target.Keep();
            return report;
        }
        catch (Exception fault) when (SqliteException.IsDiskFull(fault))
        {
            throw new JournalException(
                $"disk full: the copy {order.New} could not be made, and nothing of it is left. Make room, or name a file on another disk.",
                fault);
        }
        catch (SqliteException fault)
        {
            throw new JournalException(
                $"The copy {order.New} cannot be written: {fault.Message}. Is there room on its disk? Nothing was made.", fault);
        }
    }

    private static MigrationReport Copy(MigrationOrder order, SqliteReader old, OldJournal found, string path)
    {
        using var chance = RandomNumberGenerator.Create();
        var people = new People(chance);
        foreach (var person in old.References.People.All) people.Add(MigratedFacts.Of(person, chance));
        var streams = new MigratedStreams(order.Sale);
        using var facts = new MigratedFacts(people, order.Sale, found.HiddenStreams, chance);
        var salted = Write(order, old, found, path, people, streams, facts);

        using var copy = SqliteReader.Open(path, isOurs: true);
        var rerun = new Rerun(order.Sealed);
        JournalEnd end;
        try
        {
            end = new MigrationCheck(old, copy, streams, facts, rerun).Run(Watch(order, old, 2));
        }
        catch (DamageException fault)
        {
            throw new JournalException($"The copy cannot be read back: {fault.Message}. It was not kept.", fault);
        }
        return new MigrationReport
        {
            Events = old.LastPlace,
            OldHead = found.Head,
            End = end,
            Runs = found.Runs,
            People = people.All.Count,
            Erased = people.All.Count(person => person.Name is null),
            Tokens = people.All.Count(person => person.Token is not null),
            Salted = salted,
            OpenLots = found.OpenLots,
            IsSaleOpen = found.IsSaleOpen,
            Differences = Differences(order, old, rerun.Decide()),
            Decisions = rerun.Decisions,
        };
    }

    /// <returns>Hidden bids that got a salt.</returns>
    private static long Write(
        MigrationOrder order, SqliteReader old, OldJournal found, string path, People people, MigratedStreams streams, MigratedFacts facts)
    {
        using var to = SqliteImport.Begin(path, order.Now);
        using var chains = new MigratedChains(to);
        foreach (var person in people.All) to.Add(person);
        var watch = Watch(order, old, 1);
        var names = new Dictionary<(string, bool), string>();
        var salted = 0L;
        old.ReadAll((in ReadRow row, string stream) =>
        {
            var isPutUp = MigratedFacts.IsPutUp(row);
            if (isPutUp) AddCatalogue(old, row, to);
            if (facts.IsHidden(stream, row)) salted++;
            if (!names.TryGetValue((stream, isPutUp), out var name))
                names.Add((stream, isPutUp), name = streams.NameOf(stream, isPutUp));
            facts.Write(stream, row, out var kind, out var body);
            chains.Add(name, row.Epoch, row.Time, kind, body);
            watch(row.Place);
        });
        AddOwn(order, chains, old, new HouseFact.Migrated(
            old.Journal, old.Version, old.LastPlace, Convert.ToHexStringLower(found.Head), order.Now));
        AddOwn(order, chains, old, new HouseFact.Anchored(
            [.. chains.Ends.Select(c => new AnchoredChain(c.Name, c.LastEvent, Convert.ToHexStringLower(c.Head)))], order.Now));
        to.Finish(old.Epoch, chains.Place, chains.Head);
        return salted;
    }

    /// <summary>What the journal itself says, in the life that wrote last.</summary>
    private static void AddOwn(MigrationOrder order, MigratedChains chains, SqliteReader old, HouseFact fact)
    {
        var text = FactCodec.Encode(fact, order.Now, old.References.People);
        chains.Add(StreamNames.Anchors, old.Epoch, text.Time, text.Kind, text.Body);
    }

    private static void AddCatalogue(SqliteReader old, in ReadRow row, SqliteImport to)
    {
        using var fields = System.Text.Json.JsonDocument.Parse(row.Body.ToArray());
        var hash = fields.RootElement.GetProperty("catalogue"u8).GetString()!;
        to.Add(new StoredCatalogue(hash, old.CatalogueOf(hash)!));
    }

    /// <summary>What today's rules would not have decided is as odd in the old journal: the copy is no reason for it.</summary>
    private static int Differences(MigrationOrder order, SqliteReader old, IReadOnlyList<RerunDifference> ofCopy)
    {
        if (ofCopy.Count == 0) return 0;
        var rerun = new Rerun(order.Sealed);
        using (var rows = old.Rows())
        {
            while (rows.Step())
            {
                var row = SqliteTables.RowOf(rows);
                FactTime.TryRead(row.Time, out var at);
                rerun.Add(rows.Text(2)!, new StoredFact(row.Event, old.Decode(row), Place: row.Place), at);
            }
        }
        var ofOld = rerun.Decide();
        var odd = ofCopy.Select(d => (d.Place, d.Why)).Except(ofOld.Select(d => (d.Place, d.Why))).FirstOrDefault();
        return odd == default
            ? ofCopy.Count
            : throw new JournalException($"The rules decide event {odd.Place} of the copy otherwise: {odd.Why}. It was not kept.");
    }

    private static Action<long> Watch(MigrationOrder order, SqliteReader old, int readingsBefore) => place =>
    {
        if ((place & LookEvery) != 0) return;
        order.Cancellation.ThrowIfCancellationRequested();
        order.Progress((readingsBefore * old.LastPlace) + place, Readings * old.LastPlace);
    };

    /// <summary>Keeps a house off the old journal. Where not even a lock may be laid beside it, no house can run on it either.</summary>
    private static JournalLock? Hold(string path)
    {
        if (JournalLock.IsHeld(path))
        {
            throw new JournalException(
                $"A house is running on the journal {path} (it holds {JournalLock.PathOf(path)}). Stop it first: what it takes meanwhile "
                + "would be missing in the copy. Nothing was made.");
        }
        try
        {
            return JournalLock.Take(path);
        }
        catch (Exception fault) when (
            fault is JournalException { InnerException: UnauthorizedAccessException } or IOException { HResult: ReadOnlyFileSystem })
        {
            return null;
        }
    }
}
