using System.Runtime.Serialization;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Rules.Forms.Reverse;

/// <summary>The sealed tender: nobody sees an offer before the end. Rules: <see cref="ReverseSealedState"/>.</summary>
public sealed class ReverseSealedForm : Form
{
    public static ReverseSealedForm Instance { get; } = new();

    public override string Name => "reverse_sealed";

    public override string Sentence =>
        "A sealed tender: the lowest offer at or below the start price wins, at its own price or at the second lowest.";

    public override FormTerms Blank { get; } = new ReverseSealedTerms(TenderPrice.First);

    public override bool HidesBids => true;

    public override bool MayEndByHammer => true;

    public override bool Descends => true;

    public override LotState Initial(LotTerms terms) => new ReverseSealedState(terms);
}

/// <param name="Pays">Whose offer the buyer pays.</param>
public sealed record ReverseSealedTerms(TenderPrice Pays) : FormTerms
{
    [IgnoreDataMember]
    public override Form Module => ReverseSealedForm.Instance;

    public override FormTerms Through(ITermFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return new ReverseSealedTerms(fields.Choice("pays", Pays));
    }

    public override string? Fault(LotTerms lot)
    {
        ArgumentNullException.ThrowIfNull(lot);
        return lot.StartPriceMinor < 1
            ? $"the start price must be above 0, not {lot.Text(lot.StartPriceMinor)}: it is the highest offer"
            : null;
    }
}

/// <summary>What the winner of a sealed tender is paid.</summary>
public enum TenderPrice
{
    /// <summary>Its own offer.</summary>
    First,

    /// <summary>The lowest offer of anybody else; the start price where nobody else made one.</summary>
    Second,
}
