using System.Globalization;

namespace AkkaAuction.Lab.Demo;

/// <summary>Settings of a demo: everything that determines its result.</summary>
/// <param name="Lots">Lots in the catalogue.</param>
/// <param name="Bots">Bidders that take part; the sale starts when all of them are registered.</param>
/// <param name="Seed">Of the catalogue, the bidders and the ties.</param>
/// <param name="Round">
/// The longest a round may last; it closes as soon as every bidder has bid or passed. A lot with a time of its own stays open for as long.
/// </param>
public sealed record DemoSettings(int Lots, int Bots, long Seed, TimeSpan Round)
{
    /// <summary>The form whose ready catalogue is sold (<see cref="ReadyCatalogues.Formats"/>); null: made-up lots, in rounds.</summary>
    public string? Format { get; init; }

    public const int LotsMax = 1_000;
    public const int BotsMax = 2_000;

    public static readonly TimeSpan RoundMin = TimeSpan.FromMilliseconds(10);
    public static readonly TimeSpan RoundMax = TimeSpan.FromHours(1);

    /// <summary>Rounds in a row without a bid after which the sale ends: the budgets are spent, or the prices too high.</summary>
    public const int SilentRounds = 5;

    public const int DefaultLots = 5;
    public const int DefaultBots = 8;
    public const long DefaultSeed = 1;

    /// <summary>
    /// Long enough that a busy machine cuts no round short, which would change the account: 5 s, or 50 ms for each bidder where that is
    /// longer.
    /// </summary>
    public static TimeSpan DefaultRound(int bots) => TimeSpan.FromMilliseconds(Math.Max(5_000, 50 * bots));

    /// <summary>Reads a length of time: a number and <c>ms</c>, <c>s</c>, <c>m</c> or <c>h</c>.</summary>
    /// <param name="fault">What is wrong and what would be right; null when nothing is.</param>
    public static TimeSpan ReadRound(string text, out string? fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        fault = $"'{text}' is not a length of time; one looks like 5s, 500ms or 2m.";
        var unit = text.Length - text.AsSpan().TrimEnd("abcdefghijklmnopqrstuvwxyz").Length;
        decimal? milliseconds = text[(text.Length - unit)..] switch
        {
            "ms" => 1,
            "s" => 1_000,
            "m" => 60_000,
            "h" => 3_600_000,
            _ => null,
        };
        var digits = text[..(text.Length - unit)];
        if (milliseconds is null
            || !decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return default;
        }
        if (number > 1_000_000_000 || number * milliseconds > (decimal)RoundMax.TotalMilliseconds
            || number * milliseconds < (decimal)RoundMin.TotalMilliseconds)
        {
            fault = $"'{text}' is too short or too long; a round lasts from 10ms to 1h.";
            return default;
        }
        fault = null;
        return TimeSpan.FromMilliseconds((double)(number * milliseconds.Value));
    }
}
