using System.Diagnostics;
using Akka.Actor;
using AkkaAuction.Auctioneer.Actors;
using AkkaAuction.Auctioneer.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Formats;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Bench.Floor;

/// <summary>
/// S3: bid to answer in memory, one bid a message, a thousand under way: an ItemAuction against an actor that only replies. Every fourth bid is too low. The
/// same asker drives both, in turns.
/// </summary>
public static class InMemory
{
    private const int UnderWay = 1000;

    public static async Task<int> RunAsync(Options options)
    {
        var bids = options.Number("bids", 1_000_000);
        var rounds = options.Number("rounds", 7);
        using var system = ActorSystem.Create("s3", "akka.loglevel = ERROR");
        var ratios = new List<double>();
        for (var round = 0; round <= rounds; round++)
        {
            var idle = await OneAsync(system, system.ActorOf(Props.Create(() => new OnlyReplies())), bids, isLot: false);
            var lot = await OneAsync(system, Lot(system, round), bids, isLot: true);
            // The first round compiles.
            if (round == 0) continue;
            ratios.Add(lot.PerSecond / idle.PerSecond);
            Console.WriteLine($"round {round}: replies only {idle.PerSecond,12:N0}/s  lot {lot.PerSecond,12:N0}/s  ratio {ratios[^1]:0.00}  {lot.BytesPerBid:0} B/bid ({idle.BytesPerBid:0} of it the asker's)  cpu {idle.CpuNanoseconds:0} and {lot.CpuNanoseconds:0} ns/bid");
        }
        Console.WriteLine($"S3: {Spread.Show(ratios)} of an actor that only replies");
        await system.Terminate();
        return 0;
    }

    private static IActorRef Lot(ActorSystem system, int round)
    {
        var terms = new LotTerms("lot", "A lot", new Format.Rounds(new TieBreak.Earlier()), 100, 1, Currency.Default, 1_000_000_000_000);
        var context = new ItemAuctionContext(new MemoryJournal(new Silent()), ActorRefs.Nobody, TimeProvider.System, 1024, ReportActs: false, new HaltedLots());
        var lot = system.ActorOf(ItemAuction.Props(terms, 1, context), ItemAuction.NameFor(1, $"lot{round}"));
        lot.Tell(new LotCommand.OpenRound(1, DateTimeOffset.UtcNow.AddHours(1)), ActorRefs.NoSender);
        return lot;
    }

    private static async Task<(double PerSecond, double BytesPerBid, double CpuNanoseconds)> OneAsync(ActorSystem system, IActorRef target, int bids, bool isLot)
    {
        GC.Collect();
        var done = new TaskCompletionSource<(int Accepted, int Refused)>(TaskCreationOptions.RunContinuationsAsynchronously);
        var asker = system.ActorOf(Props.Create(() => new Asker(target, bids, done)));
        var allocated = GC.GetTotalAllocatedBytes();
        var cpu = Cpu();
        var started = Stopwatch.GetTimestamp();
        asker.Tell(Begin.Instance, ActorRefs.NoSender);
        var (accepted, refused) = await done.Task;
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        cpu = Cpu() - cpu;
        var bytes = GC.GetTotalAllocatedBytes() - allocated;
        if (accepted + refused != bids || (isLot && refused != bids / 4)) throw new InvalidDataException($"{accepted} accepted and {refused} refused of {bids}.");
        if (isLot && await target.Ask<LotView>(ItemAuction.Show.Instance) is not { State: LotViewState.Open }) throw new InvalidDataException("The lot is not open.");
        await target.GracefulStop(TimeSpan.FromSeconds(5));
        return (bids / seconds, bytes / (double)bids, cpu.TotalNanoseconds / bids);
    }

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

        protected override void OnReceive(object message) => Sender.Tell(Reply);
    }

    private sealed class Asker(IActorRef target, int bids, TaskCompletionSource<(int, int)> done) : UntypedActor
    {
        private static readonly string[] Ids = [.. Enumerable.Range(0, 4096).Select(i => $"b{i}")];

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

    private sealed class Silent : IAnnouncements
    {
        public void Announce(IReadOnlyList<Notice> notices) { }
    }
}
