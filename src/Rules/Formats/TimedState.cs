using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Rules.Formats;

/// <summary>A lot of one unit that closes at a deadline of its own.</summary>
public abstract record TimedState : LotState
{
    private protected TimedState(LotTerms terms) : base(terms) { }

    /// <inheritdoc/>
    public override DateTimeOffset? ClosesAt => DeadlineOrNull;

    /// <summary>What the hammer would say now; null: unsold.</summary>
    internal abstract Award? Hammer { get; }
}

/// <summary>Who gets it and for how much, minor units.</summary>
internal readonly record struct Award(string Winner, long PaysMinor);
