using System.Collections.Immutable;

namespace AkkaAuction.Rules.Lots;

/// <summary>
/// A lot that closes at a deadline of its own. A form says what a bid does (<see cref="Take"/>) and who would win now
/// (<see cref="Hammer"/>); opening, closing and the checks that forms share are made here.
/// </summary>
public abstract record TimedState : LotState
{
    protected TimedState(LotTerms terms) : base(terms) { }

    /// <inheritdoc/>
    public override DateTimeOffset? ClosesAt => DeadlineOrNull;

    /// <inheritdoc/>
    public override DateTimeOffset? LooksAtClockAt => DeadlineOrNull;

    /// <summary>What the hammer would say now; null: unsold.</summary>
    protected internal abstract Award? Hammer { get; }

    /// <summary>What else the award leads to, between it and the lot's end.</summary>
    protected internal virtual ImmutableArray<LotFact> Dues(Award award, DateTimeOffset now) => [];

    /// <summary>The deadline of a lot that opens; null: the hammer ends it.</summary>
    protected internal virtual DateTimeOffset? ClosesWhenOpenedAt(DateTimeOffset now) => now + Terms.OpenFor;

    /// <summary>Whether there is a winner already.</summary>
    public override bool ReserveMet => Hammer is not null;

    /// <summary>Decides a bid that has passed the checks that forms share.</summary>
    protected internal abstract Decision<LotFact> Take(LotCommand.Bid bid, DateTimeOffset now);

    /// <inheritdoc/>
    protected internal override Decision<LotFact> Decide(LotCommand command, DateTimeOffset now)
    {
        if (command is not LotCommand.Bid bid) return TimedRules.Decide(this, command, now);
        return Lot.Refuses(this, bid, TimedRules.Admission(this, now), out var code)
            ? Decision<LotFact>.Refuse(Reject(code, bid.Bidder, now))
            : Take(bid, now);
    }

    /// <inheritdoc/>
    protected internal override Decision<LotFact> Decide(LotCommand.Withdraw withdraw, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(withdraw);
        return TimedRules.Admission(this, now) is var late and not RejectionCode.None
            ? Decision<LotFact>.Refuse(Reject(late, withdraw.Bidder, now))
            : base.Decide(withdraw, now);
    }

    /// <inheritdoc/>
    protected internal override LotState After(LotFact.Opened opened) =>
        this with { Phase = LotPhase.Open, DeadlineTicks = opened.ClosesAt?.UtcTicks ?? 0 };
}

/// <summary>Who gets it and for how much, minor units.</summary>
public readonly record struct Award(string Winner, long PaysMinor);
