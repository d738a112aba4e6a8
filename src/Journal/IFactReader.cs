using AkkaAuction.Journal.Codec;

namespace AkkaAuction.Journal;

/// <summary>Reads a journal as of one moment, beside whoever writes it. It changes nothing.</summary>
internal interface IFactReader : IDisposable
{
    /// <summary>The persons and catalogues that facts refer to.</summary>
    ReferenceData References { get; }

    /// <summary>The journal's own name.</summary>
    string Journal { get; }

    /// <summary>The life of the house that wrote last.</summary>
    long Epoch { get; }

    /// <summary>The number of the last event, as the last commit left it.</summary>
    long LastEvent { get; }

    /// <summary>Reads the rows after an event that is trusted, each checked against the chain.</summary>
    /// <param name="after">That event.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="streams">Where each stream ended then.</param>
    /// <param name="upTo">The last event that is wanted.</param>
    /// <param name="take">Gets each row that is as it was written.</param>
    /// <returns>The hash of the last row.</returns>
    /// <exception cref="DamageException">A row is not what it was, or rows are missing: the first such place.</exception>
    byte[] ReadOn(long after, ReadOnlySpan<byte> hash, IEnumerable<StreamPlace> streams, long upTo, RowTaker take);

    /// <summary>Reads a row's fact.</summary>
    /// <exception cref="DamageException">It cannot be read.</exception>
    object Decode(in ReadRow row);

    /// <summary>The hash of an event as it is stored; null: there is no such event.</summary>
    byte[]? HashOf(long number);

    /// <summary>The fact of one event, not checked against the chain.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    object FactOf(long number);
}

/// <summary>Gets the rows of a journal, one after the other.</summary>
internal delegate void RowTaker(in ReadRow row, string stream);

/// <summary>A row as it is read. Its spans are good until the next one.</summary>
internal readonly ref struct ReadRow
{
    public required long Event { get; init; }

    public required ReadOnlySpan<byte> Stream { get; init; }

    public required long Version { get; init; }

    public required long Follows { get; init; }

    public required long Epoch { get; init; }

    public required ReadOnlySpan<byte> Time { get; init; }

    public required ReadOnlySpan<byte> Kind { get; init; }

    public required ReadOnlySpan<byte> Body { get; init; }

    public required ReadOnlySpan<byte> Hash { get; init; }
}

/// <summary>Where a stream ended.</summary>
/// <param name="Version">Its facts.</param>
/// <param name="LastEvent">The event number of the last of them.</param>
internal readonly record struct StreamPlace(string Name, long Version, long LastEvent);
