using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AkkaAuction.Remote.House.Tests;

/// <summary>
/// A house with two catalogues, killed (SIGKILL) with bots and guests in both sales and started again: programs of their own on both sides
/// of the wire.
/// </summary>
public sealed class TwoCataloguesTests : IDisposable
{
    // A round of the books ends only when the walker, too, has passed or is gone: the kill is in the middle of one, on any machine.
    private const string Books = """
        sale = books
        lots = [
          { id = atlas, start = "20.00", units = 3 }
          { id = globe, start = "30.00", units = 2 }
        ]
        """;

    private const string Clocks = """
        sale = clocks
        lots = [
          { id = pendulum, form = proxy, start = "50.00", increment = "5.00", open-for = 10h }
          { id = hourglass, form = second_price, start = "5.00", open-for = 10h }
        ]
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Both_sales_go_on_after_a_kill_both_accounts_are_right_and_audit_names_both_heads()
    {
        var floor = new IPEndPoint(IPAddress.Loopback, Houses.FreePort());
        string[] catalogues = ["--catalogue", _folder.Write("books.conf", Books), "--catalogue", _folder.Write("clocks.conf", Clocks)];
        await using var killed = await ServeAsync(floor, catalogues);
        var (inBooks, inClocks) = (killed.UntilAsync("books: Round 1 is open"), killed.UntilAsync("clocks: pendulum stands at"));
        await using var walker = await FloorClient.EnterAsync(floor, "walker");
        await walker.SayAsync("JOIN books");
        await walker.UntilAsync("LOT globe");
        await using var readers = Bots(floor, "books", "bot");
        await using var tinkers = Bots(floor, "clocks", "tinker");
        await inBooks;
        var next = killed.UntilAsync("books: Round 2 is open");
        await walker.SayAsync("PASS");
        await next;
        Assert.Contains(", tinker-", await inClocks, StringComparison.Ordinal);
        // More than any bot has to spend.
        await using var early = await JoinAsync(floor, "ann", null);
        await using var other = await JoinAsync(floor, "bob", null);
        var answers = (
            await early.AskAsync("BID pendulum 500.00 ann-1", "ACCEPTED"), await other.AskAsync("BID hourglass 9.00 bob-1", "ACCEPTED"));
        await killed.KillAsync();

        await using var house = await ServeAsync(floor, catalogues);
        await using var ann = await JoinAsync(floor, "ann", early.Token);
        await using var bob = await JoinAsync(floor, "bob", other.Token);
        // What was answered is answered so again, and the bidding goes on where it was.
        Assert.Equal(answers.Item1, await ann.AskAsync("BID pendulum 500.00 ann-1", "ACCEPTED"));
        Assert.Equal(answers.Item2, await bob.AskAsync("BID hourglass 9.00 bob-1", "ACCEPTED"));
        await bob.AskAsync("BID hourglass 600.00 bob-2", "ACCEPTED");

        // The bots come back by themselves, and hear their sale's end: of the books when all is bid, of the clocks by the operator.
        Assert.Equal(0, await readers.EndAsync());
        await tinkers.UntilAsync("tinker: all 5 are connected");
        Assert.StartsWith("clocks is closed: 2 sold, 0 unsold.", await SayAsync("sale", "close", "clocks"), StringComparison.Ordinal);
        var won = (Bought("ann", await ann.UntilAsync("WON")), Bought("bob", await bob.UntilAsync("WON")));
        Assert.Equal(0, await tinkers.EndAsync());
        Assert.Equal(("pendulum", "hourglass"), (won.Item1.Lot, won.Item2.Lot));
        Assert.Empty(Accounts.OfBots(tinkers));
        Assert.Equal([won.Item1, won.Item2], (await AccountAsync("clocks")).Order());
        var books = await AccountAsync("books");
        Assert.NotEmpty(books);
        Assert.Equal(Accounts.OfBots(readers).Order(), books.Order());

        await house.SignalAsync("TERM");
        Assert.Equal(0, await house.EndAsync());
        const string GoesOn = " is back from the journal and goes on with 2 lots.";
        Assert.Equal(2, house.Lines.Count(line => line.EndsWith(GoesOn, StringComparison.Ordinal)));
        Assert.Contains(house.Lines, line => line.StartsWith("Final account of sale 1, books ", StringComparison.Ordinal));
        Assert.Contains(house.Lines, line => line.StartsWith("Final account of sale 2, clocks ", StringComparison.Ordinal));
        await using var audit = ProgramRun.Auctioneer("audit", _folder["auction.db"]);
        Assert.Equal(0, await audit.EndAsync());
        foreach (var sale in (string[])["books", "clocks"])
            Assert.Single(audit.Lines, line => Regex.IsMatch(line, $"^sale/{sale}: [0-9]+ events, head [0-9a-f]{{64}}$"));
    }

    private async Task<ProgramRun> ServeAsync(IPEndPoint floor, string[] catalogues)
    {
        string[] settings =
        [
            $"auction.doors.floor.port={floor.Port}", "auction.doors.room.port=off", "auction.doors.sealed.port=off",
            "auction.doors.remote.port=off", "auction.stop.grace=0s", "auction.sale.bidders-to-start=2",
            "auction.rounds.length=1h", "auction.rounds.close-when-all-acted=on",
        ];
        var house = ProgramRun.Auctioneer(
        [
            "serve", .. catalogues, "--journal", _folder["auction.db"],
            .. settings.SelectMany(setting => (string[])["--set", setting]),
        ]);
        await house.UntilAsync("Ctrl-C stops the house.");
        return house;
    }

    /// <summary>Comes as somebody, and goes over to the clocks.</summary>
    private static async Task<FloorClient> JoinAsync(IPEndPoint floor, string name, string? token)
    {
        var client = await FloorClient.EnterAsync(floor, $"{name} {token}".TrimEnd());
        await client.SayAsync("JOIN clocks");
        await client.UntilAsync("LOT pendulum");
        await client.UntilAsync("READY");
        return client;
    }

    private static ProgramRun Bots(IPEndPoint floor, string sale, string name) => ProgramRun.Bidder(
        "bots", "--connect", $"{floor}", "--sale", sale, "--name", name, "--count", "5", "--seed", "7", "--budget", "100", "--json");

    private static (string Bidder, string Lot, string Price) Bought(string bidder, string won) =>
        won.Split(' ') is [_, _, var lot, var price] ? (bidder, lot, price) : throw new FormatException(won);

    private async Task<string> SayAsync(params string[] words)
    {
        await using var run = ProgramRun.Auctioneer([.. words, "--journal", _folder["auction.db"]]);
        Assert.Equal(0, await run.EndAsync());
        return string.Join('\n', run.Lines);
    }

    private async Task<List<(string Bidder, string Lot, string Price)>> AccountAsync(string sale)
    {
        using var lines = JsonDocument.Parse(await SayAsync("sale", "show", sale, "--json"));
        return
        [
            .. from line in lines.RootElement.EnumerateArray()
               where line.TryGetProperty("bidder", out _)
               select (
                   line.GetProperty("bidder").GetString()!,
                   line.GetProperty("lotId").GetString()!,
                   (line.GetProperty("priceMinor").GetInt64() / 100m).ToString("0.00", CultureInfo.InvariantCulture)),
        ];
    }
}
