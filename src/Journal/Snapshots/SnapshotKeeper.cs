using System.Data.Common;
using System.Diagnostics;
using AkkaAuction.Journal.Codec;

namespace AkkaAuction.Journal.Snapshots;

/// <summary>
/// Makes snapshots of a house's journal while it runs, and one when it stops. It reads what is stored, from the last snapshot on, beside
/// the thread that stores, on a connection and a thread of its own, and takes a tenth of one processor at most: bids do not wait for it,
/// and nothing that is not on the disk comes into a snapshot. A house that began with a snapshot has not looked at the facts before it.
/// That is done here, when nothing is to be made: all of them are read, held to the chain and folded again, and must come to the very
/// snapshot that was used. Where they do not, the house ends, as it would have with a damaged journal at the start.
/// </summary>
internal sealed class SnapshotKeeper : IDisposable
{
    /// <summary>Facts that are read in one piece: the log beside the journal cannot be brought home meanwhile.</summary>
    private const int PieceFacts = 10_000;

    /// <summary>A tail as short as this is read faster than a snapshot is written.</summary>
    private const int TailWorthIt = 1_000;

    /// <summary>About what a fact takes in a journal, bytes: a snapshot is not made anew before as much has come as it is long.</summary>
    private const int FactBytes = 200;

    /// <summary>How much longer it rests than it works: bids come first.</summary>
    private const int RestForWork = 9;

    // Whoever told the house to stop waits for it.
    private static readonly TimeSpan FinishPatience = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    private readonly string _path;
    private readonly Func<string, IFactReader> _open;
    private readonly RecoveryOptions _kind;
    private readonly int _every;
    private readonly Func<long> _lastPlace;
    private readonly IJournalWatcher _watcher;
    private readonly Action<string> _say;
    private readonly ReadOnlyMemory<byte> _startHash;
    private readonly ManualResetEventSlim _stop = new(false);
    private Thread? _thread;

    // What the house began with, until it is checked, and how far that is.
    private SnapshotHead? _unchecked;
    private RecoveredFacts? _checked;
    private long _made;
    private bool _hasFailed;

    /// <param name="path">The journal's file.</param>
    /// <param name="open">Opens it for reading.</param>
    /// <param name="kind">What takes the facts.</param>
    /// <param name="every">Facts after which a snapshot is made.</param>
    /// <param name="start">What the house began with.</param>
    /// <param name="lastPlace">The place of the last fact that is stored.</param>
    /// <param name="watcher">Hears when the journal is damaged.</param>
    /// <param name="say">Hears what is done, in words.</param>
    public SnapshotKeeper(
        string path, Func<string, IFactReader> open, RecoveryOptions kind, int every, RecoveredFacts start, Func<long> lastPlace,
        IJournalWatcher watcher, Action<string> say)
    {
        (_path, _open, _kind, _every, _lastPlace, _watcher, _say) = (path, open, kind, every, lastPlace, watcher, say);
        (_unchecked, _startHash, _made) = (start.Snapshot, start.SnapshotHash, Math.Max(start.WrittenPlace, start.Snapshot?.Place ?? 0));
    }

