using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Configuration;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Forms.Proxy;
using AkkaAuction.Rules.Forms.Rounds;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Bench.Floor;

/// <summary>
/// S11: a house with very many lots and one bidder who only listens. What a lot keeps in memory, how fast lots are put up and opened, and
/// how late they close when all deadlines fall into about one second; with <c>--form rounds</c>, how long after its deadline a round is
/// closed and the next one open. Every lot must close once, none early.
/// </summary>
public static class ManyLots
{
    public static async Task<int> RunAsync(Options options)
    {
        var count = options.Number("lots", 100_000);
        var isRounds = options.Text("form", "proxy") == "rounds";
        var seconds = options.Number("seconds", 10);
        var settings = HouseSettings.Load(null,
        [
            "auction.doors.floor.port=0", "auction.rounds.limit=2", $"auction.rounds.length={seconds}s", "auction.stop.grace=0s",
            "auction.sale.bidders-to-start=1",
        ]);
        FormTerms form = isRounds
            ? new RoundsTerms(new TieBreak.Earlier())
            : new ProxyTerms(IncrementTable.EBay, null, LowestBid.NextIncrement, LeaderRaise.LiftsCappedPrice);
        var catalogue = new Catalogue([.. Enumerable.Range(1, count).Select(i => new LotTerms(
            $"lot-{i.ToString(CultureInfo.InvariantCulture)}", "A lot", form, 100, 1, Currency.Default, 1_000_000_000,
            isRounds ? null : TimeSpan.FromSeconds(seconds) + (i * Further / count)))]);
        if (options.Number("parts", 0) == 1) LotParts.Show(catalogue, settings);
        var empty = await EmptyAsync(count);
        Console.WriteLine(
            $"{count:N0} empty actors stand after {empty.Seconds:0.00} s, {count / empty.Seconds:N0}/s; "
                + $"memory: {empty.BytesEach:N0} B each");
        var watch = new Watch(count);
        var before = GC.GetTotalMemory(true);
        var started = Stopwatch.GetTimestamp();
        await using var house = await House.StartAsync(settings, catalogue, new HouseOptions { Observer = watch });
        await watch.AllListed;
        Console.WriteLine($"{count:N0} lots stand after {Seconds(started):0.00} s, {count / Seconds(started):N0}/s");
        ShowMemory("a lot that waits");
        using var client = new TcpClient();
        await client.ConnectAsync(house.FloorEndPoint!);
        var stream = client.GetStream();
        await stream.WriteAsync("HELLO listener\n"u8.ToArray());
        started = Stopwatch.GetTimestamp();
        var reading = stream.CopyToAsync(Stream.Null);
        await watch.AllOpen;
        Console.WriteLine($"all open {Seconds(started):0.00} s after the first bidder came, {count / Seconds(started):N0}/s");
        ShowMemory("an open lot");
        await house.SaleEnded;
        watch.Show();
        client.Close();
        await reading.ContinueWith(_ => { }, TaskScheduler.Default);
        return 0;

        // The whole house, but for the terms: actor, board, account, directory, sale, journal in memory.
        void ShowMemory(string ofWhat)
        {
            var each = (GC.GetTotalMemory(true) - before) / (double)count;
            Console.WriteLine($"memory: {each:N0} B {ofWhat}, {each - empty.BytesEach:N0} B beyond an empty actor");
        }
    }

    /// <summary>
    /// How much longer the last lot stays open than the first: opening them takes about as long again, so the deadlines fall into about
    /// one second.
    /// </summary>
    private static readonly TimeSpan Further = TimeSpan.FromSeconds(0.5);

    private static double Seconds(long since) => Stopwatch.GetElapsedTime(since).TotalSeconds;

    private static async Task<(double Seconds, double BytesEach)> EmptyAsync(int count)
    {
        var system = ActorSystem.Create("empty", ConfigurationFactory.ParseString(HouseSettings.Embedded("akka.conf")));
        var stand = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var before = GC.GetTotalMemory(true);
        var started = Stopwatch.GetTimestamp();
        system.ActorOf(Props.Create(() => new EmptyActors(count, stand)), "parent");
        await stand.Task;
        var seconds = Seconds(started);
        var bytes = (GC.GetTotalMemory(true) - before) / (double)count;
        await system.Terminate();
        return (seconds, bytes);
    }

