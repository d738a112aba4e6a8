using System.Globalization;

namespace Hocon.Parsing;

/// <summary>Durations and sizes: a number, white space or none, and a unit. Reckoned in decimals, so that 0.1s is exactly 100 ms.</summary>
internal static class Units
{
    private static readonly Dictionary<string, decimal> TicksOf = Table(
        (0.01m, "ns nano nanos nanosecond nanoseconds"),
        (10m, "us micro micros microsecond microseconds"),
        (TimeSpan.TicksPerMillisecond, "ms milli millis millisecond milliseconds"),
        (TimeSpan.TicksPerSecond, "s second seconds"),
        (TimeSpan.TicksPerMinute, "m minute minutes"),
        (TimeSpan.TicksPerHour, "h hour hours"),
        (TimeSpan.TicksPerDay, "d day days"));

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

    /// <summary>A duration that is not negative and fits into a <see cref="TimeSpan"/>; what is finer than its 100 ns is rounded.</summary>
    internal static bool TryDuration(string text, bool allowInfinite, out TimeSpan result)
    {
        result = Timeout.InfiniteTimeSpan;
        if (text.Equals("infinite", StringComparison.OrdinalIgnoreCase))
            return allowInfinite;
        var (number, unit) = Split(text);
        decimal ticksEach = TimeSpan.TicksPerMillisecond;
        if ((unit.Length > 0 && !TicksOf.TryGetValue(unit, out ticksEach)) || !TryAmount(number, ticksEach, out var ticks))
        {
            result = default;
            return false;
        }
        result = TimeSpan.FromTicks(ticks);
        return true;
    }

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
        return TryAmount(number, each, out result, cut: true);
    }

    private static (string Number, string Unit) Split(string text)
    {
        text = text.Trim();
        // A number with an exponent ends in a digit too, and so does one without a unit.
        var end = text.LastIndexOfAny(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']) + 1;
        return (text[..end], text[end..].TrimStart());
    }

    private static bool TryAmount(string number, decimal each, out long result, bool cut = false)
    {
        result = 0;
        if (!decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var count) || count < 0 || count > long.MaxValue / each)
            return false;
        var amount = count * each;
        amount = cut ? decimal.Truncate(amount) : decimal.Round(amount, MidpointRounding.ToEven);
        if (amount > long.MaxValue)
            return false;
        result = (long)amount;
        return true;
    }

    private static Dictionary<string, decimal> Table(params (decimal Factor, string Names)[] rows) =>
        rows.SelectMany(row => row.Names.Split(' ').Select(name => (name, row.Factor))).ToDictionary(StringComparer.Ordinal);
}
