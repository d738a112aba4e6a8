using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using AkkaAuction.Auctioneer.Commands.Journal;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Recovery;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Journal;
using AkkaAuction.Journal.Snapshots;
using AkkaAuction.Journal.Sqlite;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Auctioneer.Tests.Journal;

/// <summary>
/// P1 and P10 with the real program and ten sales in it: it is killed (SIGKILL) with bids in flight in all of them, started again,
/// and asked to answer for what it has said. The clients keep their own record of every answer;
/// nothing of it may be lost or doubled. <c>tests/crash.sh 100</c> does it a hundred times.
/// </summary>
public sealed class CrashTests : IDisposable
{
    private const int Bidders = 8;
    private const int Sales = 10;
    private const int Window = 250;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly Random _chance = new(Environment.TickCount);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task However_often_the_house_is_killed_no_answered_bid_is_lost_and_none_is_doubled()
    {
        var kills = int.Parse(Environment.GetEnvironmentVariable("AUCTION_KILLS") ?? "3", CultureInfo.InvariantCulture);
        var clients = Enumerable.Range(1, Bidders).Select(n => new RecordingBidder($"bidder-{n}")).ToArray();
        var snapshots = 0;
        for (var kill = 1; kill <= kills; kill++)
        {
            using var house = await StartAsync();
            var goal = _chance.Next(500, 6000);
            var answered = 0;
            var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var bidding = clients.Select(c => c.BidAsync(house.Floor, () =>
            {
                if (Interlocked.Increment(ref answered) == goal) enough.TrySetResult();
            })).ToArray();
            await Task.WhenAny(enough.Task, Task.WhenAll(bidding)).WaitAsync(Patience);
            house.Process.Kill();
            await Task.WhenAll(bidding).WaitAsync(Patience);
            await house.Process.WaitForExitAsync().WaitAsync(Patience);
            Assert.True(clients.Sum(c => c.InFlight) > 0, "The house was killed in the middle of something.");
            // It reads everything: with a hundred kills, not each time.
            if ((kills < 10 || kill % 10 == 0) && ComesBackFromSnapshot()) snapshots++;
        }
        Assert.True(kills < 20 || snapshots > kills / 20, $"Only {snapshots} times there was a snapshot.");

        // What was not answered is sent again, and so is some of what was.
        using (var house = await StartAsync())
        {
            await Task.WhenAll(clients.Select(c => c.SendAgainAsync(house.Floor, _chance.Next()))).WaitAsync(Patience);
            house.Process.Kill();
            await house.Process.WaitForExitAsync().WaitAsync(Patience);
        }
        CompareWithJournal(clients);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{kills} kills, {Sales} sales, {clients.Sum(c => c.Accepted.Count)} accepted bids: none lost, none doubled"));
    }

