using System.Collections.Immutable;
using AkkaAuction.Rules.Forms;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Settings;

/// <summary>
/// A catalogue made up from a seed (R1.1): the same seed and bounds give the same lots, on every machine and in every version, because the
/// random numbers are made here (SplitMix64) and not by a library that may change.
/// </summary>
public static class RandomCatalogue
{
    private static readonly string[] Kinds =
        ["armchair", "atlas", "barometer", "bicycle", "bracelet", "camera", "candlestick", "carpet", "cello", "chess set", "clock",
         "compass", "desk", "easel", "engraving", "globe", "goblet", "guitar", "kettle", "lamp", "lantern", "map", "microscope", "mirror",
         "music box", "painting", "piano stool", "pocket watch", "radio", "record player", "samovar", "sextant", "ship model",
         "stamp album", "telescope", "tea set", "typewriter", "vase", "violin", "writing box"];

    private static readonly string[] Qualities =
        ["amber", "brass", "carved", "copper", "crystal", "enamelled", "gilded", "inlaid", "ivory-coloured", "lacquered", "marble", "oak",
         "painted", "pewter", "restored", "rosewood", "signed", "silver", "travelling", "walnut"];

    /// <param name="seed">The seed.</param>
    /// <param name="lots">How many.</param>
    /// <param name="priceFromMinor">Lowest start price, minor units.</param>
    /// <param name="priceToMinor">Highest start price, minor units; prices are whole major units where the bounds allow.</param>
    /// <param name="unitsFrom">Fewest units of a lot.</param>
    /// <param name="unitsTo">Most units of a lot.</param>
    /// <param name="settings">Ceiling, ties.</param>
    /// <param name="currency">Currency of the lots; null: the house's.</param>
    public static Catalogue Make(
        long seed,
        int lots,
        long priceFromMinor,
        long priceToMinor,
        int unitsFrom,
        int unitsTo,
        HouseSettings settings,
        Currency? currency = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        currency ??= settings.Currency;
        var chance = (ulong)seed;
        var made = ImmutableArray.CreateBuilder<LotTerms>(lots);
        var digits = lots.ToString().Length;
        var whole = currency.Same(1, new Currency(currency.Code, 0));
        for (var i = 1; i <= lots; i++)
        {
            var title = $"{Qualities[Draw(ref chance, Qualities.Length)]} {Kinds[Draw(ref chance, Kinds.Length)]}";
            made.Add(new LotTerms(
                $"lot-{i.ToString().PadLeft(digits, '0')}",
                char.ToUpperInvariant(title[0]) + title[1..],
                settings.Lots.Terms[FormRegistry.OfTheRounds],
                Price(ref chance, priceFromMinor, priceToMinor, whole),
                unitsFrom + Draw(ref chance, unitsTo - unitsFrom + 1),
                currency,
                settings.CeilingIn(currency)));
        }
        return new Catalogue(made.MoveToImmutable());
    }

    private static long Price(ref ulong chance, long from, long to, long whole)
    {
        var (low, high) = ((from + whole - 1) / whole, to / whole);
        return low <= high
            ? (low + (long)(Next(ref chance) % (ulong)(high - low + 1))) * whole
            : from + (long)(Next(ref chance) % (ulong)(to - from + 1));
    }

    private static int Draw(ref ulong chance, int below) => (int)(Next(ref chance) % (ulong)below);

    private static ulong Next(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
