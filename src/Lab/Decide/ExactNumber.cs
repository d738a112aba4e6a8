using System.Globalization;
using System.Numerics;

namespace AkkaAuction.Lab.Decide;

/// <summary>
/// A number 0 or more, as its text says it: <see cref="Units"/> / 10^<see cref="Decimals"/>, with no more decimals than it needs.
/// </summary>
public readonly record struct ExactNumber(long Units, int Decimals)
{
    /// <summary>
    /// Most digits behind the point: with <see cref="Greatest"/>, every amount and the sum of two fit a <see langword="long"/>.
    /// </summary>
    public const int DecimalsMax = 6;

    /// <summary>The greatest amount taken.</summary>
    public const long Greatest = 1_000_000_000_000;

    /// <summary>Minor units of a currency with <paramref name="digits"/> digits, which are at least <see cref="Decimals"/>.</summary>
    public long ToMinor(int digits)
    {
        var minor = Units;
        for (var i = Decimals; i < digits; i++) minor = checked(minor * 10);
        return minor;
    }

    /// <summary>Reads a decimal, with or without an exponent, without ever rounding.</summary>
    /// <param name="fault">What is wrong with it and what would be right; null when nothing is.</param>
    public static ExactNumber Read(string text, out string? fault)
    {
        fault = $"{Shown(text)} is not an amount; one looks like 12 or 12.50.";
        if (text.StartsWith('-') && IsNumber(text[1..], out _, out _))
        {
            fault = $"{Shown(text)} is negative; amounts are 0 or more.";
            return default;
        }
        if (!IsNumber(text, out var mantissa, out var decimals)) return default;
        while (!mantissa.IsZero && mantissa % 10 == 0)
        {
            mantissa /= 10;
            decimals--;
        }
        if (mantissa.IsZero) decimals = 0;
        if (decimals > DecimalsMax)
        {
            fault = $"{Shown(text)} has {decimals} digits behind the point; at most {DecimalsMax} are taken.";
            return default;
        }
        // An exponent beyond this makes any number too great, and computing its power would take for ever.
        var tooGreat = decimals < -20;
        if (!tooGreat && decimals < 0)
        {
            mantissa *= BigInteger.Pow(10, -decimals);
            decimals = 0;
        }
        if (tooGreat || mantissa > new BigInteger(Greatest) * BigInteger.Pow(10, decimals))
        {
            fault = $"{Shown(text)} is too much; amounts are at most {Greatest}.";
            return default;
        }
        fault = null;
        return new((long)mantissa, decimals);
    }

    // digits [. digits] [e [+-] digits]: what JSON calls a number, zeros in front allowed.
    private static bool IsNumber(string text, out BigInteger mantissa, out int decimals)
    {
        mantissa = default;
        decimals = 0;
        if (text.Length > 400) return false;
        var e = text.IndexOfAny(['e', 'E']);
        var exponent = 0;
        if (e >= 0 && !int.TryParse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
            return false;
        var plain = e < 0 ? text : text[..e];
        var point = plain.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? plain : plain[..point];
        var behind = point < 0 ? "" : plain[(point + 1)..];
        if (!IsDigits(whole) || (point >= 0 && !IsDigits(behind))) return false;
        if (exponent is < -1_000_000 or > 1_000_000) exponent = Math.Sign(exponent) * 1_000_000;
        mantissa = BigInteger.Parse(whole + behind, NumberStyles.None, CultureInfo.InvariantCulture);
        decimals = behind.Length - exponent;
        return true;
    }

    private static bool IsDigits(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);

    private static string Shown(string text) => text.Length <= 40 ? $"'{text}'" : $"'{text[..40]}…'";
}
