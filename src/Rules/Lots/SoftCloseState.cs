namespace AkkaAuction.Rules.Lots;

/// <summary>
/// A lot with open bids and a deadline that late bids may move (<see cref="Lots.SoftClose"/>). An extension is a fact of its own behind the
/// bid's, stored in one piece with it. A form hands the bid that it accepts to <see cref="Accept"/>, and makes the state after it with
/// <see cref="ExtendsTo"/>.
/// </summary>
public abstract record SoftCloseState : TimedState
{
    protected SoftCloseState(LotTerms terms) : base(terms) { }

    /// <summary>The terms' soft close; null: the deadline stands.</summary>
    protected internal abstract SoftClose? SoftClose { get; }

    /// <summary>How often late bids have moved the deadline.</summary>
    public int Extensions { get; private init; }

    /// <summary>How much they have moved it in all.</summary>
    internal long ExtendedTicks { get; private init; }

    /// <summary>The deadline that the fact behind the latest bid sets, as UTC ticks; 0: none follows.</summary>
    protected internal long ExtendsToTicks { get; init; }

    /// <summary>How long before the deadline a bid is late.</summary>
    public override ShownFields Shown => SoftClose is { } soft ? new ShownFields([soft.ShownWindow]) : ShownFields.None;

    /// <summary>The bid, and the extension where it makes one.</summary>
    protected internal Decision<LotFact> Accept(LotFact.BidAccepted bid)
    {
        ArgumentNullException.ThrowIfNull(bid);
        return ExtendsTo(bid) is var end and not 0
            ? Decision<LotFact>.Accept([bid, new LotFact.DeadlineSet(bid.At, new DateTimeOffset(end, TimeSpan.Zero))])
            : Decision<LotFact>.Accept(bid);
    }

    /// <summary>
    /// The deadline to which a bid on this lot moves it, as UTC ticks; 0: it does not. A bid of the leader never does, for it takes nothing
    /// from anybody.
    /// </summary>
    protected internal long ExtendsTo(LotFact.BidAccepted bid)
    {
        ArgumentNullException.ThrowIfNull(bid);
        return SoftClose is not { } soft || bid.Bidder == Leader || (bid.PriceMinor == PriceMinor && bid.Leader == Leader)
            ? 0
            : soft.EndAfter(DeadlineTicks, bid.At, Extensions, ExtendedTicks);
    }

    /// <summary>A bid that moves the deadline is told with the new one.</summary>
    public override void Announce(LotState before, LotFact fact, ILotNotices to)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(to);
        if (ExtendsToTicks == 0 || fact is not LotFact.BidAccepted) base.Announce(before, fact, to);
        else if (before.Leader is { } led && led != Leader) to.Outbid(led, PriceMinor);
    }

    /// <inheritdoc/>
    protected internal override LotState After(LotFact.DeadlineSet deadline)
    {
        ArgumentNullException.ThrowIfNull(deadline);
        var after = (SoftCloseState)base.After(deadline);
        return deadline.ClosesAt.UtcTicks != ExtendsToTicks
            ? after with { ExtendsToTicks = 0 }
            : after with
            {
                Extensions = Extensions + 1,
                ExtendedTicks = ExtendedTicks + ExtendsToTicks - DeadlineTicks,
                ExtendsToTicks = 0,
            };
    }

    /// <summary>The fields of the extensions, by way of a form's <see cref="LotState.OfFormThrough"/>.</summary>
    protected SoftCloseState ExtensionsThrough<TFields>(ref TFields fields) where TFields : ILotFields, allows ref struct => this with
    {
        Extensions = fields.Number("extensions"u8, Extensions),
        ExtendedTicks = fields.Number("extendedTicks"u8, ExtendedTicks),
        ExtendsToTicks = fields.Number("extendsToTicks"u8, ExtendsToTicks),
    };
}
