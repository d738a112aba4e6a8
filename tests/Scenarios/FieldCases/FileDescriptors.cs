using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace AkkaAuction.Scenarios.Tests.FieldCases;

/// <summary>
/// A house with few file descriptors and more callers than it has room for. Its ceilings fit the limit, and its journal, its snapshots and
/// the bidders inside go on whatever comes to which door.
/// </summary>
public sealed partial class FileDescriptors : IDisposable
{
    private const int Callers = 400;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Defaults_that_do_not_fit_are_fitted_callers_above_hear_401_and_the_bidders_inside_are_answered()
    {
        if (!OperatingSystem.IsLinux()) return;
        await using var house = await FieldHouse.OpenAsync(320, _folder.Path, "floor room sealed", "--journal", "none");
        Assert.Single(house.Run.Lines, line => Fitted().IsMatch(line));
        Assert.DoesNotContain(house.Run.Lines, IsError);
        await using var ann = await FloorClient.EnterAsync(house.Door("floor"), "ann");

        var crowd = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Caller.ComeAsync(house.Door("floor"))));
        var answers = await Task.WhenAll(crowd.Select((caller, i) => caller.AskAsync($"HELLO bidder{i}")));
        Assert.InRange(answers.Count(IsWelcome), 1, 320 - 200);
        Assert.All(answers, answer => Assert.True(IsWelcome(answer) || answer.Length == 0 || answer.Contains("401"), answer));
        await ann.SayAsync("PING in");
        await ann.UntilAsync("PONG in");
        foreach (var caller in crowd) caller.Dispose();
        await NextOneGetsInAsync(house.Door("floor"));
        Assert.InRange(house.Run.Lines.Count(IsShortage), 0, 1);
    }

    [Fact]
    public async Task A_number_that_a_person_wrote_and_cannot_have_is_lowered_with_one_warning()
    {
        if (!OperatingSystem.IsLinux()) return;
        await using var house = await FieldHouse.OpenAsync(
            320, _folder.Path, "floor room", "--journal", "none", "auction.doors.floor.connections=5000");
        var warning = Assert.Single(house.Run.Lines, IsError);
        Assert.Matches(
            @"--set auction\.doors\.floor\.connections=5000: auction\.doors\.floor\.connections is 5000, but the door takes \d\d: "
                + @"this process may open 320 files\. Raise that limit \(ulimit -n\)",
            warning);
        Assert.Single(house.Run.Lines, line => line.StartsWith("Most connections: room ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Out_of_descriptors_the_journal_and_its_snapshots_go_on_and_the_house_ends_well()
    {
        if (!OperatingSystem.IsLinux()) return;
        var journal = _folder["a.db"];
        await using var house = await FieldHouse.OpenAsync(
            256, _folder.Path, "floor remote", "--journal", journal, "auction.journal.snapshot-every=20");
        await using (var ann = await FloorClient.EnterAsync(house.Door("floor"), "ann"))
        {
            // The remote door has no ceiling: its connections take all that the reserve leaves.
            var (floor, remote) = (house.Door("floor"), house.Door("remote"));
            var crowd = await Task.WhenAll(Enumerable.Range(0, Callers).Select(i => Caller.ComeAsync(i % 2 == 0 ? floor : remote)));
            await house.Run.UntilAsync(Shortage);
            var price = 100;
            await BidUntilSnapshotAsync();
            File.Delete($"{journal}.snapshot");
            await BidUntilSnapshotAsync();
            foreach (var caller in crowd) caller.Dispose();
            await NextOneGetsInAsync(floor);

            async Task BidUntilSnapshotAsync()
            {
                var patience = TimeProvider.System.GetTimestamp();
                while (!File.Exists($"{journal}.snapshot"))
                {
                    await ann.SayAsync($"BID violin {++price}.00 id-{price}");
                    await ann.UntilAsync("ACCEPTED");
                    Assert.True(TimeProvider.System.GetElapsedTime(patience) < Patience.Most, "No snapshot was made.");
                }
            }
        }
        Assert.Equal(0, await house.StopAsync());
        Assert.True(house.Run.Lines.Count(IsError) == 1, house.Said);
        await using var audit = ProgramRun.Of(Programs.Auctioneer, ["audit", journal]);
        Assert.Equal(0, await audit.EndAsync());
    }

    private const string Shortage = "File descriptors are short";

    private static bool IsShortage(string line) => line.Contains(Shortage, StringComparison.Ordinal);

    private static bool IsError(string line) => line.StartsWith("error: ", StringComparison.Ordinal);

    private static bool IsWelcome(string line) => line.StartsWith("WELCOME", StringComparison.Ordinal);

    [GeneratedRegex(@"^Most connections: floor \d\d, room \d\d, sealed \d\d; this process may open 320 files \(ulimit -n\)\.$")]
    private static partial Regex Fitted();

    /// <summary>The house may be told of the next one before it is told of all that left.</summary>
    private static async Task NextOneGetsInAsync(IPEndPoint floor)
    {
        string welcome;
        do
        {
            using var next = await Caller.ComeAsync(floor);
            welcome = await next.AskAsync("HELLO bob");
        }
        while (!IsWelcome(welcome));
    }

    private sealed class Caller : IDisposable
    {
        private readonly TcpClient _client = new();
        private StreamReader? _reader;

        public static async Task<Caller> ComeAsync(IPEndPoint door)
        {
            var caller = new Caller();
            await caller._client.ConnectAsync(door);
            caller._reader = new StreamReader(caller._client.GetStream(), Encoding.UTF8);
            return caller;
        }

        /// <returns>The first line that comes; empty: the house has closed the connection.</returns>
        public async Task<string> AskAsync(string line)
        {
            try
            {
                await _client.GetStream().WriteAsync(Encoding.UTF8.GetBytes($"{line}\n"));
                return await _reader!.ReadLineAsync().WaitAsync(Patience.Most) ?? "";
            }
            catch (IOException)
            {
                // It was turned away before it had said anything, and its line met a closed connection.
                return "";
            }
        }

        public void Dispose()
        {
            _reader?.Dispose();
            _client.Dispose();
        }
    }
}
