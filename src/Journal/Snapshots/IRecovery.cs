namespace AkkaAuction.Journal.Snapshots;

/// <summary>
/// What all facts so far have come to, as far as a house that begins again needs it. It takes facts one by one, in the order of events, and
/// can be written down after any of them and read again: then it goes on as if it had taken them all itself. What it is made of is for
/// those to know who come back from it.
/// </summary>
internal interface IRecovery
{
    void Add(string stream, StoredFact fact);

    /// <summary>Writes it down: the same past is the same bytes, however it came about.</summary>
    void Write(SnapshotWriter to);

    /// <summary>Reads what was written, into one that has taken nothing yet, to the end.</summary>
    /// <exception cref="FormatException">It is not what was written.</exception>
    void Read(SnapshotReader from);
}

/// <summary>How a past begins.</summary>
/// <param name="BidIds">Bid ids that each lot remembers of each bidder: one that remembers more or fewer is another one.</param>
/// <param name="New">Before the first fact.</param>
internal sealed record RecoveryOptions(int BidIds, Func<IRecovery> New)
{
    /// <summary>Whether it may begin with a snapshot.</summary>
    public bool BySnapshot { get; init; } = true;

    /// <summary>
    /// Looks at what was found before anything is changed or written beside it, and throws when the house should not start on it; null: it
    /// always may.
    /// </summary>
    public Action<RecoveredFacts>? Judge { get; init; }

    /// <summary>A start that read so many facts writes down at once what they came to; null: it does not.</summary>
    public int? WriteAfter { get; init; }
}
