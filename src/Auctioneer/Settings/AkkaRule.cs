using System.Globalization;
using AkkaValue = Akka.Configuration.Hocon.HoconValue;

namespace AkkaAuction.Auctioneer.Settings;

/// <summary>
/// What a value below <c>akka</c> must be. Akka's own reading of the text says what it amounts to, so that a rule and Akka never differ.
/// </summary>
/// <param name="Expected">What would be right, as a message says it.</param>
/// <param name="Fits">Whether a value is that.</param>
internal sealed record AkkaRule(string Expected, Func<AkkaValue, bool> Fits)
{
    /// <summary>As far as a wait of .NET reaches: 2^31 milliseconds.</summary>
    public const string Longest = "24d";

    /// <summary>What a list must be, each element of which must fit; null: it is no list.</summary>
    public string? List { get; private init; }

    /// <summary>How many elements a list has.</summary>
    public (int Least, int Most) Elements { get; private init; } = (0, int.MaxValue);

    public static AkkaRule Text { get; } = new("a text", _ => true);

    public static AkkaRule Switch { get; } = new("on or off", v => Reads(v.GetBoolean));

    public static AkkaRule Empty { get; } = new("empty", v => v.GetString() is "");

    /// <summary>A list; the message names the element that does not fit.</summary>
    public static AkkaRule Each(AkkaRule rule) => rule with { List = "a list of texts in brackets" };

    /// <summary>A list of nothing.</summary>
    public static AkkaRule None(string expected) => new(expected, _ => false) { List = expected };

    /// <summary>A list of one element.</summary>
    public static AkkaRule Only(string element, string why) =>
        Exactly(element).Because(why) with { List = $"[{element}]: {why}", Elements = (1, 1) };

    public static AkkaRule Whole(long least, long most = int.MaxValue) => new(
        $"a whole number from {least} to {most}", v => Reads(v.GetLong) && v.GetLong() >= least && v.GetLong() <= most);

    public static AkkaRule Number(double least, double most) => new(
        string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"),
        v => Reads(v.GetDouble) && v.GetDouble() >= least && v.GetDouble() <= most);

    /// <param name="least">The shortest, as Akka reads it.</param>
    /// <param name="most">The longest, as Akka reads it.</param>
    public static AkkaRule Time(string least, string most = Longest)
    {
        var (from, to) = (Of(least).GetTimeSpan(false), Of(most).GetTimeSpan(false));
        return new(
            $"a time with its unit, like 500ms or 5s, from {least} to {most}",
            v => Reads(() => v.GetTimeSpan(false)) && v.GetTimeSpan(false) is var time && time >= from && time <= to);
    }

    /// <param name="least">The smallest, as Akka reads it.</param>
    /// <param name="most">The largest, as Akka reads it.</param>
    public static AkkaRule Size(string least, string most)
    {
        var (from, to) = (Of(least).GetByteSize(), Of(most).GetByteSize());
        return new(
            $"a size in bytes, like 4096b or 64KiB, from {least} to {most}",
            v => v.GetString() is { Length: > 0 } && Reads(v.GetByteSize) && v.GetByteSize() is { } size && size >= from && size <= to);
    }

    /// <summary>One of a few words; capital letters make no difference.</summary>
    public static AkkaRule OneOf(params string[] words) => new(
        words.Length == 1 ? words[0] : $"one of {string.Join(", ", words)}",
        v => words.Contains(v.GetString(), StringComparer.OrdinalIgnoreCase));

    /// <summary>One of a few words as they stand.</summary>
    public static AkkaRule Exactly(params string[] words) => new(
        words.Length == 1 ? words[0] : $"one of {string.Join(", ", words)}", v => words.Contains(v.GetString(), StringComparer.Ordinal));

    /// <summary>This or something else.</summary>
    public AkkaRule Or(AkkaRule other) => new($"{Expected}, or {other.Expected}", v => Fits(v) || other.Fits(v));

    /// <summary>The same without some values.</summary>
    public AkkaRule But(string except, Func<AkkaValue, bool> fits) => new($"{Expected}; {except}", v => Fits(v) && fits(v));

    /// <summary>The same, with why.</summary>
    public AkkaRule Because(string why) => this with { Expected = $"{Expected}: {why}" };

    /// <summary>A text as Akka's parser would hand it on.</summary>
    public static AkkaValue Of(string? text)
    {
        var value = new AkkaValue();
        value.AppendValue(new Akka.Configuration.Hocon.HoconLiteral { Value = text ?? "null" });
        return value;
    }

    /// <summary>Whether Akka can read a value that way.</summary>
    public static bool Reads<T>(Func<T> reading)
    {
        try
        {
            reading();
            return true;
        }
        catch (Exception fault) when (fault is FormatException or NotSupportedException or OverflowException or ArgumentException)
        {
            return false;
        }
    }
}
