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

    /// <summary>The place of the last fact, as the last commit left it.</summary>
    long LastPlace { get; }

    /// <summary>Reads the rows behind what is trusted, each checked against its chain.</summary>
    /// <param name="after">Where that ends.</param>
    /// <param name="streams">Where each stream ended then.</param>
    /// <param name="upTo">The last place that is wanted.</param>
    /// <param name="take">Gets each row that is as it was written.</param>
    /// <returns>Where everything ends that was read or trusted.</returns>
    /// <exception cref="DamageException">A row is not what it was, or rows are missing: the first such place.</exception>
    JournalEnd ReadOn(JournalEnd after, IEnumerable<StreamPlace> streams, long upTo, RowTaker take);

    /// <summary>What a row is called where something is wrong with it.</summary>
    string NameOf(in ReadRow row);

    /// <summary>Reads a row's fact.</summary>
    /// <exception cref="DamageException">It cannot be read.</exception>
    object Decode(in ReadRow row);

    /// <summary>The hash of the fact at a place, as it is stored; null: there is none.</summary>
    byte[]? HashOf(long place);

    /// <summary>The fact at a place, not checked against its chain.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    object FactOf(long place);
}

/// <summary>Gets the rows of a journal, one after the other.</summary>
internal delegate void RowTaker(in ReadRow row, string stream);

/// <summary>A row as it is read. Its spans are good until the next one.</summary>
internal readonly ref struct ReadRow
{
    public required long Place { get; init; }

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
