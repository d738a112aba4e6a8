namespace AkkaAuction.Journal;

/// <summary>How far a journal goes.</summary>
/// <param name="Place">The place of its last fact; 0: it has none.</param>
/// <param name="Hash">That fact's hash.</param>
/// <param name="Chains">Where each chain ends, in the order in which they began.</param>
internal sealed record JournalEnd(long Place, byte[] Hash, IReadOnlyList<ChainPlace> Chains)
{
    /// <summary>A journal without facts.</summary>
    public static JournalEnd None { get; } = new(0, [], []);
}

/// <summary>Where a chain ended.</summary>
/// <param name="LastEvent">The number of its last fact.</param>
/// <param name="Head">That fact's hash.</param>
/// <param name="Anchored">Up to which event an anchor says so; 0: no anchor names the chain.</param>
internal readonly record struct ChainPlace(string Name, long LastEvent, byte[] Head, long Anchored);

/// <summary>Where a stream ended.</summary>
/// <param name="Version">Its facts.</param>
/// <param name="LastPlace">The place of the last of them.</param>
internal readonly record struct StreamPlace(string Name, long Version, long LastPlace);
