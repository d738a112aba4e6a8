using System.Globalization;
using System.Text.Json;
using AkkaAuction.Auctioneer.Accounts;

namespace AkkaAuction.Remote.House.Tests;

/// <summary>Who bought what for how much, as the house has it and as the bidders have it, in one form.</summary>
internal static class Accounts
{
    public static IEnumerable<(string Bidder, string Lot, string Price)> OfHouse(FinalAccount account) =>
        account.Sales.Select(sale => (sale.Bidder, sale.Lot, (sale.PriceMinor / 100m).ToString("0.00", CultureInfo.InvariantCulture)));

    /// <summary>From what <c>bidder bots --json</c> said; they must have heard the sale's end.</summary>
    public static IReadOnlyList<(string Bidder, string Lot, string Price)> OfBots(ProgramRun bots)
    {
        var said = bots.Lines.Where(line => !line.StartsWith("error: ", StringComparison.Ordinal));
        using var json = JsonDocument.Parse(string.Join('\n', said));
        Assert.True(json.RootElement.GetProperty("ended").GetBoolean());
        return
        [
            .. from bidder in json.RootElement.GetProperty("bidders").EnumerateArray()
               from unit in bidder.GetProperty("purchases").EnumerateArray()
               select (
                   bidder.GetProperty("name").GetString()!,
                   unit.GetProperty("lot").GetString()!,
                   unit.GetProperty("price").GetString()!),
        ];
    }
}
