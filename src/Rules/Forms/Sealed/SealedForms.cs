using System.Collections.Immutable;
using System.Runtime.Serialization;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Rules.Forms.Sealed;

/// <summary>The common part of the sealed forms: everything but what is paid.</summary>
public abstract class SealedForm : Form
{
    private protected SealedForm() { }

    public override bool HidesBids => true;

    public override bool MayEndByHammer => true;

    public override ImmutableArray<ShownField> Shown => SealedTerms.Fields;

    public override LotState Initial(LotTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return terms.Form is SealedTerms { NeedsEachBid: true } ? new EachBidState(terms) : new SealedState(terms);
    }
}

/// <summary>Sealed bids; the winner pays its own. Rules: <see cref="SealedRules"/>.</summary>
public sealed class FirstPriceForm : SealedForm
{
    public static FirstPriceForm Instance { get; } = new();

    public override string Name => "first_price";

    public override string Sentence => "Bids are sealed; the highest at or above the start price wins and pays its bid.";

    public override FormTerms Blank { get; } = new FirstPriceTerms();
}

public sealed record FirstPriceTerms : SealedTerms
{
    [IgnoreDataMember]
    public override Form Module => FirstPriceForm.Instance;
}

/// <summary>Sealed bids; the winner pays the highest of anybody else. Rules: <see cref="SealedRules"/>.</summary>
public sealed class SecondPriceForm : SealedForm
{
    public static SecondPriceForm Instance { get; } = new();

    public override string Name => "second_price";

    public override string Sentence =>
        "Bids are sealed; the highest at or above the start price wins and pays the highest bid of anybody else, at least the start price.";

    public override FormTerms Blank { get; } = new SecondPriceTerms();
}

public sealed record SecondPriceTerms : SealedTerms
{
    [IgnoreDataMember]
    public override Form Module => SecondPriceForm.Instance;
}
