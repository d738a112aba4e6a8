using System.Net.Sockets;
using AkkaAuction.Auctioneer.Commands;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Rules.Forms;

namespace AkkaAuction.Samples.Tests;

/// <summary>A form of a program's own is kept like the house's forms: terms, facts that only it has, and what a lot remembers.</summary>
public sealed class OwnFormTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory, InlineData("off"), InlineData("1")]
    public async Task A_fact_that_only_the_own_form_has_survives_a_restart_from_facts_and_from_a_snapshot(string snapshotEvery)
    {
        var journal = _folder["own.db"];
        string token;
        await using (var house = await Open(journal, snapshotEvery))
        using (var client = new Client(house))
        {
            token = (await client.Ask("HELLO anna", "WELCOME")).Split(' ')[2];
            await client.Ask("BID desk 70", "REFUSED");
            await client.Ask("PASS desk", "PASSED");
        }

        await using (var house = await Open(journal, snapshotEvery))
        using (var client = new Client(house))
        {
            await client.Ask($"HELLO anna {token}", "READY");
            await client.Ask("BID desk 70", "ACCEPTED");
            var sale = Assert.Single((await house.SaleEnded.WaitAsync(Patience.Most)).Sales);
            Assert.Equal(("desk", "anna", 70_00L), (sale.Lot, sale.Bidder, sale.PriceMinor));
        }
        Assert.Equal(snapshotEvery == "1", File.Exists(journal + ".snapshot"));
        Assert.Equal(0, await AuctioneerCommands.RunAsync(["audit", journal]));
        Assert.Equal(0, await AuctioneerCommands.RunAsync(["rerun", journal]));
    }

    [Fact]
    public void A_form_is_registered_before_anybody_looks_at_the_forms()
    {
        Assert.Contains(FormRegistry.All, form => form == TwoCalls.Instance);

        var late = Assert.Throws<InvalidOperationException>(() => FormRegistry.Register(TwoCalls.Instance));

        Assert.Equal("The form two_calls is registered too late: register forms first, before HouseSettings.Load.", late.Message);
    }

    public void Dispose() => _folder.Dispose();

    private static Task<House> Open(string journal, string snapshotEvery)
    {
        var settings = HouseSettings.Load(null,
        [
            "auction.doors.floor.port=0", "auction.stop.grace=0s", $"auction.journal.snapshot-every={snapshotEvery}", "akka.loglevel=ERROR",
        ]);
        var catalogue = CatalogueReader.Read(
            """lots = [ { id = desk, form = two_calls, start = "50.00", open-for = 1h } ]""", "test", settings);
        return House.StartAsync(settings, catalogue, new HouseOptions { JournalFile = journal });
    }

    private sealed class Client : IDisposable
    {
        private readonly TcpClient _tcp;
        private readonly StreamReader _lines;

        public Client(House house)
        {
            _tcp = new TcpClient("127.0.0.1", house.FloorEndPoint!.Port);
            _lines = new StreamReader(_tcp.GetStream());
        }

        /// <summary>The next line that begins so.</summary>
        public async Task<string> Ask(string request, string beginning)
        {
            await _tcp.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(request + "\n"));
            while (true)
            {
                var line = await _lines.ReadLineAsync().WaitAsync(Patience.Most);
                Assert.NotNull(line);
                if (line.StartsWith(beginning, StringComparison.Ordinal)) return line;
            }
        }

        public void Dispose()
        {
            _lines.Dispose();
            _tcp.Dispose();
        }
    }
}
