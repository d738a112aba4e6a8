using System.Buffers;

namespace AkkaAuction.Rules;

/// <summary>
/// The syntax of names, the same at every door. Letters and digits are ASCII, so that two names that look alike are equal.
/// </summary>
public static class Names
{
    public const int BidderMax = 32;
    public const int LotMax = 64;
    public const int SaleMax = 64;
    public const int BidIdMax = 64;

    private static readonly SearchValues<char> FormSymbols = SearchValues.Create("abcdefghijklmnopqrstuvwxyz_");

    /// <summary>1–32 of letters, digits, <c>-</c>, <c>_</c>, <c>.</c>.</summary>
    public static bool IsBidder(ReadOnlySpan<char> name) => IsName(name, BidderMax, dots: true);

    /// <inheritdoc cref="IsBidder(ReadOnlySpan{char})"/>
    public static bool IsBidder(ReadOnlySpan<byte> name) => IsName(name, BidderMax, dots: true);

    /// <summary>1–64 of letters, digits, <c>-</c>, <c>_</c>, <c>.</c>.</summary>
    public static bool IsLot(ReadOnlySpan<char> id) => IsName(id, LotMax, dots: true);

    /// <inheritdoc cref="IsLot(ReadOnlySpan{char})"/>
    public static bool IsLot(ReadOnlySpan<byte> id) => IsName(id, LotMax, dots: true);

    /// <summary>1–64 of letters, digits, <c>-</c>, <c>_</c>, <c>.</c>.</summary>
    public static bool IsSale(ReadOnlySpan<char> id) => IsName(id, SaleMax, dots: true);

    /// <inheritdoc cref="IsSale(ReadOnlySpan{char})"/>
    public static bool IsSale(ReadOnlySpan<byte> id) => IsName(id, SaleMax, dots: true);

    /// <summary>1–64 of letters, digits, <c>-</c>, <c>_</c>.</summary>
    public static bool IsBidId(ReadOnlySpan<char> id) => IsName(id, BidIdMax, dots: false);

    /// <inheritdoc cref="IsBidId(ReadOnlySpan{char})"/>
    public static bool IsBidId(ReadOnlySpan<byte> id) => IsName(id, BidIdMax, dots: false);

    /// <summary>A form of auction: 3–20 of small letters and <c>_</c>.</summary>
    public static bool IsForm(ReadOnlySpan<char> name) =>
        name.Length is >= 3 and <= 20 && !name.ContainsAnyExcept(FormSymbols);

    private static bool IsName(ReadOnlySpan<char> text, int max, bool dots)
    {
        if (text.Length < 1 || text.Length > max) return false;
        foreach (var c in text)
        {
            if (!IsNameSymbol(c, dots)) return false;
        }
        return true;
    }

    private static bool IsName(ReadOnlySpan<byte> text, int max, bool dots)
    {
        if (text.Length < 1 || text.Length > max) return false;
        foreach (var b in text)
        {
            if (!IsNameSymbol((char)b, dots)) return false;
        }
        return true;
    }

    private static bool IsNameSymbol(char c, bool dots) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' || (dots && c == '.');
}
