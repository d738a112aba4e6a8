using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Akka.Actor;
using Akka.Configuration;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Forms.Rounds;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Bench.Floor;

/// <summary>
/// S3: bid to answer in memory, a thousand bids under way: an ItemAuction against an actor that only replies. Every fourth bid is too low.
/// Once with a message for each bid, once as the floor does it, with the bids of one read in one message; the same asker drives both, in
/// turns.
/// </summary>
public static class InMemory
{
    private const int UnderWay = 1000;

    private static int _lots;

    public static async Task<int> RunAsync(Options options)
    {
        var bids = options.Number("bids", 1_000_000);
        var rounds = options.Number("rounds", 7);
        var warm = options.Number("warm", 4);
        var batch = options.Number("batch", 50);
        // The house's own dispatcher.
        var settings = ConfigurationFactory.ParseString("akka.loglevel = ERROR\n" + options.Text("set", "").Replace(',', '\n'));
        using var system = ActorSystem.Create(
            "s3", settings.WithFallback(ConfigurationFactory.ParseString(HouseSettings.Embedded("akka.conf"))));
        var (single, batched, batchedToSingle) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 1 - warm; round <= rounds; round++)
        {
            var idle = await OneAsync(system, bids, isLot: false, 1);
            var lot = await OneAsync(system, bids, isLot: true, 1);
            var idleBatches = await OneAsync(system, bids, isLot: false, batch);
            var lotBatches = await OneAsync(system, bids, isLot: true, batch);
            // The first rounds compile.
            if (round < 1) continue;
            single.Add(lot.PerSecond / idle.PerSecond);
            batched.Add(lotBatches.PerSecond / idleBatches.PerSecond);
            batchedToSingle.Add(lotBatches.PerSecond / idle.PerSecond);
            Console.WriteLine($"round {round}: one bid a message  {Show(idle, lot)}");
            Console.WriteLine($"round {round}: {batch,3} bids a message {Show(idleBatches, lotBatches)}");
        }
        Console.WriteLine($"S3, one bid a message: {Spread.Show(single)} of an actor that only replies");
        Console.WriteLine(
            $"S3, {batch} bids a message: {Spread.Show(batched)} of one that only replies to as many at once, "
                + $"{Spread.Show(batchedToSingle)} of one that replies to each");
        await system.Terminate();
        return 0;
    }

    private static string Show(Measured idle, Measured lot) =>
        $"replies only {idle.PerSecond,12:N0}/s  lot {lot.PerSecond,12:N0}/s  ratio {lot.PerSecond / idle.PerSecond:0.00}  "
        + $"{lot.BytesPerBid:0} B/bid ({idle.BytesPerBid:0} of it the asker's)  "
        + $"cpu {idle.CpuNanoseconds:0} and {lot.CpuNanoseconds:0} ns/bid";

    private static IActorRef Lot(ActorSystem system)
    {
        var terms = new LotTerms("lot", "A lot", new RoundsTerms(new TieBreak.Earlier()), 100, 1, Currency.Default, 1_000_000_000_000);
        var context = new ItemAuctionContext(
            new MemoryJournal(new Silent()), ActorRefs.Nobody, TimeProvider.System, 128, ReportActs: false);
        var lot = ItemAuction.Make(system, terms, Interlocked.Increment(ref _lots), context);
        lot.Tell(new LotCommand.OpenRound(1, DateTimeOffset.UtcNow.AddHours(1)), ActorRefs.NoSender);
        return lot;
    }

    private static async Task<Measured> OneAsync(ActorSystem system, int bids, bool isLot, int batch)
    {
        var target = isLot ? Lot(system) : system.ActorOf(Props.Create(() => new OnlyReplies()));
        GC.Collect();
        var done = new TaskCompletionSource<(int Accepted, int Refused)>(TaskCreationOptions.RunContinuationsAsynchronously);
        var asker = system.ActorOf(
            batch == 1 ? Props.Create(() => new Asker(target, bids, done)) : Props.Create(() => new BatchAsker(target, bids, batch, done)));
        var allocated = GC.GetTotalAllocatedBytes();
        var cpu = Cpu();
        var started = Stopwatch.GetTimestamp();
        asker.Tell(Begin.Instance, ActorRefs.NoSender);
        var (accepted, refused) = await done.Task;
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        cpu = Cpu() - cpu;
        var bytes = GC.GetTotalAllocatedBytes() - allocated;
        if (accepted + refused != bids || (isLot && refused != bids / 4))
            throw new InvalidDataException($"{accepted} accepted and {refused} refused of {bids}.");
        if (isLot && await target.Ask<LotView>(ItemAuction.Show.Instance) is not { State: LotViewState.Open })
            throw new InvalidDataException("The lot is not open.");
        await target.GracefulStop(TimeSpan.FromSeconds(5));
        return new Measured(bids / seconds, bytes / (double)bids, cpu.TotalNanoseconds / bids);
    }

    private readonly record struct Measured(double PerSecond, double BytesPerBid, double CpuNanoseconds);

    private static TimeSpan Cpu()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime;
    }

    private sealed record Begin
    {
        public static Begin Instance { get; } = new();
    }

    private sealed class OnlyReplies : UntypedActor
    {
        private static readonly Answer Reply = new Answer.Accepted("id", "lot", 1, 1);

        protected override void OnReceive(object message)
        {
            if (message is PlaceBids bids) Sender.Tell(new BidsPlaced(bids.Read, Replies(bids.Bids)));
            else Sender.Tell(Reply);
        }

        private static ImmutableArray<BidAnswer> Replies(ImmutableArray<AskedBid> bids)
        {
            var answers = new BidAnswer[bids.Length];
            for (var i = 0; i < answers.Length; i++)
            {
                var bid = bids[i];
                answers[i] = new BidAnswer { Place = bid.Place, Lot = "lot", Id = bid.Id, AmountMinor = bid.AmountMinor, Seq = 1 };
            }
            return ImmutableCollectionsMarshal.AsImmutableArray(answers);
        }
    }

    private static readonly string[] Ids = [.. Enumerable.Range(0, 4096).Select(i => $"b{i}")];

    private sealed class Asker(IActorRef target, int bids, TaskCompletionSource<(int, int)> done) : UntypedActor
    {
        private int _sent;
        private int _accepted;
        private int _refused;

        protected override void OnReceive(object message)
        {
            if (message is Begin)
            {
                while (_sent < Math.Min(UnderWay, bids)) Bid();
                return;
            }
            if (message is Answer.Accepted) _accepted++;
            else _refused++;
            if (_sent < bids) Bid();
            if (_accepted + _refused < bids) return;
            done.SetResult((_accepted, _refused));
            Context.Stop(Self);
        }

        // An id comes back after 4096 bids: the lot has forgotten it by then.
        private void Bid()
        {
            var number = _sent++;
            target.Tell(new LotCommand.Bid("bidder", Ids[number & 4095], (number & 3) == 3 ? 100 : 200 + number));
        }
    }

    /// <summary>As many connections as make a thousand bids under way, each with one message at the lot.</summary>
    private sealed class BatchAsker(IActorRef target, int bids, int size, TaskCompletionSource<(int, int)> done) : UntypedActor
    {
        private int _sent;
        private int _accepted;
        private int _refused;

        protected override void OnReceive(object message)
        {
            if (message is Begin)
            {
                for (var i = 0; i < UnderWay / size; i++) Bid();
                return;
            }
            foreach (var answer in ((BidsPlaced)message).Answers)
            {
                if (answer.Code == RejectionCode.None) _accepted++;
                else _refused++;
            }
            if (_sent < bids) Bid();
            if (_accepted + _refused < bids) return;
            done.SetResult((_accepted, _refused));
            Context.Stop(Self);
        }

        private void Bid()
        {
            var asked = new AskedBid[Math.Min(size, bids - _sent)];
            for (var i = 0; i < asked.Length; i++)
            {
                var number = _sent++;
                asked[i] = new AskedBid(i, Ids[number & 4095], (number & 3) == 3 ? 100 : 200 + number);
            }
            target.Tell(new PlaceBids("lot", "bidder", 1, ImmutableCollectionsMarshal.AsImmutableArray(asked)), Self);
        }
    }

    private sealed class Silent : INoticeListener
    {
        public void Announce(IReadOnlyList<Notice> notices) { }
    }
}
