using System.Collections.Immutable;
using System.Runtime.Serialization;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Rules.Forms.Reverse;

/// <summary>
/// The open tender: a buyer asks for offers, and each offer must be a step below the last. Rules: <see cref="ReverseState"/>.
/// </summary>
public sealed class ReverseForm : Form
{
    public static ReverseForm Instance { get; } = new();

    public override string Name => "reverse";

    public override string Sentence =>
        "A tender: each offer is a step below the last, from a ceiling price down; the lowest wins and is what the buyer pays.";

    public override FormTerms Blank { get; } = new ReverseTerms(IncrementTable.Percent(1_00), null);

    public override bool LeadsInTheOpen => true;

    public override ImmutableArray<ShownField> Shown => SoftClose.Shown;

    public override bool Descends => true;

    public override LotState Initial(LotTerms terms) => new ReverseState(terms);
}

/// <param name="Decrements">How far below the last offer the next must be, by that offer.</param>
/// <param name="HiddenReserveMinor">The most that the buyer pays, minor units; nobody sees it. Null: the start price.</param>
/// <param name="SoftClose">How late offers move the deadline; null: they do not.</param>
public sealed record ReverseTerms(IncrementTable Decrements, long? HiddenReserveMinor, SoftClose? SoftClose = null) : FormTerms
{
    [IgnoreDataMember]
    public override Form Module => ReverseForm.Instance;

    public override FormTerms Through(ITermFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return new ReverseTerms(
            fields.Increments(Decrements, "decrement"),
            fields.AmountUpToStart("reserve", HiddenReserveMinor),
            SoftClose.Through(fields, SoftClose));
    }

    public override string? Fault(LotTerms lot)
    {
        ArgumentNullException.ThrowIfNull(lot);
        if (lot.StartPriceMinor < 1) return $"the start price must be above 0, not {lot.Text(lot.StartPriceMinor)}: offers go down from it";
        if (HiddenReserveMinor < 0) return $"the reserve must be 0 or more, not {lot.Text(HiddenReserveMinor.Value)}";
        return HiddenReserveMinor > lot.StartPriceMinor
            ? $"the reserve {lot.Text(HiddenReserveMinor.Value)} must not be above the start price {lot.Text(lot.StartPriceMinor)}"
            : Decrements.Fault(lot.Text) ?? SoftClose?.Fault();
    }
}
