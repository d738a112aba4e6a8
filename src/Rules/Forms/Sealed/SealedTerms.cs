using System.Collections.Immutable;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Rules.Forms.Sealed;

/// <summary>What all sealed forms fix: which of a bidder's bids counts, and whether it may be taken back.</summary>
public abstract record SealedTerms : FormTerms
{
    /// <summary>Which of a bidder's bids counts.</summary>
    public Replacement Replace { get; init; }

    /// <summary>Whether a bidder may take its bid back until the lot closes.</summary>
    public bool Withdraw { get; init; }

    /// <summary>Whether the bids of all bidders have to be kept: where one may go, the next best has to be known.</summary>
    internal bool NeedsEachBid => Withdraw || Replace != Replacement.Highest;

    public override FormTerms Through(ITermFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return this with { Replace = fields.Choice("replace", Replace), Withdraw = fields.Flag("withdraw", Withdraw) };
    }

    /// <summary>What everybody is shown of them.</summary>
    internal static ImmutableArray<ShownField> Fields { get; } = [new("replace", ShownKind.Word), new("withdraw", ShownKind.Word)];

    /// <summary>The terms that are not as usual.</summary>
    internal IEnumerable<ShownField> Shown()
    {
        if (Replace == Replacement.Last) yield return new ShownField("replace", ShownKind.Word, 0, "last");
        if (Withdraw) yield return new ShownField("withdraw", ShownKind.Word, 0, "yes");
    }
}

/// <summary>Which of the bids of one bidder counts.</summary>
public enum Replacement
{
    /// <summary>The highest; a lower one that comes later has no effect.</summary>
    Highest,

    /// <summary>The last; it takes the place of the one before, also a higher one.</summary>
    Last,
}
