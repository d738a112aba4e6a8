using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Rules.Forms.Turns;

/// <summary>It is a bidder's turn: nobody else may bid until it has spoken or its time is up.</summary>
/// <param name="Round">From 1.</param>
/// <param name="ClosesAt">When its time is up.</param>
public sealed record TurnGiven(DateTimeOffset At, string Bidder, int Round, DateTimeOffset ClosesAt) : FormFact
{
    public override string Name => nameof(TurnGiven);

    /// <summary>The first turn follows from the end of the opening, each other one from what a bidder did or left.</summary>
    public override LotCommand Cause => new LotCommand.ClockReached();

    public override string Words(Func<DateTimeOffset, string> time, Func<long, string> money) =>
        $"round {Round}, it is {Bidder}'s turn until {time(ClosesAt)}";

    public override FormFact Through<TFields>(ref TFields fields) => new TurnGiven(
        fields.At(At),
        fields.Person("bidder"u8, Bidder)!,
        fields.Number("round"u8, Round),
        fields.Time("closesAt"u8, ClosesAt)!.Value);
}

/// <summary>A bidder passed its turn: its last offer stands.</summary>
public sealed record TurnPassed(DateTimeOffset At, string Bidder) : FormFact
{
    public override string Name => nameof(TurnPassed);

    public override LotCommand Cause => new LotCommand.Pass(Bidder);

    public override string Words(Func<DateTimeOffset, string> time, Func<long, string> money) => $"{Bidder} passes its turn";

    public override FormFact Through<TFields>(ref TFields fields) => new TurnPassed(fields.At(At), fields.Person("bidder"u8, Bidder)!);
}

/// <summary>A bidder let its turn go by: its last offer stands.</summary>
public sealed record TurnMissed(DateTimeOffset At, string Bidder) : FormFact
{
    public override string Name => nameof(TurnMissed);

    public override LotCommand Cause => new LotCommand.ClockReached();

    public override string Words(Func<DateTimeOffset, string> time, Func<long, string> money) => $"{Bidder} lets its turn go by";

    public override FormFact Through<TFields>(ref TFields fields) => new TurnMissed(fields.At(At), fields.Person("bidder"u8, Bidder)!);
}
