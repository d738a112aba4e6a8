using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Rules.Forms;

/// <summary>A lot that closes at a deadline of its own.</summary>
public abstract record TimedState : LotState
{
    private protected TimedState(LotTerms terms) : base(terms) { }

    /// <inheritdoc/>
    public override DateTimeOffset? ClosesAt => DeadlineOrNull;

    /// <summary>What the hammer would say now; null: unsold.</summary>
    internal abstract Award? Hammer { get; }

    /// <summary>The deadline of a lot that opens; null: the hammer ends it.</summary>
    internal virtual DateTimeOffset? ClosesWhenOpenedAt(DateTimeOffset now) => now + Terms.OpenFor;

    /// <inheritdoc/>
    protected internal override LotState After(LotFact.Opened opened) =>
        this with { Phase = LotPhase.Open, DeadlineTicks = opened.ClosesAt?.UtcTicks ?? 0 };
}

/// <summary>Who gets it and for how much, minor units.</summary>
internal readonly record struct Award(string Winner, long PaysMinor);
