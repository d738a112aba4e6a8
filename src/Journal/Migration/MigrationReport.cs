using AkkaAuction.Rules.Originals;

namespace AkkaAuction.Journal.Migration;

/// <summary>What is to be copied.</summary>
/// <param name="Old">A journal of version 1.</param>
/// <param name="New">The file that is made; it must not exist.</param>
/// <param name="Sale">The id of the sale that all runs become runs of.</param>
/// <param name="Now">When.</param>
/// <param name="Sealed">The sealed-bid house's terms, for deciding everything again.</param>
internal sealed record MigrationOrder(string Old, string New, string Sale, DateTimeOffset Now, SealedHouseTerms Sealed)
{
    /// <summary>Hears how far the work has come: steps that are done, and how many there are.</summary>
    public Action<long, long> Progress { get; init; } = (_, _) => { };

    /// <summary>Ends the work before its end; nothing is left of it.</summary>
    public CancellationToken Cancellation { get; init; }
}

/// <summary>What a migration found and made.</summary>
internal sealed record MigrationReport
{
    /// <summary>Facts in the old journal; those in the new one have the same places.</summary>
    public required long Events { get; init; }

    /// <summary>The hash of the old journal's last fact.</summary>
    public required byte[] OldHead { get; init; }

    /// <summary>Where the new journal ends.</summary>
    public required JournalEnd End { get; init; }

    public required int Runs { get; init; }

    public required int People { get; init; }

    public required int Erased { get; init; }

    public required int Tokens { get; init; }

    /// <summary>Hidden bids that were given a salt.</summary>
    public required long Salted { get; init; }

    public required IReadOnlyList<string> OpenLots { get; init; }

    public required bool IsSaleOpen { get; init; }

    /// <summary>Decisions that were made again over the copy.</summary>
    public required long Decisions { get; init; }

    /// <summary>Facts that today's rules would not have decided, in the old journal and in the copy alike.</summary>
    public required int Differences { get; init; }
}
