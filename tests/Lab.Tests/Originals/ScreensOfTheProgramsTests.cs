using System.Diagnostics;
using System.Text.RegularExpressions;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Bidder.Commands;

namespace AkkaAuction.Lab.Tests.Originals;

/// <summary>The programs themselves, as processes: their screens line for line, ports masked.</summary>
public sealed partial class ScreensOfTheProgramsTests
{
    [Fact, Trait("Requirement", "R3.10")]
    public async Task A_second_price_auction_on_five_screens()
    {
        await using var server = new Program(typeof(House).Assembly.Location, "sealed 0");
        var port = (await server.Error.ReadLineAsync().WaitAsync(Program.Patience))!.Split(':')[^1];
        await server.Until("Auctioneer is ready for hosting auctions!");

        await using var seller = Client(port);
        await seller.Until("Please submit auction request:");
        await using var tooEarly = Client(port);
        Assert.Equal(1, await tooEarly.EndAsync());
        seller.Type("some wrong input");
        await seller.Until("Please submit auction request:");
        seller.Type("2 100 3 WolfPackSword");
        await seller.Until("Server: Auction start.");

        var buyers = new Program[3];
        for (var i = 0; i < 3; i++)
        {
            buyers[i] = Client(port);
            await buyers[i].Until("Your role is: [Buyer]");
        }
        foreach (var buyer in buyers) await buyer.Until("Please submit your bid:");
        await using var tooLate = Client(port);
        Assert.Equal(1, await tooLate.EndAsync());

        buyers[0].Type("150");
        await buyers[0].Until("Server: Bid received. Please wait...");
        buyers[1].Type("some wrong bid");
        await buyers[1].Until("Please submit your bid:");
        buyers[1].Type("120");
        await buyers[1].Until("Server: Bid received. Please wait...");
        buyers[2].Type("180");
        foreach (var client in buyers.Append(seller)) Assert.Equal(0, await client.EndAsync());
        await server.Until(">> Item sold!");
        await server.StopAsync();

        string[] busy = ["Connected to the Auctioneer server.", "Server is busy. Try to connect again later."];
        Assert.Equal(busy, tooEarly.Screen);
        Assert.Equal(busy, tooLate.Screen);
        Assert.Equal(
            [
                "Auctioneer is ready for hosting auctions!",
                "Seller is connected from 127.0.0.1:PORT",
                ">> New Seller Thread spawned",
                "Auction request received. Now waiting for Buyer.",
                "Buyer 1 is connected from 127.0.0.1:PORT",
                "Buyer 2 is connected from 127.0.0.1:PORT",
                "Buyer 3 is connected from 127.0.0.1:PORT",
                "Requested number of bidders arrived. Let's start bidding!",
                ">> New Bidding Thread spawned",
                ">> Buyer 1 bid $150",
                ">> Buyer 2 bid $120",
                ">> Buyer 3 bid $180",
                ">> Item sold! The highest bid is $180. The actual payment is $150",
            ],
            server.Screen.Select(line => AnyPort().Replace(line, ":PORT")));
        Assert.Equal(
            [
                "Connected to the Auctioneer server.",
                "Your role is: [Seller]",
                "Please submit auction request:",
                "Server: Invalid auction request!",
                "Please submit auction request:",
                "Server: Auction start.",
                "Auction finished!",
                "Success! Your item WolfPackSword has been sold for $150",
                "Disconnecting from the Auctioneer server. Auction is over!",
            ],
            seller.Screen);
        Assert.Equal(
            [
                "Connected to the Auctioneer server.",
                "Your role is: [Buyer]",
                "The Auctioneer is still waiting for other Buyer to connect...",
                "The bidding has started!",
                "Please submit your bid:",
                "Server: Invalid bid. Please submit a positive integer!",
                "Please submit your bid:",
                "Server: Bid received. Please wait...",
                "Auction finished!",
                "Unfortunately you did not win in the last round.",
                "Disconnecting from the Auctioneer server. Auction is over!",
            ],
            buyers[1].Screen);
        Assert.Equal(
            [
                "Connected to the Auctioneer server.",
                "Your role is: [Buyer]",
                "The bidding has started!",
                "Please submit your bid:",
                "Server: Bid received. Please wait...",
                "Auction finished!",
                "You won this item WolfPackSword! Your payment due is $150",
                "Disconnecting from the Auctioneer server. Auction is over!",
            ],
            buyers[2].Screen);
        foreach (var buyer in buyers) await buyer.DisposeAsync();
    }

    [Fact, Trait("Requirement", "R3.10")]
    public async Task An_item_that_is_not_sold()
    {
        await using var server = new Program(typeof(House).Assembly.Location, "sealed 0");
        var port = (await server.Error.ReadLineAsync().WaitAsync(Program.Patience))!.Split(':')[^1];
        await using var seller = Client(port);
        await seller.Until("Please submit auction request:");
        seller.Type("1 100 1 WolfPackSword");
        await seller.Until("Server: Auction start.");
        await using var buyer = Client(port);
        await buyer.Until("Please submit your bid:");
        buyer.Type("80");
        Assert.Equal(0, await seller.EndAsync());
        Assert.Equal("Unfortunately your item WolfPackSword was not sold.", seller.Screen[^2]);
        Assert.Equal(">> Item not sold! The highest bid is $80", await server.Until(">> Item"));
    }

