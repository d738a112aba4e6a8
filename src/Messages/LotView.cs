using AkkaAuction.Rules.Forms;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Messages;

/// <summary>The public view of a lot at some event number. Amounts are minor units of the lot's currency.</summary>
/// <param name="Lot">The lot's id.</param>
/// <param name="Form">The form's name (<see cref="FormRegistry"/>).</param>
/// <param name="Title">The title for people.</param>
/// <param name="StartMinor">Start price.</param>
/// <param name="PriceMinor">Current price; the start price while nobody has bid, and as long as the form hides its bids.</param>
/// <param name="NextMinor">
/// The lowest amount that would be accepted now; in a form that descends the highest, or <see cref="LotState.NothingLower"/>.
/// </param>
/// <param name="Units">Units left; null: not known, as to a client of the bidding room. The house knows it.</param>
/// <param name="Leader">Who leads; null: nobody, or the form hides it.</param>
/// <param name="ClosesAt">The deadline of the lot or of the running round; null if there is none.</param>
/// <param name="State">Waiting, open or closed.</param>
/// <param name="Fields">Fields of the lot's form; null if it has none.</param>
public sealed record LotView(
    string Lot,
    string Form,
    string Title,
    long StartMinor,
    long PriceMinor,
    long NextMinor,
    int? Units,
    string? Leader,
    DateTimeOffset? ClosesAt,
    LotViewState State,
    ShownFields? Fields = null)
{
    /// <summary>Currency of its amounts.</summary>
    public Currency Currency { get; init; } = Currency.Default;

    /// <summary>Whether the lot follows the sale's rounds.</summary>
    public bool FollowsRounds => FormRegistry.Find(Form)?.FollowsRounds ?? false;

    /// <summary>Whether bidders sell and the lowest offer wins (<see cref="Form.Descends"/>).</summary>
    public bool Descends => FormRegistry.Find(Form)?.Descends ?? false;

    /// <summary>Whether an amount is as good as the lot asks for (<see cref="NextMinor"/>).</summary>
    public bool Takes(long amountMinor) =>
        Descends ? amountMinor >= 0 && amountMinor <= NextMinor : amountMinor >= NextMinor;

    /// <summary>Whether bidders speak in turns (<see cref="Form.ByTurns"/>).</summary>
    public bool ByTurns => FormRegistry.Find(Form)?.ByTurns ?? false;

    /// <summary>Who alone may bid now; null: anybody.</summary>
    public string? Turn => State == LotViewState.Open && Fields is { } fields ? FormRegistry.Find(Form)?.TurnOf(fields) : null;

    /// <summary>The price at which a bid gets the lot at once (<see cref="Form.BuyNowOf"/>); null: none does.</summary>
    public long? BuyNowMinor => State == LotViewState.Open && Fields is { } fields ? FormRegistry.Find(Form)?.BuyNowOf(fields) : null;

    /// <summary>The lot at a time. In a form whose price moves with the clock, it has the price of that time.</summary>
    public LotView At(DateTimeOffset now) =>
        State == LotViewState.Open && Fields is { } fields && FormRegistry.Find(Form)?.PriceAt(fields, now) is { } price
            ? this with { PriceMinor = price, NextMinor = price }
            : this;

    /// <summary>When the price next changes by the clock alone; null: only a message of the house changes it.</summary>
    public DateTimeOffset? PriceChangesAt(DateTimeOffset now) =>
        State == LotViewState.Open && Fields is { } fields ? FormRegistry.Find(Form)?.PriceChangesAt(fields, now) : null;
}

/// <summary>The three states a lot shows to the outside.</summary>
public enum LotViewState
{
    Waiting,
    Open,
    Closed,
}
