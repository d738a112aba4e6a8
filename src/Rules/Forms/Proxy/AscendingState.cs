using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Rules.Forms.Proxy;

/// <summary>
/// An ascending lot with maximum bids. It keeps two bids: the leader's maximum and the highest maximum of another bidder. That is enough,
/// because a maximum leaves the first place only for the second, and no maximum falls below the price.
/// </summary>
public abstract record AscendingState : SoftCloseState
{
    private protected AscendingState(LotTerms terms) : base(terms) => Form = (AscendingTerms)terms.Form;

    /// <summary>The form's terms.</summary>
    public AscendingTerms Form { get; }

    /// <inheritdoc/>
    public override string? Leader => Leading;

    internal string? Leading { get; init; }

    /// <summary>The leader's maximum, minor units; not for outsiders. 0 while nobody leads.</summary>
    public long LeaderMaxMinor { get; internal init; }

    /// <summary>The highest maximum of anybody but the leader, minor units; -1: nobody else has bid.</summary>
    public long OthersMaxMinor { get; internal init; } = -1;

    /// <inheritdoc/>
    public override long NextMinor =>
        Leader is null ? PriceMinor // still the start price
        : Form.LowestBid == LowestBid.StartPrice ? Terms.StartPriceMinor
        : Amount.PlusOrMax(PriceMinor, Form.Increments.At(PriceMinor));

    /// <summary>The leader may set its own maximum anywhere from the price on.</summary>
    public override long NextFor(string bidder) =>
        bidder == Leader && Form.LowestBid == LowestBid.NextIncrement ? PriceMinor : NextMinor;

    // The first maximum that meets the reserve lifts the price to it, so the price shows it.
    /// <inheritdoc/>
    public override bool ReserveMet => Leader is not null && PriceMinor >= (Form.ReserveMinor ?? 0);

    /// <inheritdoc/>
    protected internal sealed override SoftClose? SoftClose => Form.SoftClose;

    /// <inheritdoc/>
    protected override LotState OfFormThrough<TFields>(ref TFields fields) => (AscendingState)ExtensionsThrough(ref fields) with
    {
        Leading = fields.Person("leading"u8, Leading),
        LeaderMaxMinor = fields.Number("leaderMaxMinor"u8, LeaderMaxMinor),
        OthersMaxMinor = fields.Number("othersMaxMinor"u8, OthersMaxMinor),
    };

    /// <inheritdoc/>
    protected internal override Decision<LotFact> Take(LotCommand.Bid bid, DateTimeOffset now) => ProxyRules.Take(this, bid, now);

    /// <inheritdoc/>
    protected internal override LotState After(LotFact.BidAccepted bid) => ProxyRules.Evolve(this, bid);

    /// <inheritdoc/>
    protected internal override Award? Hammer => ReserveMet ? new Award(Leader!, PriceMinor) : null;
}
