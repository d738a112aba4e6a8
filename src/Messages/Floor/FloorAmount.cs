namespace AkkaAuction.Messages.Floor;

/// <summary>
/// The house's amounts on the floor. The house writes every digit of a lot's currency, so an amount's text says how many there are. The
/// rules read bidders' amounts and apply the ceiling. An amount of the house may exceed the ceiling (a lowest bid, a sum), so this reader
/// accepts every amount that fits.
/// </summary>
public static class FloorAmount
{
    private const int DigitsMax = 9;

    /// <summary>Reads an amount as minor units; false when it is none or does not fit.</summary>
    /// <param name="text">As the house writes it.</param>
    /// <param name="minor">Minor units.</param>
    /// <param name="digits">Digits behind the point.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, out long minor, out byte digits)
    {
        (minor, digits) = (0, 0);
        var point = text.IndexOf((byte)'.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? default : text[(point + 1)..];
        if (whole.IsEmpty || fraction.Length > DigitsMax || (point >= 0 && fraction.IsEmpty)) return false;
        digits = (byte)fraction.Length;
        return TryDigits(whole, ref minor) && TryDigits(fraction, ref minor);
    }

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
