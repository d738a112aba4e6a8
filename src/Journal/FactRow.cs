using AkkaAuction.Journal.Codec;

namespace AkkaAuction.Journal;

/// <summary>A fact with its place in the journal: a row of the table that is stored.</summary>
internal sealed class FactRow
{
    /// <summary>Its place in the file, over all chains.</summary>
    public required long Place { get; init; }

    /// <summary>Its number in its chain.</summary>
    public required long Event { get; init; }

    public required byte[] Stream { get; init; }

    public required long Version { get; init; }

    /// <summary>The place of the fact before it in its stream; 0: it is the first.</summary>
    public required long Follows { get; init; }

    /// <summary>Which life of the house wrote it.</summary>
    public required long Epoch { get; init; }

    public required FactText Text { get; init; }

    /// <summary>32 bytes.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>The fact itself, for whoever reads the stream before the row is stored.</summary>
    public required object Fact { get; init; }

    public ulong Receipt => FactHash.ReceiptOf(Hash);
}
