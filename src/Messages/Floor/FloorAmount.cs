using AkkaAuction.Rules.Money;

namespace AkkaAuction.Messages.Floor;

/// <summary>
/// The house's amounts on the floor: digits, and at most two after a point. The rules read bidders' amounts and apply the ceiling. An
/// amount of the house may exceed the ceiling (a lowest bid, a sum), so this reader accepts every amount that fits.
/// </summary>
public static class FloorAmount
{
    /// <summary>Reads an amount as minor units; false when it is none or does not fit.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long minor)
    {
        minor = 0;
        var point = text.IndexOf((byte)'.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? default : text[(point + 1)..];
        if (whole.IsEmpty || fraction.Length > 2 || (point >= 0 && fraction.IsEmpty)) return false;
        if (!TryDigits(whole, ref minor)) return false;
        if (!TryDigits(fraction, ref minor)) return false;
        for (var digit = fraction.Length; digit < 2; digit++)
        {
            if (minor > long.MaxValue / 10) return false;
            minor *= 10;
        }
        return true;
    }

    /// <summary>An amount as text, two digits behind the point: <c>550.25</c>.</summary>
    /// <param name="minor">Minor units.</param>
    public static string Format(long minor) => Amount.Format(minor, FloorLimits.AmountDigits);

    private static bool TryDigits(ReadOnlySpan<byte> digits, ref long number)
    {
        foreach (var symbol in digits)
        {
            if (symbol is < (byte)'0' or > (byte)'9') return false;
            var digit = symbol - '0';
            if (number > (long.MaxValue - digit) / 10) return false;
            number = (number * 10) + digit;
        }
        return true;
    }
}
