using System.Globalization;
using System.Numerics;

namespace Hocon.Parsing;

/// <summary>Which kind of literal an unquoted text is, and how texts are read as numbers and switches.</summary>
internal static class Literals
{
    internal static (HoconLiteralType Kind, string Text) Classify(string text) => text switch
    {
        "null" => (HoconLiteralType.Null, text),
        "true" or "yes" or "on" or "false" or "no" or "off" => (HoconLiteralType.Bool, text),
        "Infinity" or "-Infinity" or "NaN" => (HoconLiteralType.Double, text),
        "+Infinity" => (HoconLiteralType.Double, "Infinity"),
        _ => (KindOfNumber(text), text),
    };

    internal static bool TryBoolean(string text, out bool result)
    {
        result = text is "true" or "yes" or "on";
        return result || text is "false" or "no" or "off";
    }

    /// <summary>Decimal with a sign, or from zero on as hexadecimal (0x…) or octal (0…) digits, which fill the number's bits.</summary>
    internal static bool TryInteger<T>(string text, out T result)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        if (IsHexadecimal(text))
            return T.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out result);
        if (text.Length > 1 && text[0] == '0')
            return TryOctal(text, out result);
        return T.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out result);
    }

    internal static bool TryDouble(string text, out double result) =>
        double.TryParse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out result);

    internal static bool TryFloat(string text, out float result) =>
        float.TryParse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out result);

    internal static bool TryDecimal(string text, out decimal result) =>
        decimal.TryParse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out result);

    private static HoconLiteralType KindOfNumber(string text)
    {
        if (text[0] is not ((>= '0' and <= '9') or '+' or '-' or '.'))
            return HoconLiteralType.UnquotedString;
        if (IsHexadecimal(text))
            return TryInteger<long>(text, out _) ? HoconLiteralType.Hex : HoconLiteralType.UnquotedString;
        if (text[0] == '0' && TryOctal<long>(text, out _))
            return HoconLiteralType.Octal;
        var digits = text.AsSpan(text[0] is '+' or '-' ? 1 : 0);
        if (digits.Length == 0 || (digits.Length > 1 && digits[0] == '0' && char.IsAsciiDigit(digits[1])))
            return HoconLiteralType.UnquotedString;
        if (long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            return HoconLiteralType.Long;
        return double.TryParse(digits, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out _)
            && char.IsAsciiDigit(digits[^1])
                ? HoconLiteralType.Double
                : HoconLiteralType.UnquotedString;
    }

    private static bool IsHexadecimal(string text) => text.Length > 2 && text[0] == '0' && text[1] is 'x' or 'X';

    private static bool TryOctal<T>(string text, out T result)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        result = T.Zero;
        UInt128 total = 0;
        foreach (var c in text)
        {
            if (c is < '0' or > '7' || total >> 61 != 0)
                return false;
            total = (total << 3) + (uint)(c - '0');
        }
        if (total > UInt128.CreateChecked(T.MaxValue))
            return false;
        result = T.CreateChecked(total);
        return true;
    }
}
