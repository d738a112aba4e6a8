using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Rules.Forms.Rounds;

/// <summary>A round began for this lot.</summary>
public sealed record RoundOpened(int Round, DateTimeOffset At, DateTimeOffset ClosesAt) : FormFact
{
    public override string Name => "RoundOpened";

    public override LotCommand Cause => new LotCommand.OpenRound(Round, ClosesAt);

    public override string Words(Func<DateTimeOffset, string> time, Func<long, string> money) =>
        $"round {Round} opens until {time(ClosesAt)}";

    public override FormFact Through<TFields>(ref TFields fields) => this with
    {
        At = fields.At(At),
        Round = fields.Number("round"u8, Round),
        ClosesAt = fields.Time("closesAt"u8, ClosesAt) ?? throw new FormatException("its body has no closesAt"),
    };
}

/// <summary>A bidder takes no further part in this round.</summary>
public sealed record BidderPassed(string Bidder, int Round, DateTimeOffset At) : FormFact
{
    public override string Name => "BidderPassed";

    public override LotCommand Cause => new LotCommand.Pass(Bidder);

    public override string Words(Func<DateTimeOffset, string> time, Func<long, string> money) => $"{Bidder} passes round {Round}";

    public override FormFact Through<TFields>(ref TFields fields) => this with
    {
        At = fields.At(At),
        Bidder = fields.Person("bidder"u8, Bidder) ?? throw new FormatException("its body has no bidder"),
        Round = fields.Number("round"u8, Round),
    };
}

/// <summary>A round is over for this lot.</summary>
/// <param name="Bids">Bids it took in that round, each bidder's highest counted once.</param>
public sealed record RoundEnded(int Round, int Bids, DateTimeOffset At) : FormFact
{
    public override string Name => "RoundEnded";

    public override LotCommand Cause => new LotCommand.EndRound(Round);

    public override string Words(Func<DateTimeOffset, string> time, Func<long, string> money) =>
        $"round {Round} ends with {Bids} {(Bids == 1 ? "bid" : "bids")}";

    public override FormFact Through<TFields>(ref TFields fields) => this with
    {
        At = fields.At(At),
        Round = fields.Number("round"u8, Round),
        Bids = fields.Number("bids"u8, Bids),
    };
}
