using System.Globalization;

namespace Hocon;

/// <summary>Sizes: a number, white space or none, and a unit. Reckoned in decimals, so that 0.1kB is exactly 100 bytes.</summary>
internal static class Units
{
    private static readonly Dictionary<string, decimal> BytesOf = Table(
        (1m, "b B byte bytes"),
        (1e3m, "kB kilobyte kilobytes"),
        (1e6m, "MB megabyte megabytes"),
        (1e9m, "GB gigabyte gigabytes"),
        (1e12m, "TB terabyte terabytes"),
        (1e15m, "PB petabyte petabytes"),
        (1e18m, "EB exabyte exabytes"),
        (1L << 10, "k K Ki KiB kibibyte kibibytes"),
        (1L << 20, "m M Mi MiB mebibyte mebibytes"),
        (1L << 30, "g G Gi GiB gibibyte gibibytes"),
        (1L << 40, "t T Ti TiB tebibyte tebibytes"),
        (1L << 50, "p P Pi PiB pebibyte pebibytes"),
        (1L << 60, "e E Ei EiB exbibyte exbibytes"));

    /// <summary>A size that is not negative and fits into 64 bits; a fraction of a byte is cut off.</summary>
    internal static bool TryByteSize(string text, out long result)
    {
        var (number, unit) = Split(text);
        var each = 1m;
        if (unit.Length > 0 && !BytesOf.TryGetValue(unit, out each))
        {
            result = 0;
            return false;
        }
        result = 0;
        if (!decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var count)
            || count < 0 || count > long.MaxValue / each)
            return false;
        var amount = decimal.Truncate(count * each);
        if (amount > long.MaxValue)
            return false;
        result = (long)amount;
        return true;
    }

    private static (string Number, string Unit) Split(string text)
    {
        text = text.Trim();
        // A number with an exponent ends in a digit too, and so does one without a unit.
        var end = text.LastIndexOfAny(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']) + 1;
        return (text[..end], text[end..].TrimStart());
    }

    private static Dictionary<string, decimal> Table(params (decimal Factor, string Names)[] rows) =>
        rows.SelectMany(row => row.Names.Split(' ').Select(name => (name, row.Factor))).ToDictionary(StringComparer.Ordinal);
}
