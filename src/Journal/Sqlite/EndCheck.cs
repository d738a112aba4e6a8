using AkkaAuction.Journal.Snapshots;

namespace AkkaAuction.Journal.Sqlite;

/// <summary>
/// Holds the end of a journal to what lies beside it: the head that the house wrote before it told anything, and the snapshot. A log that
/// was cut and a commit that was never finished look alike in the file. The head tells them apart: nobody was told of what is behind it.
/// </summary>
internal sealed class EndCheck
{
    private readonly string _path;
    private readonly KnownEnd? _head;
    private readonly string? _headFault;

    private EndCheck(string path) => (_path, _head) = (path, HeadFile.Read(path, out _headFault));

    /// <summary>The end of which the snapshot is; null: there is none, or it is not looked at.</summary>
    public KnownEnd? Snapshot { get; set; }

    /// <summary>What the owner should know, a sentence each.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Why the head says nothing, a sentence without its end; null: it does.</summary>
    public string? HeadNote { get; private set; }

    /// <summary>Whether the journal lacks what somebody was told of, and that is accepted.</summary>
    public bool IsLost { get; private set; }

    /// <summary>The life of the house that wrote the head; 0: no head is known.</summary>
    public long HeadEpoch => _head?.Epoch ?? 0;

    /// <summary>Looks at what lies beside a journal. The journal is opened after that: a house may go on with it meanwhile.</summary>
    /// <param name="path">The journal's file.</param>
    /// <param name="withSnapshot">Whether the snapshot is read here.</param>
    public static EndCheck Before(string path, bool withSnapshot = true) =>
        new(path) { Snapshot = withSnapshot ? SnapshotStart.EndOf(path) : null };

    /// <summary>A journal that is to be made anew, and is known to have had facts.</summary>
    /// <exception cref="JournalException">It is not accepted that they are gone.</exception>
    public void JudgeMissing(bool accept)
    {
        if (_head is not { Place: > 0 } head) return;
        if (!accept)
        {
            throw new JournalException(
                $"There is no journal {_path}, and a house has told what happened up to place {head.Place} of it "
                + $"({HeadFile.PathOf(_path)}). Nothing was changed. Put it back, or a backup of it. "
                + "To begin a new one: --set auction.recovery.lost-end=accept");
        }
        IsLost = true;
        Notes.Add($"The journal {_path} is gone, up to place {head.Place}; a new one is begun, as auction.recovery.lost-end = accept says");
    }

    /// <summary>Judges the end of a journal whose rows have been read.</summary>
    /// <param name="reader">Opened on the journal.</param>
    /// <param name="accept">Whether a lost end is accepted.</param>
    /// <exception cref="LostEndException">It does not have what somebody was told of, and that is not accepted.</exception>
    /// <exception cref="DamageException">Nobody knows whether its last commit was told of, and that is not accepted.</exception>
    public void Judge(SqliteReader reader, bool accept)
    {
        var isHeadOurs = _head is not null && _head.Journal == reader.Journal;
        var file = HeadFile.PathOf(_path);
        if (_headFault is not null)
        {
            HeadNote = $"{_headFault}, so nobody knows how far the house has told what happened";
            Notes.Add(HeadNote);
        }
        else if (_head is null && reader.Version > 1)
        {
            HeadNote = $"There is no {file}, so nobody knows how far a house has told what happened; a copy has none until a house "
                + "starts on it";
        }
        // A journal that was begun anew in the place of one that is gone is another one by right.
        var isOthers = _head is { Place: > 0 } && !isHeadOurs && !IsLost;
        var lost = (isOthers ? LostEndException.OfAnother(file, _head!.Place) : null)
            ?? Lost(_head, "a house has told what happened", file, reader)
            ?? Lost(Snapshot, "a snapshot is of what happened", SnapshotFile.PathOf(_path), reader);
        if (lost is not null)
        {
            if (!accept) throw lost;
            IsLost = true;
            Notes.Add($"{Capital(lost.What)}. The house goes on from there, as auction.recovery.lost-end = accept says");
        }
        else if (reader.IsTorn) JudgeTorn(isHeadOurs, accept);
    }

    private void JudgeTorn(bool isHeadOurs, bool accept)
    {
        if (isHeadOurs)
        {
            Notes.Add("The last commit in the log beside the journal was not finished. Nobody was told of it, and it is dropped");
        }
        else if (accept)
        {
            Notes.Add(
                "The last commit in the log beside the journal cannot be read. It is dropped, as auction.recovery.lost-end = accept says");
        }
        else
        {
            throw new DamageException(
                "the end of the log beside the file (-wal)",
                $"the last commit cannot be read, and {HeadFile.PathOf(_path)} does not say whether anybody was told of it. If the house "
                + "was killed or lost power while it was written, nobody was: start the house with --set "
                + "auction.recovery.lost-end=accept");
        }
    }

    private static LostEndException? Lost(KnownEnd? known, string who, string file, SqliteReader reader) =>
        known is null || known.IsIn(reader) ? null : LostEndException.Of(who, file, known.Place, reader.LastPlace);

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
