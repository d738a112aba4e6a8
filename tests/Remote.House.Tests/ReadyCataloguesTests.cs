using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AkkaAuction.Remote.House.Tests;

/// <summary>
/// A house sells the ready catalogue of each form to bots over TCP, and is killed (SIGKILL) in the middle of it and started again.
/// </summary>
public sealed class ReadyCataloguesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>The catalogues that are named after a form.</summary>
    public static TheoryData<string> Formats => [.. Directory.GetFiles(Catalogues, "*.conf")
        .Select(file => Path.GetFileNameWithoutExtension(file))
        .Where(name => Regex.IsMatch(File.ReadAllText(Path.Combine(Catalogues, $"{name}.conf")), $"form = {name}\\b"))
        .Order(StringComparer.Ordinal)];

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Formats)), Trait("Promise", "P1")]
    public async Task A_form_sells_over_a_kill_and_the_result_is_right(string format)
    {
        var floor = new IPEndPoint(IPAddress.Loopback, Houses.FreePort());
        var catalogue = _folder.Write($"{format}.conf", Shortened(format));
        await using var killed = await ServeAsync(floor, catalogue);
        await using var bots = ProgramRun.Bidder(
            "bots", "--connect", $"{floor}", "--name", "bot", "--count", "5", "--seed", "7", "--strategy", "truthful", "--json");
        await using var early = await FloorClient.EnterAsync(floor, "ann");
        var (bid, answer) = await BidAsync(early);
        await killed.KillAsync();

        await using var house = await ServeAsync(floor, catalogue);
        await using var ann = await FloorClient.EnterAsync(floor, $"ann {early.Token}");
        Assert.Equal(answer, await ann.AskAsync(bid, "ACCEPTED"));
        Assert.Equal(0, await bots.EndAsync());
        await ann.SayAsync("ME");
        var spent = (await ann.UntilAsync("ACCOUNT")).Split("spent=")[1];

        var sold = await AccountAsync(format);
        Assert.NotEmpty(sold);
        Assert.Equal(Accounts.OfBots(bots).Order(), sold.Where(unit => unit.Bidder != "ann").Order());
        Assert.Equal(sold.Where(unit => unit.Bidder == "ann").Sum(unit => Amount(unit.Price)), Amount(spent));
        await house.SignalAsync("TERM");
        Assert.Equal(0, await house.EndAsync());
        // What is paid without a unit is exported by itself.
        var export = await SayAsync("export", _folder["auction.db"], "--what", "payments");
        Assert.Equal(await PaidAsync(format), export.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length - 1);
        // Each decision is made again from the facts before it.
        await SayAsync("rerun", _folder["auction.db"]);
    }

    /// <summary>Bids what the first open lot asks for; others bid too, so it may ask for something else meanwhile.</summary>
    private static async Task<(string Bid, string Answer)> BidAsync(FloorClient client)
    {
        string? lot;
        // The last bidder to come may find it in the list.
        while ((lot = client.Heard.Find(line => Regex.IsMatch(line, "^LOT .* state=open"))) is null)
            Assert.NotNull(await client.LineAsync());
        var next = Next(lot);
        for (var tries = 1; tries <= 20; tries++)
        {
            var bid = $"BID {lot.Split(' ')[1]} {next} ann-{tries}";
            await client.SayAsync(bid);
            string? line;
            do line = await client.LineAsync();
            while (line is not null && !Regex.IsMatch(line, "^(ACCEPTED|REFUSED) "));
            if (line?.StartsWith("ACCEPTED", StringComparison.Ordinal) == true) return (bid, line);
            next = Next(line ?? "");
        }
        throw new InvalidOperationException("Every bid was refused.");
    }

    private static string Next(string line) => Regex.Match(line, " next=([0-9.]+)").Groups[1].Value;

    private async Task<ProgramRun> ServeAsync(IPEndPoint floor, string catalogue)
    {
        string[] settings =
        [
            $"auction.doors.floor.port={floor.Port}", "auction.doors.room.port=off", "auction.doors.sealed.port=off",
            "auction.doors.remote.port=off", "auction.stop.grace=0s", "auction.sale.bidders-to-start=6",
            "auction.rounds.length=3s", "auction.rounds.silence=2",
        ];
        var house = ProgramRun.Auctioneer(
        [
            "serve", "--catalogue", catalogue, "--journal", _folder["auction.db"],
            .. settings.SelectMany(setting => (string[])["--set", setting]),
        ]);
        await house.UntilAsync("Ctrl-C stops the house.");
        return house;
    }

    /// <summary>The catalogue with times that a test can wait for.</summary>
    private static string Shortened(string format)
    {
        var text = File.ReadAllText(Path.Combine(Catalogues, $"{format}.conf"));
        text = Regex.Replace(text, @"open-for = \d+[sm]", "open-for = 8s");
        text = Regex.Replace(text, @"\b(soft-close|deadline) = \d+s", "$1 = 2s");
        return Regex.Replace(text, @"\b(every|turn) = \d+s", "$1 = 800ms");
    }

    private async Task<List<(string Bidder, string Lot, string Price)>> AccountAsync(string sale)
    {
        using var lines = JsonDocument.Parse(await SayAsync("sale", "show", sale, "--json", "--journal", _folder["auction.db"]));
        return
        [
            .. from line in lines.RootElement.EnumerateArray()
               where line.GetProperty("line").GetString() is "bought" or "paid"
               select (
                   line.GetProperty("bidder").GetString()!,
                   line.GetProperty("lotId").GetString()!,
                   (line.GetProperty("priceMinor").GetInt64() / 100m).ToString("0.00", CultureInfo.InvariantCulture)),
        ];
    }

    private async Task<int> PaidAsync(string sale)
    {
        using var lines = JsonDocument.Parse(await SayAsync("sale", "show", sale, "--json", "--journal", _folder["auction.db"]));
        return lines.RootElement.EnumerateArray().Count(line => line.GetProperty("line").GetString() == "paid");
    }

    private static async Task<string> SayAsync(params string[] words)
    {
        await using var run = ProgramRun.Auctioneer(words);
        Assert.Equal(0, await run.EndAsync());
        return string.Join('\n', run.Lines);
    }

    private static decimal Amount(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static string Catalogues
    {
        get
        {
            var at = new DirectoryInfo(AppContext.BaseDirectory);
            while (at is not null && !File.Exists(Path.Combine(at.FullName, "AkkaAuction.sln"))) at = at.Parent;
            return Path.Combine(at!.FullName, "hocon", "catalogues");
        }
    }
}
