using System.Globalization;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Messages.Originals;

/// <summary>An event of the bidding room, parsed from a line that it sends to a client. Amounts are minor units.</summary>
public abstract record RoomEvent
{
    private RoomEvent() { }

    /// <summary>Somebody else leads.</summary>
    public sealed record NewHighest(string Item, long AmountMinor) : RoomEvent;

    /// <summary>The client's bid leads.</summary>
    public sealed record YouLead(string Item, long AmountMinor) : RoomEvent;

    /// <summary>The room refused the client's bid; it does not name the item.</summary>
    public sealed record Rejected : RoomEvent;

    public sealed record NotFound(string Item) : RoomEvent;

    public sealed record Sold(string Item, int Client, long AmountMinor) : RoomEvent;

    public sealed record Won(string Item, long AmountMinor) : RoomEvent;

    /// <summary>A line that this client does not know.</summary>
    public sealed record Other(string Text) : RoomEvent;

    /// <summary>Reads a line. Never throws.</summary>
    /// <param name="line">Without its newline.</param>
    /// <param name="digits">Digits behind the point of an amount.</param>
    public static RoomEvent Parse(string line, int digits)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (line == RoomWords.Rejected) return new Rejected();
        if (Between(line, "Item ", " not found or sold out.") is { } missing) return new NotFound(missing);
        if (ItemIn(line, "New highest bid for ", ": $", digits) is var (other, price)) return new NewHighest(other, price);
        if (ItemIn(line, "Your bid for ", " is now the highest at $", digits) is var (own, at)) return new YouLead(own, at);
        if (ItemIn(line, "Congratulations! You won ", " for $", digits) is var (won, paid)) return new Won(won, paid);
        if (ItemIn(line, "Item ", " for $", digits) is var (sale, amount) && SoldTo(sale) is var (item, client))
            return new Sold(item, client, amount);
        return new Other(line);
    }

    private static (string Item, int Client)? SoldTo(string sale)
    {
        const string To = " sold to Client ";
        var at = sale.LastIndexOf(To, StringComparison.Ordinal);
        return at >= 0 && int.TryParse(sale.AsSpan(at + To.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var client)
            ? (sale[..at], client)
            : null;
    }

    // The amount comes last, so an item's name may contain any of these words.
    private static (string Text, long Minor)? ItemIn(string line, string before, string between, int digits)
    {
        if (!line.StartsWith(before, StringComparison.Ordinal)) return null;
        var at = line.LastIndexOf(between, StringComparison.Ordinal);
        if (at < before.Length) return null;
        return Amount.Parse(line.AsSpan(at + between.Length), digits, out var minor) == RejectionCode.None
            ? (line[before.Length..at], minor)
            : null;
    }

    private static string? Between(string line, string before, string after) =>
        line.Length >= before.Length + after.Length && line.StartsWith(before, StringComparison.Ordinal)
            && line.EndsWith(after, StringComparison.Ordinal)
            ? line[before.Length..^after.Length]
            : null;
}
