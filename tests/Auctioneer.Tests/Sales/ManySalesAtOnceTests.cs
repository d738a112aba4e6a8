using System.Diagnostics;
using System.Globalization;
using System.Net;
using AkkaAuction.Auctioneer.Commands.Journal;
using AkkaAuction.Journal;
using AkkaAuction.Journal.Sqlite;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Tests.Sales;

/// <summary>
/// The real program with many sales open at once: each opens when a bidder joins it, takes bids, runs a round and ends. The journal
/// must hold what the bidders were told. <c>tests/many-sales.sh 1000 100</c> does it with 1,000 sales of 100 lots.
/// </summary>
public sealed class ManySalesAtOnceTests : IDisposable
{
    private const int Bidders = 4;

    /// <summary>Each tenth lot of a sale gets a bid.</summary>
    private const int BidOn = 10;

    private static readonly int Sales = Setting("AUCTION_SALES", 50);

    private static readonly int Lots = Setting("AUCTION_LOTS", 20);

    /// <summary>Long enough for the last sale to open before the first one ends, also on a busy machine.</summary>
    private static readonly int RoundSeconds = 3 + (Sales / 40);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_sale_opens_runs_its_round_and_ends_as_its_bidders_were_told()
    {
        var clock = Stopwatch.StartNew();
        await using var house = Serve();
        const string Door = "floor door open on ";
        var floor = IPEndPoint.Parse((await house.UntilAsync(Door))[Door.Length..]);
        var (putUp, usedThen) = (clock.Elapsed.TotalSeconds, house.Used);

        clock.Restart();
        var bids = await Task.WhenAll(Enumerable.Range(0, Bidders).Select(number => BidAsync(floor, number)));
        var accepted = bids.SelectMany(bid => bid).ToArray();
        var bidding = clock.Elapsed.TotalSeconds;
        for (var sale = 0; sale < Sales; sale++) await house.UntilAsync("Final account of sale ");
        var (ended, used) = (clock.Elapsed.TotalSeconds, house.Used);
        await house.SignalAsync("TERM");
        Assert.Equal(0, await house.EndAsync());

        Assert.NotEmpty(accepted);
        var (facts, atOnce) = CompareWithJournal(accepted);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"put up in {putUp:0.0} s, {usedThen.Processor.TotalSeconds:0.0} s of processor, {usedThen.PeakBytes / 1_000_000} MB; "
                + $"joined and bid in {bidding:0.0} s; rounds of {RoundSeconds} s"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Sales} sales of {Lots} lots, {accepted.Length} bids, {facts} facts: {atOnce} open at once, all ended after {ended:0.0} s, "
                + $"{used.Processor.TotalSeconds:0.0} s of processor, {used.PeakBytes / 1_000_000} MB at most"));
    }

    /// <summary>A bidder that joins its share of the sales, one after the other, and bids in each.</summary>
    /// <returns>The bids that were accepted.</returns>
    private static async Task<List<(string Stream, string Bidder, long AmountMinor)>> BidAsync(IPEndPoint floor, int number)
    {
        var name = $"bidder-{number}";
        var accepted = new List<(string, string, long)>();
        await using var client = await FloorClient.EnterAsync(floor, name);
        for (var sale = number; sale < Sales; sale += Bidders)
        {
            await client.AskAsync($"JOIN {Id(sale)}", "READY");
            var lots = Enumerable.Range(0, Lots).Where(lot => lot % BidOn == 0).ToArray();
            await client.SayAsync([.. lots.Select(lot => $"BID lot-{lot} {20 + number}.00 b{lot}")]);
            for (var left = lots.Length; left > 0;)
            {
                var words = (await client.LineAsync() ?? throw new EndOfStreamException("The house has closed the connection.")).Split(' ');
                if (words[0] is not ("ACCEPTED" or "REFUSED")) continue;
                left--;
                // On a very busy machine the round may be over by now.
                if (words[0] == "REFUSED") Assert.Equal("203", words[3]);
                else accepted.Add(($"sale/{Id(sale)}/{sale + 1}/{words[2]}", name, (20 + number) * 100));
            }
            client.Heard.Clear();
        }
        return accepted;
    }

    /// <returns>The facts that the journal has, and how many sales were open at a time.</returns>
    private (long Facts, int AtOnce) CompareWithJournal((string, string, long)[] accepted)
    {
        Assert.Equal(0, AuditCommand.Run(Db, null, null, TextWriter.Null, TextWriter.Null, false));
        Assert.Equal(0, RerunCommand.Run(Db, TextWriter.Null, TextWriter.Null, false));
        var happened = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var closed = new Dictionary<string, int>(StringComparer.Ordinal);
        var awarded = new List<(string, string, long)>();
        var (open, atOnce) = (0, 0);
        using var reader = SqliteReader.Open(Db);
        reader.ReadAll((in ReadRow row, string stream) =>
        {
            var fact = reader.Decode(row);
            var chain = Chains.Of(stream);
            if (fact is SaleFact.Opened) atOnce = Math.Max(atOnce, ++open);
            if (fact is SaleFact.Ended) open--;
            if (fact is SaleFact.Opened or SaleFact.RoundOpened or SaleFact.RoundClosed or SaleFact.Ended)
            {
                if (!happened.TryGetValue(chain, out var facts)) happened.Add(chain, facts = []);
                facts.Add(fact.GetType().Name);
            }
            if (fact is LotFact.UnitAwarded award) awarded.Add((stream, award.Bidder, award.PriceMinor));
            if (fact is LotFact.Closed) closed[chain] = closed.GetValueOrDefault(chain) + 1;
        });
        var all = Enumerable.Range(0, Sales).Select(sale => Chains.OfSale(Id(sale))).ToArray();
        Assert.Equal(all, happened.Keys.Order(StringComparer.Ordinal));
        Assert.All(happened.Values, facts => Assert.Equal(["Opened", "RoundOpened", "RoundClosed", "Ended"], facts));
        Assert.All(all, sale => Assert.Equal(Lots, closed[sale]));
        Assert.Equal(accepted.Order(), awarded.Order());
        return (reader.LastPlace, atOnce);
    }

    private string Db => _folder["auction.db"];

    private ProgramRun Serve()
    {
        var catalogues = Directory.CreateDirectory(_folder["sales"]).FullName;
        var lots = string.Join('\n', Enumerable.Range(0, Lots).Select(lot => $$"""  { id = lot-{{lot}}, start = "10.00" }"""));
        for (var sale = 0; sale < Sales; sale++)
            File.WriteAllText(Path.Combine(catalogues, $"{Id(sale)}.conf"), $"lots = [\n{lots}\n]\n");
        string[] settings =
        [
            "auction.doors.floor.port=0", "auction.doors.room.port=off", "auction.doors.sealed.port=off", "auction.doors.remote.port=off",
            $"auction.rounds.length={RoundSeconds}s", "auction.rounds.limit=1",
        ];
        var sets = settings.SelectMany(set => (string[])["--set", set]);
        return ProgramRun.Of(Programs.Auctioneer, ["serve", "--catalogue", catalogues, "--journal", Db, .. sets]);
    }

    private static string Id(int sale) => $"s{sale:00000}";

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
