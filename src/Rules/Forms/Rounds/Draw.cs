namespace AkkaAuction.Rules.Forms.Rounds;

/// <summary>
/// The draw between equal bids: a number from (seed, round, lot, bidder) alone. So a sale with the same seed has the same winners for any
/// order of arrival, on any machine and in any run. The lower number wins; names decide between equal numbers.
/// </summary>
public static class Draw
{
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    /// <summary>A bidder's number, well mixed over all 64 bits.</summary>
    public static ulong Of(long seed, int round, string lot, string bidder)
    {
        var hash = Add(FnvOffset, (ulong)seed);
        hash = Add(hash, (uint)round);
        hash = Add(hash, lot);
        hash = Add(hash, bidder);
        return Mix(hash);
    }

    /// <summary>Whether the one bidder's lot beats the other's.</summary>
    public static bool Beats(long seed, int round, string lot, string bidder, string other)
    {
        var mine = Of(seed, round, lot, bidder);
        var theirs = Of(seed, round, lot, other);
        return mine != theirs ? mine < theirs : string.CompareOrdinal(bidder, other) < 0;
    }

    private static ulong Add(ulong hash, ulong number)
    {
        for (var i = 0; i < 8; i++, number >>= 8) hash = (hash ^ (number & 0xff)) * FnvPrime;
        return hash;
    }

    // FNV-1a over UTF-16, low byte first, then the length: ("ab", "c") and ("a", "bc") differ.
    private static ulong Add(ulong hash, string text)
    {
        foreach (var c in text)
        {
            hash = (hash ^ (c & 0xffu)) * FnvPrime;
            hash = (hash ^ (uint)(c >> 8)) * FnvPrime;
        }
        return Add(hash, (ulong)text.Length);
    }

    // SplitMix64's finaliser: FNV alone leaves the high bits of short texts alike.
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
}
