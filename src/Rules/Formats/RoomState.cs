using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Rules.Formats;

/// <summary>
/// A lot of the bidding room. Its price and leader are open to all, so what outsiders see is all there is: the leader's bid is the price,
/// and the deadline runs exactly while there is a leader.
/// </summary>
public sealed record RoomState : LotState
{
    internal RoomState(LotTerms terms) : base(terms) { }

    /// <inheritdoc/>
    public override string? Leader => Leading;

    /// <inheritdoc/>
    public override DateTimeOffset? ClosesAt => DeadlineOrNull;

    /// <summary>The price and one minor unit.</summary>
    public override long NextMinor => PriceMinor == long.MaxValue ? long.MaxValue : PriceMinor + 1;

    /// <summary>Whether anybody leads: any bid that is taken may win.</summary>
    public override bool ReserveMet => Leader is not null;

    /// <summary>Nothing from who leads (R2.4).</summary>
    public override long NextFor(string bidder) => bidder == Leader ? long.MaxValue : NextMinor;

    internal string? Leading { get; init; }

    /// <inheritdoc/>
    private protected override LotState OfFormThrough<TFields>(ref TFields fields) => this with
    {
        Leading = fields.Person("leading"u8, Leading),
    };

    internal TimeSpan Deadline => ((Format.Room)Terms.Format).Deadline;
}