    /// <summary>Begins on a thread of its own.</summary>
    public void Start()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "snapshots" };
        _thread.Start();
    }

    /// <summary>
    /// Makes the last one, when everything is stored and the house is about to end; unless that takes too long: then the next start does
    /// it.
    /// </summary>
    public void Finish()
    {
        _stop.Set();
        _thread?.Join();
        _thread = null;
        if (!_hasFailed && _lastPlace() - _made >= Math.Min(_every, TailWorthIt)) Guarded(() => Make(isPaced: false, FinishPatience));
    }

    public void Dispose()
    {
        _stop.Set();
        _thread?.Join();
        _stop.Dispose();
    }

    /// <summary>Whether so much has come since the last one that another is worth its while.</summary>
    internal bool IsDue(long lastPlace) => lastPlace - _made >= _every && lastPlace - _made >= Length() / FactBytes;

    /// <summary>Reads all facts that the snapshot of the start stands for, and compares.</summary>
    /// <exception cref="DamageException">They do not come to it.</exception>
    internal void CheckStart()
    {
        while (_unchecked is not null) CheckPiece();
    }

    /// <summary>Reads the next of these facts; at the end of them, compares.</summary>
    private void CheckPiece()
    {
        using var reader = _open(_path);
        _checked ??= SnapshotStart.FromTheFirst(reader, _kind, null);
        SnapshotStart.ReadOn(reader, _checked, Math.Min(_unchecked!.Place, _checked.End.Place + PieceFacts));
        if (_checked.End.Place < _unchecked.Place) return;
        Compare(reader, _checked, _unchecked);
        (_checked, _unchecked) = (null, null);
    }

    /// <summary>Makes a snapshot of what is stored now.</summary>
    /// <param name="isPaced">Whether it rests.</param>
    /// <param name="patience">How long it may take; null: as long as it does.</param>
    internal void Make(bool isPaced, TimeSpan? patience = null)
    {
        var clock = Stopwatch.StartNew();
        RecoveredFacts? found = null;
        long target = 0;
        while (true)
        {
            var work = Stopwatch.StartNew();
            using var reader = _open(_path);
            if (found is null) (found, target) = (SnapshotStart.Begin(_path, reader, _kind), reader.LastPlace);
            SnapshotStart.ReadOn(reader, found, Math.Min(target, found.End.Place + PieceFacts));
            if (found.End.Place == target)
            {
                var people = reader.References.People;
                SnapshotFile.Write(_path, SnapshotStart.Of(reader, found, _kind.BidIds, people.All.Count), people);
                _made = target;
                return;
            }
            if (clock.Elapsed > patience) throw new OperationCanceledException();
            if (isPaced) Rest(work);
        }
    }

    private void Compare(IFactReader reader, RecoveredFacts found, SnapshotHead start)
    {
        // Who has come since stands there by name.
        var people = new People();
        foreach (var person in reader.References.People.All.Take(start.People)) people.Add(person);
        var hash = SnapshotFile.HashOf(SnapshotStart.Of(reader, found, _kind.BidIds, start.People), people);
        if (!_startHash.Span.SequenceEqual(hash))
        {
            throw new DamageException(
                $"the snapshot beside it ({SnapshotFile.PathOf(_path)})",
                $"the facts up to place {start.Place} do not come to it. Delete that file, and start again");
        }
    }

    private void Run()
    {
#pragma warning disable CA1031 // An unexpected fault would end the process in the middle of everything; so the house ends in good order.
        try
        {
            KeepOn();
        }
        catch (Exception fault)
        {
            _hasFailed = true;
            _watcher.Failed($"Making a snapshot of the journal {_path} has failed in a way that nobody foresaw ({fault.GetType().Name}: " +
                $"{fault.Message.TrimEnd('.')}), so the house ends. What was answered is stored: start the house again, and it goes on " +
                "from there (auction.journal.snapshot-every=off: without snapshots).");
        }
#pragma warning restore CA1031
    }

    private void KeepOn()
    {
        var wait = TimeSpan.Zero;
        while (!_hasFailed && !_stop.Wait(wait))
        {
            var work = Stopwatch.StartNew();
            // A house that never stands long enough to be checked still makes its starts short.
            if (IsDue(_lastPlace())) Guarded(() => Make(isPaced: true));
            else if (_unchecked is not null) Guarded(CheckPiece);
            wait = _unchecked is not null ? work.Elapsed * RestForWork : LookEvery;
        }
    }

    private void Guarded(Action work)
    {
        try
        {
            work();
        }
        catch (OperationCanceledException)
        {
            // The house stops; what was begun is not needed.
        }
        catch (DamageException fault)
        {
            _hasFailed = true;
            _watcher.Failed($"The journal {_path} is damaged at {fault.Message}. Look at it with: auctioneer audit {_path}.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JournalException or DbException)
        {
            // The one before stands, or there is none: a start takes longer. It is tried again when as much has come.
            _say($"A snapshot of the journal could not be made, or not be checked: {fault.Message}");
            _made = _lastPlace();
            (_checked, _unchecked) = (null, null);
        }
    }

    private long Length()
    {
        var file = new FileInfo(SnapshotFile.PathOf(_path));
        return file.Exists ? file.Length : 0;
    }

    private void Rest(Stopwatch work)
    {
        if (_stop.Wait(work.Elapsed * RestForWork)) throw new OperationCanceledException();
    }
}
