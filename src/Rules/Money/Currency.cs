namespace AkkaAuction.Rules.Money;

/// <summary>A currency and how many digits stand behind its point. Amounts are <see langword="long"/> minor units of it.</summary>
/// <param name="Code">Three capital letters, as ISO 4217 writes it: <c>USD</c>.</param>
/// <param name="Digits">Digits behind the point, 0 to 9; 2 means that one minor unit is 0.01.</param>
public sealed record Currency(string Code, int Digits)
{
    /// <summary>Digits behind the point where nobody says the currency.</summary>
    public const byte DigitsUnsaid = 2;

    // ISO 4217, list one: the currencies in use that have not two digits. One that the list does not know (a club's own) has two.
    private static readonly string[][] ByDigits =
    [
        ["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"],
        [],
        [],
        ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"],
        ["CLF", "UYW"],
    ];

    /// <summary>The house's default: two digits.</summary>
    public static Currency Default { get; } = new("USD", DigitsUnsaid);

    /// <summary>The currency of a code, with its digits by ISO 4217.</summary>
    public static Currency Of(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        if (code == Default.Code) return Default;
        var digits = Array.FindIndex(ByDigits, codes => codes.Contains(code));
        return new Currency(code, digits < 0 ? DigitsUnsaid : digits);
    }

    /// <summary>Whether a text can be a currency's code.</summary>
    public static bool IsCode(string text) => text is { Length: 3 } && text.All(char.IsAsciiLetterUpper);

    /// <summary>
    /// As many of the other currency's major units, minor units of this one; a part that has no minor unit here is dropped.
    /// </summary>
    /// <returns>At most <see cref="Amount.MaxMinor"/>.</returns>
    public long Same(long minor, Currency other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var digit = other.Digits; digit > Digits; digit--) minor /= 10;
        for (var digit = other.Digits; digit < Digits; digit++) minor = minor > Amount.MaxMinor / 10 ? Amount.MaxMinor : minor * 10;
        return minor;
    }
}