    /// <summary>S11's baseline: children that do nothing, of one parent, named as lots are, all made from the same props.</summary>
    private sealed class EmptyActors : UntypedActor
    {
        private readonly int _count;
        private readonly TaskCompletionSource _stand;

        public EmptyActors(int count, TaskCompletionSource stand) => (_count, _stand) = (count, stand);

        protected override void PreStart()
        {
            var props = Props.Create(() => new Empty());
            IActorRef last = ActorRefs.Nobody;
            for (var i = 1; i <= _count; i++) last = Context.ActorOf(props, string.Create(CultureInfo.InvariantCulture, $"lot-1-lot-{i}"));
            last.Tell(this);
        }

        protected override void OnReceive(object message) => _stand.SetResult();

        private sealed class Empty : UntypedActor
        {
            protected override void OnReceive(object message) => Sender.Tell(message);
        }
    }

    /// <summary>Sees what the house tells, and when.</summary>
    private sealed class Watch(int lots) : IHouseObserver
    {
        private readonly TaskCompletionSource _allListed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _allOpen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Dictionary<string, DateTimeOffset> _deadlines = new(lots);
        private readonly List<double> _late = new(lots);
        private readonly List<string> _rounds = [];
        private DateTimeOffset _first = DateTimeOffset.MaxValue;
        private DateTimeOffset _last = DateTimeOffset.MinValue;
        private DateTimeOffset _roundClosesAt;
        private TimeSpan _cpuAtOpen;
        private int _listed;

        public Task AllListed => _allListed.Task;

        public Task AllOpen => _allOpen.Task;

        public void OnSale(SaleTerms sale, Catalogue catalogue) { }

        public void OnAccount(FinalAccount account) { }

        public void OnNotice(string sale, Notice notice)
        {
            switch (notice)
            {
                case Notice.LotListed { View: { State: LotViewState.Open, ClosesAt: { } closesAt } view } when view.Form != "rounds":
                    _deadlines[view.Lot] = closesAt;
                    (_first, _last) = (closesAt < _first ? closesAt : _first, closesAt > _last ? closesAt : _last);
                    if (_deadlines.Count == lots) _allOpen.TrySetResult();
                    break;
                case Notice.LotListed:
                    if (++_listed == lots) _allListed.TrySetResult();
                    break;
                case Notice.RoundOpened opened:
                    if (opened.Round > 1) _rounds.Add($"round {opened.Round} open {Late(_roundClosesAt):N0} ms after the deadline before");
                    _roundClosesAt = opened.ClosesAt;
                    _cpuAtOpen = Cpu();
                    _allOpen.TrySetResult();
                    break;
                case Notice.RoundClosed closed:
                    _rounds.Add(
                        $"round {closed.Round} closed {Late(_roundClosesAt):N0} ms after its deadline, "
                            + $"{(Cpu() - _cpuAtOpen).TotalMilliseconds:N0} ms of processor time since it opened");
                    break;
                case Notice.SaleEnded: _rounds.Add($"sale over {Late(_roundClosesAt):N0} ms after the last deadline of a round"); break;
                case Notice.LotClosed closed when _deadlines.Remove(closed.Lot, out var deadline): _late.Add(Late(deadline)); break;
            }
        }

        public void Show()
        {
            if (_late.Count == 0)
            {
                foreach (var line in _rounds) Console.WriteLine(line);
                return;
            }
            if (_late.Count != lots || _deadlines.Count > 0) throw new InvalidDataException($"{_late.Count} of {lots} lots were closed.");
            Console.WriteLine($"deadlines within {(_last - _first).TotalSeconds:0.00} s");
            _late.Sort();
            if (_late[0] < 0) throw new InvalidDataException($"A lot was closed {-_late[0]} ms early.");
            Console.WriteLine(
                $"closed after their deadlines: p50 {_late[_late.Count / 2]:N0} ms, p99 {_late[(int)(_late.Count * 0.99)]:N0} ms, "
                    + $"last {_late[^1]:N0} ms");
        }

        private static TimeSpan Cpu()
        {
            using var self = Process.GetCurrentProcess();
            return self.TotalProcessorTime;
        }

        private static double Late(DateTimeOffset deadline) => (DateTimeOffset.UtcNow - deadline).TotalMilliseconds;
    }
}
