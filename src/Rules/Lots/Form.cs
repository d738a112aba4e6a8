using System.Collections.Immutable;

namespace AkkaAuction.Rules.Lots;

/// <summary>
/// A form of auction as a module: all that only it knows. What a lot has fixed is its <see cref="FormTerms"/>, what a lot remembers,
/// decides and tells is its <see cref="LotState"/>; what is true of every lot of the form is here. Each form stands in one folder of
/// <c>Forms/</c> and is registered by one line; nobody else names it.
/// </summary>
public abstract class Form
{
    private static readonly ImmutableArray<Invariant> Rising = [Invariant.PriceNeverFalls];
    private static readonly ImmutableArray<Invariant> Falling = [Invariant.PriceNeverRises];

    /// <summary>The name in catalogues, in the journal and on the wire; it never changes.</summary>
    public abstract string Name { get; }

    /// <summary>Its rules in one plain sentence.</summary>
    public abstract string Sentence { get; }

    /// <summary>Terms in which nothing is said yet: what a reader of terms begins with.</summary>
    public abstract FormTerms Blank { get; }

    /// <summary>What a lot of this form has while its row of the catalogue does not say.</summary>
    public virtual FormTerms Preset(ISettingValues settings) => Blank;

    /// <summary>Whether a lot may have several units.</summary>
    public virtual bool SellsSeveral => false;

    /// <summary>Why a lot says no time to stay open: what ends it instead. Null: it has such a time.</summary>
    public virtual string? EndsBy => null;

    /// <summary>Whether a lot with a time to stay open may leave it out, and is then ended by the hammer.</summary>
    public virtual bool MayEndByHammer => false;

    /// <summary>Whether the sale's rounds open and end a lot.</summary>
    public virtual bool FollowsRounds => false;

    /// <summary>Whether nobody sees a bid before the lot is decided.</summary>
    public virtual bool HidesBids => false;

    /// <summary>Whether those who do not win pay as well.</summary>
    public virtual bool LosersPay => false;

    /// <summary>Whether everybody sees who leads, and the leader loses the lead to a better bid.</summary>
    public virtual bool LeadsInTheOpen => false;

    /// <summary>
    /// Whether bidders sell and the lowest offer wins: bids are offers to supply, the start price is the most that the buyer pays, and
    /// <c>next=</c> is the highest offer that would be accepted. The winner is paid.
    /// </summary>
    public virtual bool Descends => false;

    /// <summary>What holds in every lot of the form beyond what holds in every lot.</summary>
    public virtual ImmutableArray<Invariant> Invariants => Descends ? Falling : Rising;

    /// <summary>A blank of each fact that only this form has.</summary>
    public virtual ImmutableArray<FormFact> Facts => [];

    /// <summary>The fields that only this form adds to what outsiders see of a lot.</summary>
    public virtual ImmutableArray<ShownField> Shown => [];

    /// <summary>Whether bidders speak one after the other once the opening bids are in.</summary>
    public virtual bool ByTurns => false;

    /// <summary>Who alone may bid now, as those fields say; null: anybody.</summary>
    public virtual string? TurnOf(ShownFields shown) => null;

    /// <summary>The price at which a bid gets the lot at once, as those fields say, minor units; null: none does.</summary>
    public virtual long? BuyNowOf(ShownFields shown) => null;

    /// <summary>The price that those fields make at a time, minor units; null: the price changes only with facts.</summary>
    public virtual long? PriceAt(ShownFields shown, DateTimeOffset now) => null;

    /// <summary>When that price next changes by the clock alone; null: never.</summary>
    public virtual DateTimeOffset? PriceChangesAt(ShownFields shown, DateTimeOffset now) => null;

    /// <summary>Whether the form declares that its price never falls.</summary>
    public bool PriceNeverFalls => Invariants.Contains(Invariant.PriceNeverFalls);

    /// <summary>Whether the form declares that its price never rises.</summary>
    public bool PriceNeverRises => Invariants.Contains(Invariant.PriceNeverRises);

    /// <summary>The lot before anything happened to it.</summary>
    public abstract LotState Initial(LotTerms terms);
}
