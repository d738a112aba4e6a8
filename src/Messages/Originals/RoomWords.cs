using System.Globalization;
using AkkaAuction.Rules;

namespace AkkaAuction.Messages.Originals;

/// <summary>
/// The bidding room's protocol (R2.7), both ways: <c>ITEM,AMOUNT</c> from a client, single lines from the house. The words are the
/// original's, because its clients match them.
/// </summary>
public static class RoomWords
{
    /// <summary>The only refusal of a bid on a known item, for every reason.</summary>
    public const string Rejected = "Bid rejected. Either the bid is too low or you already have the highest bid.";

    private const int ItemShownMax = 255;

    private static readonly string[] Beginnings =
        ["New highest bid for ", "Your bid for ", "Bid rejected.", "Item ", "Congratulations! You won "];

    /// <summary>To all but the bidder.</summary>
    public static string NewHighest(string item, string amount) => $"New highest bid for {item}: ${amount}";

    /// <summary>To the bidder.</summary>
    public static string YouLead(string item, string amount) => $"Your bid for {item} is now the highest at ${amount}";

    public static string NotFound(string item) => $"Item {Shown(item)} not found or sold out.";

    /// <summary>To everyone.</summary>
    /// <param name="client">The winner's position among the connected clients, in order of connecting, from 1.</param>
    public static string Sold(string item, int client, string amount) =>
        string.Create(CultureInfo.InvariantCulture, $"Item {item} sold to Client {client} for ${amount}");

    /// <summary>To the winner.</summary>
    public static string Won(string item, string amount) => $"Congratulations! You won {item} for ${amount}";

    /// <summary>A bid as a client sends it.</summary>
    public static string Bid(string item, string amount) => $"{item},{amount}";

    /// <summary>An amount without needless zeros behind the point: <c>550.25</c>, <c>100000</c>, <c>100002.5</c>.</summary>
    public static string Amount(long minor, int digits) => Rules.Money.Amount.FormatShort(minor, digits);

    /// <summary>
    /// The messages of one read from a server without newlines: what it sends in a moment, a sale and its congratulations, comes as one
    /// text. Each begins with words of its own, right behind the amount or the sentence of the one before.
    /// </summary>
    public static IEnumerable<string> Apart(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var from = 0;
        for (var at = 1; at < text.Length; at++)
        {
            if (!(char.IsAsciiDigit(text[at - 1]) || text[at - 1] == '.') || !Begins(text.AsSpan(at))) continue;
            yield return text[from..at];
            from = at;
        }
        yield return text[from..];
    }

    private static bool Begins(ReadOnlySpan<char> text)
    {
        foreach (var beginning in Beginnings)
        {
            if (text.StartsWith(beginning, StringComparison.Ordinal)) return true;
        }
        return false;
    }

    /// <summary>Reads a client's message. An item may have spaces and commas: the amount follows the last comma.</summary>
    /// <param name="text">The message.</param>
    /// <param name="digits">Digits behind the point of an amount.</param>
    /// <param name="item">The named item; the whole message if it has no comma.</param>
    /// <param name="minor">Minor units; 0 unless the answer is <see cref="RejectionCode.None"/>.</param>
    /// <returns><see cref="RejectionCode.None"/>, or what is wrong with the amount; a message without one names no amount.</returns>
    public static RejectionCode ParseBid(string text, int digits, out string item, out long minor)
    {
        ArgumentNullException.ThrowIfNull(text);
        minor = 0;
        var comma = text.LastIndexOf(',');
        item = (comma < 0 ? text : text[..comma]).Trim();
        return comma < 0 ? RejectionCode.NotAnAmount : Rules.Money.Amount.Parse(text.AsSpan(comma + 1).Trim(), digits, out minor);
    }

    // An answer repeats the client's text, on one line and cut to the length of an item's name.
    private static string Shown(string item)
    {
        var shown = item.Length > ItemShownMax ? item[..ItemShownMax] : item;
        return shown.Any(char.IsControl) ? string.Concat(shown.Select(c => char.IsControl(c) ? ' ' : c)) : shown;
    }
}
