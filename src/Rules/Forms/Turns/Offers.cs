using System.Collections.Immutable;

namespace AkkaAuction.Rules.Forms.Turns;

/// <summary>A bidder's offer.</summary>
/// <param name="AmountMinor">Minor units.</param>
/// <param name="Order">The bid it comes from: of equal offers the earlier is the better.</param>
/// <param name="Spoke">The last round in which the bidder has spoken; 0: none.</param>
internal readonly record struct Offer(string Bidder, long AmountMinor, long Order, int Spoke);

/// <summary>Each bidder's offer, in the order of their first ones. Equal when the offers are.</summary>
internal sealed record Offers(ImmutableArray<Offer> All)
{
    public static Offers None { get; } = new(ImmutableArray<Offer>.Empty);

    public int Count => All.Length;

    /// <summary>The lowest.</summary>
    public Offer Best => All.MinBy(offer => (offer.AmountMinor, offer.Order));

    public Offer? Of(string bidder)
    {
        foreach (var offer in All)
        {
            if (offer.Bidder == bidder) return offer;
        }
        return null;
    }

    /// <summary>The highest of those who have not spoken in a round; null: all have.</summary>
    public Offer? WorstToSpeak(int round)
    {
        Offer? worst = null;
        foreach (var offer in All)
        {
            if (offer.Spoke < round && (worst is not { } known || IsWorse(offer, known))) worst = offer;
        }
        return worst;
    }

    /// <summary>With a bidder's new offer.</summary>
    public Offers With(string bidder, long amountMinor, long order) => Of(bidder) is { } known
        ? new Offers(All.Replace(known, known with { AmountMinor = amountMinor, Order = order }))
        : new Offers(All.Add(new Offer(bidder, amountMinor, order, 0)));

    public Offers Spoken(string bidder, int round) =>
        Of(bidder) is { } known ? new Offers(All.Replace(known, known with { Spoke = round })) : this;

    public bool Equals(Offers? other) => other is not null && All.AsSpan().SequenceEqual(other.All.AsSpan());

    public override int GetHashCode() => All.Length == 0 ? 0 : HashCode.Combine(All.Length, All[0]);

    private static bool IsWorse(Offer one, Offer other) => (one.AmountMinor, one.Order).CompareTo((other.AmountMinor, other.Order)) > 0;
}