    [Fact]
    public async Task A_house_told_to_stop_under_load_answers_everything_it_has_stored_and_exits_with_0()
    {
        if (OperatingSystem.IsWindows()) return;
        var clients = Enumerable.Range(1, Bidders).Select(n => new RecordingBidder($"bidder-{n}")).ToArray();
        using var house = await StartAsync();
        var answered = 0;
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var bidding = clients.Select(c => c.BidAsync(house.Floor, () =>
        {
            if (Interlocked.Increment(ref answered) == 3000) enough.TrySetResult();
        })).ToArray();
        await enough.Task.WaitAsync(Patience);
        var stopping = Stopwatch.StartNew();
        using (var kill = Process.Start("kill", ["-TERM", house.Process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }
        await Task.WhenAll(bidding).WaitAsync(Patience);
        await house.Process.WaitForExitAsync().WaitAsync(Patience);
        Assert.Equal(0, house.Process.ExitCode);
        Assert.True(stopping.Elapsed < TimeSpan.FromSeconds(10), $"It took {stopping.Elapsed} to stop.");
        CompareWithJournal(clients);
    }

    private void CompareWithJournal(RecordingBidder[] clients)
    {
        Assert.Equal(0, AuditCommand.Run(Db, null, null, TextWriter.Null, TextWriter.Null, false));
        Assert.Equal(0, RerunCommand.Run(Db, TextWriter.Null, TextWriter.Null, false));
        var stored = new Dictionary<(string Bidder, string Id), (string Lot, long AmountMinor, long Event, string Receipt)>();
        using (var reader = SqliteReader.Open(Db))
        {
            reader.ReadAll((in ReadRow row, string stream) =>
            {
                if (reader.Decode(row) is not LotFact.BidAccepted bid) return;
                // "sale/s3/1/cup" is what the bidders call "s3/cup".
                var names = stream.Split('/');
                var place = ($"{names[1]}/{names[^1]}", bid.AmountMinor, row.Event, Convert.ToHexStringLower(row.Hash[..8]));
                Assert.True(stored.TryAdd((bid.Bidder, bid.BidId), place), $"The bid {bid.BidId} of {bid.Bidder} is there twice.");
            });
        }
        var told = clients.SelectMany(c => c.Accepted.Select(a => (Key: (c.Name, a.Key), a.Value))).ToDictionary(a => a.Key, a => a.Value);
        foreach (var (key, answer) in told)
        {
            Assert.True(
                stored.TryGetValue(key, out var fact),
                $"The bid {key.Item2} of {key.Item1}, accepted as event {answer.Event}, is lost.");
            Assert.Equal(answer, fact);
        }
        // And nothing is stored that its bidder has not been told of by now.
        Assert.DoesNotContain(stored.Keys, k => !told.ContainsKey(k) && clients.Any(c => c.Name == k.Bidder));
        Assert.True(told.Count > 1000, $"{told.Count} bids are few.");
        Assert.Equal(Sales, told.Values.Select(bid => bid.Lot.Split('/')[0]).Distinct().Count());
    }

    /// <summary>A snapshot that a killed house has left, and the facts after it, come to what all facts come to.</summary>
    /// <returns>Whether there was one.</returns>
    private bool ComesBackFromSnapshot()
    {
        var kind = Recoveries.Of(Houses.Settings());
        using var reader = SqliteReader.Open(Db);
        var quick = SnapshotStart.Read(Db, reader, kind);
        Assert.Null(quick.SnapshotFault);
        var all = SnapshotStart.ReadOn(reader, SnapshotStart.FromTheFirst(reader, kind, null), reader.LastPlace);
        Assert.Equal(HashOf(all), HashOf(quick));
        return quick.Snapshot is not null;

        string HashOf(RecoveredFacts found) =>
            Convert.ToHexStringLower(SnapshotFile.HashOf(SnapshotStart.Of(reader, found, 0, 0), reader.References.People));
    }

    private string Db => _folder["auction.db"];

    private async Task<RunningHouse> StartAsync()
    {
        // Lots that take every bid from their minimum on, and one whose price is fought over.
        var catalogues = Directory.CreateDirectory(_folder["sales"]).FullName;
        for (var sale = 0; sale < Sales; sale++)
        {
            await File.WriteAllTextAsync(Path.Combine(catalogues, $"s{sale}.conf"), """
                lots = [
                  { id = cup, form = second_price, start = "1.00", open-for = 10h }
                  { id = jug, form = first_price, start = "1.00", open-for = 10h }
                  { id = violin, form = proxy, start = "1.00", increment = "0.01", open-for = 10h }
                ]
                """);
        }
        var process = Process.Start(new ProcessStartInfo("dotnet",
        [
            "exec", typeof(House).Assembly.Location, "serve", "--catalogue", catalogues, "--journal", Db,
            "--set", "auction.doors.floor.port=0", "--set", "auction.doors.room.port=off", "--set", "auction.doors.sealed.port=off",
            "--set", "auction.doors.remote.port=off",
            // Often enough that many are under way when the house is killed.
            "--set", "auction.journal.snapshot-every=200",
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        const string Door = "floor door open on ";
        while (await process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            if (!line.StartsWith(Door, StringComparison.Ordinal)) continue;
            // Nobody reads the screen any more; it must not fill up.
            _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
            return new RunningHouse(process, IPEndPoint.Parse(line[Door.Length..]));
        }
        throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
    }

    private sealed record RunningHouse(Process Process, IPEndPoint Floor) : IDisposable
    {
        public void Dispose()
        {
            if (!Process.HasExited) Process.Kill();
            Process.Dispose();
        }
    }

    /// <summary>A bidder with many bids in flight, who writes down every answer and never forgets one.</summary>
    private sealed class RecordingBidder(string name)
    {
        private static readonly string[] Lots = ["cup", "jug", "violin"];

        private readonly Dictionary<string, string> _unanswered = new(StringComparer.Ordinal);
        private readonly Dictionary<string, string> _lines = new(StringComparer.Ordinal);
        private string _token = "";
        private int _made;

        public string Name => name;

        public ConcurrentDictionary<string, (string Lot, long AmountMinor, long Event, string Receipt)> Accepted { get; } =
            new(StringComparer.Ordinal);

        public int InFlight => _unanswered.Count;

        /// <summary>Bids until the house is gone.</summary>
        public async Task BidAsync(IPEndPoint floor, Action answered)
        {
            try
            {
                await using var client = await EnterAsync(floor);
                // As any client does that comes back: first what it does not know the answer to.
                if (!await SendAsync(client, [.. _unanswered.Keys])) return;
                while (true)
                {
                    var lines = new string[Window];
                    for (var i = 0; i < Window; i++)
                    {
                        var id = $"b{++_made}";
                        lines[i] = $"BID s{_made % Sales}/{Lots[_made % Lots.Length]} {1 + _made}.{_made % 100:00} {id}";
                        (_lines[id], _unanswered[id]) = (lines[i], lines[i]);
                    }
                    await client.SayAsync(lines);
                    for (var left = Window; left > 0;)
                    {
                        var line = await client.LineAsync();
                        if (line is null) return;
                        if (!Note(line)) continue;
                        left--;
                        answered();
                    }
                }
            }
            catch (Exception fault) when (fault is IOException or System.Net.Sockets.SocketException or InvalidOperationException)
            {
                // The house is gone; what was not answered is known.
            }
        }

        /// <summary>Sends everything that was not answered, and some of what was: the answers are the first ones.</summary>
        public async Task SendAgainAsync(IPEndPoint floor, int seed)
        {
            await using var client = await EnterAsync(floor);
            // A lot remembers a bidder's last 128 ids. Up to 84 bids of a window were for one lot, and with these they are fewer than that.
            var chance = new Random(seed);
            var recent = Accepted.OrderByDescending(a => a.Value.Event).Take(40).Where(_ => chance.Next(2) == 0).Select(a => a.Key);
            Assert.True(await SendAsync(client, [.. _unanswered.Keys, .. recent]), "The house has closed.");
            Assert.Empty(_unanswered);
        }

        /// <returns>Whether all were answered.</returns>
        private async Task<bool> SendAsync(FloorClient client, string[] ids)
        {
            foreach (var chunk in ids.Chunk(Window))
            {
                await client.SayAsync([.. chunk.Select(id => _lines[id])]);
                for (var left = chunk.Length; left > 0;)
                {
                    if (await client.LineAsync() is not { } line) return false;
                    if (Note(line)) left--;
                }
            }
            return true;
        }

        private async Task<FloorClient> EnterAsync(IPEndPoint floor)
        {
            var client = await FloorClient.ConnectAsync(floor);
            var welcome = await client.AskAsync($"HELLO {name} {_token}".TrimEnd(), "WELCOME");
            var isNew = _token.Length == 0;
            _token = welcome.Split(' ')[2];
            await client.UntilAsync("READY");
            // A sale opens when somebody comes to it, and stays open.
            for (var sale = 0; isNew && sale < Sales; sale++) await client.AskAsync($"JOIN s{sale}", "READY");
            return client;
        }

        /// <returns>Whether the line answers a bid.</returns>
        private bool Note(string line)
        {
            var words = line.Split(' ');
            switch (words[0])
            {
                case "ACCEPTED":
                    var answer = (
                        words[2],
                        (long)(decimal.Parse(words[3], CultureInfo.InvariantCulture) * 100),
                        long.Parse(words[4], CultureInfo.InvariantCulture),
                        words[5]["hash=".Length..]);
                    Assert.Equal(answer, Accepted.GetOrAdd(words[1], answer));
                    _unanswered.Remove(words[1]);
                    return true;
                case "REFUSED":
                    Assert.False(Accepted.ContainsKey(words[1]), $"{line}, but it was accepted before.");
                    _unanswered.Remove(words[1]);
                    return true;
                default: return false;
            }
        }
    }
}