    [Fact, Trait("Requirement", "R2.1"), Trait("Requirement", "R2.3")]
    public async Task A_unit_is_won_in_the_room_by_the_programs()
    {
        await using var server = new Program(typeof(House).Assembly.Location, "room 127.0.0.1 0 --set auction.room.deadline=300ms");
        var port = (await server.Until("room door open on")).Split(':')[^1];
        await using var bidder = new Program(typeof(BidderCommandLine).Assembly.Location, $"room localhost {port}");
        bidder.Type("Laptop,550.25");
        bidder.Type("Boat,1");
        bidder.EndInput();
        Assert.Equal(0, await bidder.EndAsync());
        Assert.Equal(
            [
                "Your bid for Laptop is now the highest at $550.25",
                "Item Boat not found or sold out.",
                "Item Laptop sold to Client 1 for $550.25",
                "Congratulations! You won Laptop for $550.25",
            ],
            bidder.Screen);
        await server.Until("Item Laptop sold to Client 1 for $550.25");
        await server.StopAsync();
        Assert.Contains(
            server.Screen, line => line.StartsWith("Account of the bidding room: 1 sold, 9 not sold yet", StringComparison.Ordinal));
    }

    [Fact, Trait("Requirement", "R2.6")]
    public async Task Bots_buy_the_room_out_or_stop_at_their_limits()
    {
        await using var server = new Program(typeof(House).Assembly.Location, "room 127.0.0.1 0 --set auction.room.deadline=100ms");
        var port = (await server.Until("room door open on")).Split(':')[^1];
        await using var bots = new Program(
            typeof(BidderCommandLine).Assembly.Location,
            $"bots --door room --connect 127.0.0.1:{port} --count 4 --budget 10000 --chance 1 --seed 3");
        for (var sold = 0; sold < 4; sold++) await server.Until("Item ");
        await bots.StopAsync();
        Assert.Contains(bots.Screen, line => line.Contains("bot-1", StringComparison.Ordinal));
    }

    [Fact, Trait("Requirement", "R2.5"), Trait("Requirement", "R3.5")]
    public async Task Both_houses_are_open_in_serve_and_appear_in_its_account()
    {
        await using var house = new Program(
            typeof(House).Assembly.Location,
            "serve --journal none --set auction.doors.floor.port=0 --set auction.doors.room.port=0 --set auction.doors.sealed.port=0 "
                + "--set auction.doors.remote.port=off --set auction.room.deadline=200ms");
        var room = (await house.Until("room door open on")).Split(':')[^1];
        var hidden = (await house.Until("sealed door open on")).Split(':')[^1];
        await using var bidder = new Program(typeof(BidderCommandLine).Assembly.Location, $"room localhost {room}");
        bidder.Type("Headphones,55.50");
        bidder.EndInput();
        Assert.Equal(0, await bidder.EndAsync());
        await using var seller = Client(hidden);
        await seller.Until("Please submit auction request:");
        seller.Type("1 100 1 WolfPackSword");
        await seller.Until("Server: Auction start.");
        await using var buyer = Client(hidden);
        await buyer.Until("Please submit your bid:");
        buyer.Type("120");
        Assert.Equal(0, await buyer.EndAsync());
        await house.Until("sealed: >> Item sold! The highest bid is $120. The actual payment is $120");
        await house.StopAsync();
        Assert.Contains("room: Item Headphones sold to Client 1 for $55.5", house.Screen);
        Assert.Contains("Account of the bidding room: 1 sold, 9 not sold yet", house.Screen);
        Assert.Contains("Account of the sealed-bid house: 1 sold, 0 unsold", house.Screen);
        Assert.Contains(
            house.Screen,
            line => line.Contains("headphones", StringComparison.Ordinal) && line.Contains("55.50", StringComparison.Ordinal));
        Assert.Contains(
            house.Screen,
            line => line.Contains("sealed-1", StringComparison.Ordinal) && line.Contains("120.00", StringComparison.Ordinal));
    }

    private static Program Client(string port) => new(typeof(BidderCommandLine).Assembly.Location, $"sealed 127.0.0.1 {port}");

    [GeneratedRegex(@":\d+$")]
    private static partial Regex AnyPort();

    /// <summary>A program as a process; what it shows is kept line by line.</summary>
    private sealed class Program : IAsyncDisposable
    {
        public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

        private readonly Process _process;

        // Beside a test of the lab both programs run on the lab's frameworks: what those have is not copied here a second time.
        private static readonly string Frameworks = Path.ChangeExtension(typeof(House).Assembly.Location, ".runtimeconfig.json");

        public Program(string assembly, string arguments) => _process = Process.Start(new ProcessStartInfo(
            "dotnet", ["exec", "--runtimeconfig", Frameworks, assembly, .. arguments.Split(' ')])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

        public List<string> Screen { get; } = [];

        public StreamReader Error => _process.StandardError;

        public void Type(string line)
        {
            _process.StandardInput.WriteLine(line);
            _process.StandardInput.Flush();
        }

        public void EndInput() => _process.StandardInput.Close();

        public async Task<string> Until(string beginning)
        {
            while (await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line)
            {
                Screen.Add(line);
                if (line.StartsWith(beginning, StringComparison.Ordinal)) return line;
            }
            throw new EndOfStreamException(
                $"The program ended before it showed {beginning}:\n{string.Join('\n', Screen)}\n{await Error.ReadToEndAsync()}");
        }

        public async Task<int> EndAsync()
        {
            while (await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line) Screen.Add(line);
            await _process.WaitForExitAsync().WaitAsync(Patience);
            return _process.ExitCode;
        }

        public async Task StopAsync()
        {
            using (var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"])) await kill.WaitForExitAsync();
            Assert.Equal(0, await EndAsync());
        }

        public ValueTask DisposeAsync()
        {
            if (!_process.HasExited) _process.Kill();
            _process.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
