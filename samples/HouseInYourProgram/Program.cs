using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Sales;

// A house inside this program: one lot, rounds of five seconds, open to bidders on a free port.
HouseSettings settings;
try
{
    settings = HouseSettings.Load(null, ["auction.doors.floor.port=0", "auction.rounds.length=5s", .. args]);
}
catch (SettingsException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 1;
}
var catalogue = CatalogueReader.Read("""lots = [ { id = lamp, title = "Desk lamp", start = "20.00", units = 2 } ]""", "the lamp", settings);

await using var house = await House.StartAsync(settings, catalogue, new HouseOptions { Observer = new Reporter() });
Console.WriteLine($"Bid with: nc {house.FloorEndPoint!.Address} {house.FloorEndPoint.Port}");

// Either the sale ends, or the house says why it cannot go on.
if (await Task.WhenAny(house.SaleEnded, house.Failed) == house.Failed) throw new InvalidOperationException(await house.Failed);
foreach (var (bidder, spentMinor, purchases) in (await house.SaleEnded).Bidders())
    Console.WriteLine($"{bidder} bought {purchases.Length} for {spentMinor / 100m:0.00}");
return 0;

/// <summary>Reacts to what the house tells everybody. It is called between two notices, so it must not block.</summary>
internal sealed class Reporter : IHouseObserver
{
    public void OnSale(int sale, Catalogue catalogue) =>
        Console.WriteLine($"On sale: {string.Join(", ", catalogue.Lots.Select(lot => lot.Title))}");

    public void OnNotice(Notice notice)
    {
        switch (notice)
        {
            case Notice.RoundOpened round: Console.WriteLine($"Round {round.Round} is open"); break;
            case Notice.UnitSold sold:
                Console.WriteLine($"{sold.Lot} goes to {sold.Winner} for {sold.PriceMinor / 100m:0.00}, {sold.UnitsLeft} left");
                break;
        }
    }

    public void OnAccount(FinalAccount account) => Console.WriteLine($"The sale is over: {account.Sold} sold, {account.Unsold} unsold");
}
