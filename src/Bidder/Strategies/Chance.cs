namespace AkkaAuction.Bidder.Strategies;

/// <summary>
/// Where strategies get their chance from. Every draw is named by what it is for, so that none depends on how many came before it: a
/// tick that comes late, twice or never shifts no other decision.
/// </summary>
public interface IChance
{
    /// <summary>A number in [0, 1), the same each time for the same name.</summary>
    /// <param name="purpose">What is drawn.</param>
    /// <param name="lot">The lot it is drawn for; empty: none.</param>
    /// <param name="number">The round, the price, the try it is drawn for.</param>
    double Draw(string purpose, string lot = "", long number = 0);
}

/// <summary>Draws that follow from a seed and a bidder's name alone, on every machine alike.</summary>
public sealed class SeededChance : IChance
{
    private readonly ulong _root;

    public SeededChance(long seed, string bidder) => _root = Mix(Fold(Mix((ulong)seed), bidder));

    public double Draw(string purpose, string lot = "", long number = 0)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        ArgumentNullException.ThrowIfNull(lot);
        var drawn = Mix(Fold(Mix(Fold(_root, purpose)), lot) ^ Mix((ulong)number));
        return (drawn >> 11) * (1.0 / (1UL << 53));
    }

    // FNV-1a over the text, then SplitMix64's finalizer: each bit of the name moves every bit of the number.
    private static ulong Fold(ulong state, string text)
    {
        foreach (var symbol in text) state = (state ^ symbol) * 0x100000001B3UL;
        return state ^ (ulong)text.Length;
    }

    private static ulong Mix(ulong state)
    {
        state += 0x9E3779B97F4A7C15UL;
        state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9UL;
        state = (state ^ (state >> 27)) * 0x94D049BB133111EBUL;
        return state ^ (state >> 31);
    }
}
