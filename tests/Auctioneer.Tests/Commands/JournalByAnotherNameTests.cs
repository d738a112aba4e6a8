using System.Net;
using System.Runtime.Versioning;

namespace AkkaAuction.Auctioneer.Tests.Commands;

/// <summary>A journal that is named by a link, beside the house that has it: each command is a process of its own.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class JournalByAnotherNameTests : IDisposable
{
    private static readonly string[] Ports = ["floor", "remote", "room", "sealed"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_second_house_and_an_erasure_are_refused_and_what_asks_the_house_reaches_it()
    {
        _folder.Write("day.conf", "lots = [ { id = lamp, title = \"Desk lamp\", start = \"20.00\" } ]");
        File.CreateSymbolicLink(_folder["ln.db"], "auction.db");
        await using (var house = ProgramRun.Of(Programs.Auctioneer, Serve("auction.db"), null, _folder.Path))
        {
            await house.UntilAsync("Ctrl-C stops the house.");
            await using var ann = await EnterAsync(house);
            await ann.AskAsync("BID lamp 25 x", "ACCEPTED");

            var (code, said) = await RunAsync(Serve("ln.db"));
            Assert.Equal(1, code);
            Assert.Contains("auction.db is in use by another process", said, StringComparison.Ordinal);
            (code, said) = await RunAsync("erase", "ann", "ln.db");
            Assert.Equal(1, code);
            Assert.Contains($"ln.db is in use by another process (it holds {_folder["auction.db.lock"]})", said, StringComparison.Ordinal);
            (code, said) = await RunAsync("sale", "put", "--journal", "ln.db", "day.conf");
            Assert.Equal(1, code);
            Assert.StartsWith("error: auctioneer: The sale day is open already", said, StringComparison.Ordinal);
            (code, said) = await RunAsync("backup", "ln.db", "copy.db");
            Assert.Equal(0, code);
            await ann.AskAsync("BID lamp 26 y", "ACCEPTED");
            await house.KillAsync();
        }
        var (audited, told) = await RunAsync("audit", "ln.db");
        Assert.Equal(0, audited);
        Assert.Contains("2 bids", told, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("erase", "ann", "ln.db")).Code);
    }

    private static string[] Serve(string journal) =>
    [
        "serve", "--journal", journal, "--catalogue", "day.conf", "--set", "auction.rounds.length=1h",
        .. Ports.SelectMany(door => (string[])["--set", $"auction.doors.{door}.port={(door == "floor" ? "0" : "off")}"]),
    ];

    private static Task<FloorClient> EnterAsync(ProgramRun house)
    {
        const string Door = "floor door open on ";
        var line = house.Lines.Single(line => line.StartsWith(Door, StringComparison.Ordinal));
        return FloorClient.EnterAsync(IPEndPoint.Parse(line[Door.Length..]), "ann");
    }

    private async Task<(int Code, string Said)> RunAsync(params string[] words)
    {
        await using var run = ProgramRun.Of(Programs.Auctioneer, words, null, _folder.Path);
        var code = await run.EndAsync();
        return (code, string.Concat(run.Lines.Select(line => line + "\n")));
    }
}
