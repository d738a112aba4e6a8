using AkkaAuction.Auctioneer.Commands.Journal;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Testing;

namespace AkkaAuction.Auctioneer.Tests.Doors;

/// <summary>
/// One house with lots in three currencies: each has its own digits on the floor, in accounts, in exports and after a restart.
/// </summary>
public sealed class CurrenciesOnTheFloorTests : IDisposable
{
    // A falling clock sells at once; its steps are so far apart that nobody sees one.
    private const string Catalogue = """
        sale = world, currency = JPY
        lots = [
          { id = scroll, form = dutch, start = 500, floor = 100, step = 10, every = 1h }
          { id = pearl, form = dutch, start = "1.500", floor = "1.000", step = "0.005", every = 1h, currency = BHD }
          { id = lamp, form = dutch, start = "10.50", floor = "5.00", step = "0.25", every = 1h, currency = USD }
        ]
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_lot_has_its_own_digits_everywhere()
    {
        var db = _folder["auction.db"];
        string token;
        string[] accepted;
        await using (var house = await OpenAsync(Catalogue, db))
        {
            await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
            token = ann.Token;
            string lot;
            // The lots open because ann has come, and may do so after she is told that she has.
            do lot = await ann.AskAsync("LIST", "LOT pearl");
            while (lot.Contains("state=waiting", StringComparison.Ordinal));
            Assert.Contains(" start=1.500 price=1.500 next=1.500 ", lot, StringComparison.Ordinal);
            Assert.Contains(" currency=BHD from=1.500 step=0.005 ", lot, StringComparison.Ordinal);
            Assert.Contains(" floor=100 ", await ann.AskAsync("LIST", "LOT scroll"), StringComparison.Ordinal);
            Assert.StartsWith(
                "REFUSED a scroll 205 price=500 next=500", await ann.AskAsync("BID scroll 600.5 a", "REFUSED"), StringComparison.Ordinal);
            Assert.StartsWith(
                "REFUSED b pearl 204 price=1.500 next=1.500", await ann.AskAsync("BID pearl 1.499 b", "REFUSED"), StringComparison.Ordinal);
            accepted = [await ann.AskAsync("BID scroll 700 s", "ACCEPTED"), await ann.AskAsync("BID pearl 2.125 p", "ACCEPTED")];
            Assert.StartsWith("ACCEPTED s scroll 700 ", accepted[0], StringComparison.Ordinal);
            Assert.StartsWith("ACCEPTED p pearl 2.125 ", accepted[1], StringComparison.Ordinal);
        }
        await using (var house = await OpenAsync(Catalogue, db))
        {
            await using var ann = await FloorClient.ConnectAsync(house.FloorEndPoint);
            await ann.AskAsync($"HELLO ann {token}", "READY");
            Assert.Equal(accepted[0], await ann.AskAsync("BID scroll 700 s", "ACCEPTED"));
            Assert.StartsWith("ACCEPTED l lamp 12.50 ", await ann.AskAsync("BID lamp 12.5 l", "ACCEPTED"), StringComparison.Ordinal);
            await ann.UntilAsync("END");
            await ann.AskAsync("ME", "BOUGHT");
            await ann.UntilAsync("READY");
            Assert.Equal(
                [
                    "ACCOUNT purchases=1 spent=1.500 currency=BHD",
                    "ACCOUNT purchases=1 spent=10.50",
                    "ACCOUNT purchases=1 spent=500 currency=JPY",
                ],
                ann.Heard.Where(line => line.StartsWith("ACCOUNT", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
            Assert.Equal(
                [("BHD", 1_500L), ("JPY", 500L), ("USD", 10_50L)],
                (await house.AccountAsync("world")).Bidders().Select(each => (each.Currency.Code, each.SpentMinor)));
        }
        // The sale is let go of: nobody knows its lots until it is read.
        await using (var house = await OpenAsync("sale = other, lots = [ { id = cup, start = 1 } ]", db))
        {
            await using var ann = await FloorClient.ConnectAsync(house.FloorEndPoint);
            await ann.AskAsync($"HELLO ann {token}", "READY");
            Assert.Equal(
                accepted[1].Replace(" pearl ", " world/pearl ", StringComparison.Ordinal),
                await ann.AskAsync("BID world/pearl 2.125 p", "ACCEPTED"));
            Assert.Contains(" 205 ", await ann.AskAsync("BID world/scroll 700.5 x", "REFUSED"), StringComparison.Ordinal);
        }
        using var exported = new StringWriter { NewLine = "\n" };
        ExportCommand.Run(db, "csv", "sales", exported);
        Assert.Contains(",ann,1.500,BHD\n", exported.ToString(), StringComparison.Ordinal);
        Assert.Contains(",ann,500,JPY\n", exported.ToString(), StringComparison.Ordinal);
        using var audited = new StringWriter { NewLine = "\n" };
        Assert.Equal(0, AuditCommand.Run(db, null, null, audited, TextWriter.Null, false));
        Assert.Contains("3 units sold for 1.500 BHD and 500 JPY and 10.50 USD", audited.ToString(), StringComparison.Ordinal);
        Assert.Contains("a unit goes to ann at 500;", audited.ToString(), StringComparison.Ordinal);
    }

    private static Task<House> OpenAsync(string catalogue, string db)
    {
        var settings = Houses.Settings();
        return House.StartAsync(settings, [Houses.Catalogue(catalogue, settings)], new HouseOptions { JournalFile = db });
    }
}
