using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Money;
using Hocon;

namespace AkkaAuction.Auctioneer.Settings;

/// <summary>
/// Reads single values strictly: a value that is not what its key wants is refused with its place, the key, what was written and what would
/// be right. Amounts are read from their text, never by way of a binary fraction.
/// </summary>
/// <param name="key">The key, as a person would write it.</param>
/// <param name="value">The value; it knows the file and the line, or the option, that it was written in.</param>
internal readonly struct ValueReader(string key, HoconValue value)
{
    private static readonly SearchValues<char> OfANumber = SearchValues.Create("0123456789. ");

    public string Key => key;

    /// <summary>Where the value was written, as a message about it begins.</summary>
    public string Place => HoconText.Place(value.Position);

    public bool IsObject => value.Type == HoconType.Object;

    public HoconObject Group => IsObject ? value.GetObject() : throw Wrong("an object in braces");

    public string Text(string expected = "a text")
    {
        var text = value.Type is HoconType.Object or HoconType.Array or HoconType.Empty ? null : value.GetString();
        return string.IsNullOrEmpty(text) ? throw Wrong(expected) : text;
    }

    /// <summary>Whether the value is this word: <c>off</c>, <c>none</c>.</summary>
    public bool Is(string word) =>
        value.Type is not (HoconType.Object or HoconType.Array)
        && string.Equals(value.GetString(), word, StringComparison.OrdinalIgnoreCase);

    public bool Switch()
    {
        if (Is("on") || Is("true") || Is("yes")) return true;
        if (Is("off") || Is("false") || Is("no")) return false;
        throw Wrong("on or off");
    }

    public int Whole(int min, int max, string? expected = null) => checked((int)WholeLong(min, max, expected));

    public long WholeLong(long min, long max, string? expected = null)
    {
        expected ??= max == long.MaxValue ? $"a whole number of {min} or more" : $"a whole number from {min} to {max}";
        return long.TryParse(Text(expected), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= min && number <= max
            ? number
            : throw Wrong(expected);
    }

    public int? WholeOrNone(int min, int max) => Is("none") ? null : Whole(min, max, $"a whole number from {min} to {max}, or none");

    /// <summary>A time in UTC.</summary>
    public DateTimeOffset Utc()
    {
        const string Expected = "a time in UTC, like \"2026-12-24T18:00:00Z\"";
        var text = Text(Expected);
        if (IsTime(text, "'Z'", out var utc)) return utc;
        if (IsTime(text, "", out _)) throw Wrong($"a time in UTC, with Z at its end: \"{text}Z\" if it is UTC already");
        throw Wrong(IsTime(text, "zzz", out var zoned)
            ? $"a time in UTC: this one is \"{zoned.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}\""
            : Expected);
    }

    private static bool IsTime(string text, string zone, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text,
        [$"yyyy-MM-dd'T'HH:mm{zone}", $"yyyy-MM-dd'T'HH:mm:ss{zone}", $"yyyy-MM-dd'T'HH:mm:ss.FFFFFFF{zone}"],
        CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal,
        out time);

    /// <summary>An address to listen on.</summary>
    public string Address()
    {
        const string Expected = "an address of this machine, like 127.0.0.1, 0.0.0.0 or localhost";
        var address = Text(Expected);
        // .NET takes 127.1 and even 1 for addresses; a person who writes them has left something out.
        return address == "localhost" || (IPAddress.TryParse(address, out var ip)
            && (ip.AddressFamily != AddressFamily.InterNetwork || address.Count(c => c == '.') == 3))
            ? address
            : throw Wrong(Expected);
    }

    /// <summary>A length of time: a number and its unit.</summary>
    public TimeSpan Duration(TimeSpan min, TimeSpan max)
    {
        var expected = $"a time from {Show(min)} to {Show(max)}, with its unit, like 500ms, 60s or 5m";
        var text = Text(expected);
        var unitAt = text.AsSpan().IndexOfAnyExcept(OfANumber);
        if (unitAt <= 0) throw Wrong(expected);
        var unit = text[unitAt..].Trim() switch
        {
            "ms" or "milli" or "millis" or "millisecond" or "milliseconds" => TimeSpan.TicksPerMillisecond,
            "s" or "second" or "seconds" => TimeSpan.TicksPerSecond,
            "m" or "minute" or "minutes" => TimeSpan.TicksPerMinute,
            "h" or "hour" or "hours" => TimeSpan.TicksPerHour,
            "d" or "day" or "days" => TimeSpan.TicksPerDay,
            _ => throw Wrong(expected),
        };
        if (!decimal.TryParse(text.AsSpan(0, unitAt).Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || number > 1_000_000_000) throw Wrong(expected);
        var ticks = number * unit;
        return ticks >= min.Ticks && ticks <= max.Ticks ? new TimeSpan((long)ticks) : throw Wrong(expected);
    }

    /// <summary>A size in bytes.</summary>
    /// <param name="min">Lowest.</param>
    /// <param name="max">Highest.</param>
    /// <param name="least">The setting that is the lowest, where it is one: if a default is lower, that setting is the wrong one.</param>
    public long Bytes(long min, long max, ValueReader? least = null)
    {
        var expected = $"a size from {min}{(least is null ? "" : $" ({least.Value.Key})")} to {max} bytes, like 4096, 64KiB or 4MiB";
        Text(expected);
        long bytes;
        try
        {
            bytes = value.GetByteSize();
        }
        catch (HoconException)
        {
            throw Wrong(expected);
        }
        if (bytes >= min && bytes <= max) return bytes;
        throw least is { } other && value.Position.Source == LayeredSettings.Defaults
            ? other.Wrong($"a size up to {bytes} bytes ({key}); for more, raise that one too")
            : Wrong(expected);
    }

    /// <summary>An amount in minor units of a currency.</summary>
    public long Amount(Currency currency, long minMinor, long maxMinor)
    {
        var expected = $"an amount from {Show(minMinor, currency)} to {Show(maxMinor, currency)}, "
            + (currency.Digits == 0 ? $"{currency.Code} without a point" : $"with a point and at most {currency.Digits} digits behind it");
        return Rules.Money.Amount.Parse(Text(expected), currency.Digits, out var minor) == RejectionCode.None
            && minor >= minMinor && minor <= maxMinor
            ? minor
            : throw Wrong(expected);
    }

    /// <summary>A share in percent, as hundredths of a percent: 250 of <c>2.5%</c>. Null: the value is none.</summary>
    public int? Percent()
    {
        const string Expected = "an amount, or a share from 0.01% to 100%";
        var text = Text(Expected);
        if (!text.EndsWith('%')) return null;
        return Rules.Money.Amount.Parse(text.AsSpan()[..^1].Trim(), 2, out var hundredths) == RejectionCode.None
            && hundredths is >= 1 and <= IncrementTable.PercentHundredthsMax
            ? (int)hundredths
            : throw Wrong(Expected);
    }

    /// <summary>One of a few words.</summary>
    public string OneOf(params ReadOnlySpan<string> words)
    {
        var expected = "one of " + string.Join(", ", words!);
        var text = Text(expected);
        foreach (var word in words)
        {
            if (string.Equals(text, word, StringComparison.OrdinalIgnoreCase)) return word;
        }
        throw Wrong(expected);
    }

    /// <summary>The elements of an array, each with its place in the key.</summary>
    public IEnumerable<ValueReader> Elements(string expected)
    {
        if (value.Type != HoconType.Array) throw Wrong(expected);
        var elements = value.GetArray();
        var name = key;
        return elements.Select((element, i) => new ValueReader($"{name}[{i}]", element));
    }

    public SettingsException Wrong(string expected) => new($"{Place}: {key} is {Shown}; it must be {expected}.") { Key = key };

    /// <summary>The value as a message shows it.</summary>
    public string Shown => value.Type switch
    {
        HoconType.Object => "an object",
        HoconType.Array => "a list",
        HoconType.Empty => "empty",
        _ when value.GetString() is null => "null",
        _ => value.GetString() is { Length: > 0 } text ? $"\"{OneLine(text.Length > 60 ? text[..60] + "…" : text)}\"" : "empty",
    };

    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));

    private static string Show(TimeSpan time) =>
        time.TotalSeconds < 1 ? $"{time.TotalMilliseconds:0.###}ms"
        : time.TotalDays >= 1 ? $"{time.TotalDays:0.###}d"
        : $"{time.TotalSeconds:0.###}s";

    private static string Show(long minor, Currency currency) => Rules.Money.Amount.Format(minor, currency.Digits);
}
