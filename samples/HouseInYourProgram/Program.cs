using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Money;
using AkkaAuction.Rules.Sales;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// A house on this program's host: one lot, rounds of five seconds, open to bidders on a free port.
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

var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
builder.Services.AddAuctionHouse(settings, catalogue, new HouseOptions { Observer = new Reporter() });
using var host = builder.Build();
await host.StartAsync();
var house = host.Services.GetRequiredService<House>();
Console.WriteLine($"Bid with: nc {house.FloorEndPoint!.Address} {house.FloorEndPoint.Port}");

// Ctrl-C stops the host before the sale ends. A house that fails stops it too, and SaleEnded throws the reason.
var sale = house.SaleEnded;
if (await Task.WhenAny(sale, host.WaitForShutdownAsync()) == sale)
{
    foreach (var (bidder, currency, spentMinor, _, purchases) in (await sale).Bidders())
        Console.WriteLine($"{bidder} bought {purchases.Length} for {Amount.Format(spentMinor, currency.Digits)} {currency.Code}");
}
await host.StopAsync();
return house.Failed.IsCompleted ? 1 : 0;

/// <summary>Prints the house's notices. The house calls it between two notices, so it must not block.</summary>
internal sealed class Reporter : IHouseObserver
{
    public void OnSale(SaleTerms sale, Catalogue catalogue) =>
        Console.WriteLine($"On sale: {string.Join(", ", catalogue.Lots.Select(lot => lot.Title))}");

    public void OnNotice(string sale, Notice notice)
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
