using System.Globalization;
using Akka.Actor;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Bench.Floor;

/// <summary>
/// What S11's bytes of a lot are: each part of it alone, made as often as there are lots. What is left of the whole is the lot's own object
/// and what its mailbox and cell have taken since they were empty.
/// </summary>
public static class LotParts
{
    public static void Show(Catalogue catalogue, HouseSettings settings)
    {
        var (lots, count) = (catalogue.Lots, catalogue.Lots.Length);
        var journal = new MemoryJournal(new Silent());
        var context = new ItemAuctionContext(journal, ActorRefs.Nobody, TimeProvider.System, 128, ReportActs: false);
        var now = DateTimeOffset.UtcNow;
        var opened = new LotFact.Opened(now, now.AddMinutes(1));
        Weigh("props", () => lots.Select(terms => ItemAuction.Props(terms, 1, context)).ToArray(), count);
        Weigh("state", () => lots.Select(LotState.Initial).ToArray(), count);
        Weigh(
            "journal in memory: stream and writer",
            () => lots.Select(terms => journal.OpenWriter(StreamNames.Lot("sale", 1, terms.Id))).ToArray(),
            count,
            writers => Weigh("journal in memory: the opening", () =>
            {
                foreach (var writer in writers) journal.Append(writer, [opened], [], null);
                return journal;
            }, count));
        Weigh("directory", () => new LotDirectory(lots.Select(terms => new LotHandle(terms.Id, ActorRefs.Nobody, 2))), count);
        Weigh("board", () =>
        {
            var views = new Dictionary<string, LotView>(count, StringComparer.Ordinal);
            foreach (var terms in lots) views.Add(terms.Id, LotNotices.View(LotState.Initial(terms)));
            return (views, new List<string>(views.Keys));
        }, count);
        Weigh("account", () =>
        {
            var book = new AccountBook();
            book.Begin(1, catalogue);
            return book;
        }, count);
        Weigh("sale", () => SaleState.Initial(catalogue.SaleTerms(1, settings)), count);
        Weigh("wake-up", () =>
        {
            var due = new PriorityQueue<IActorRef, (long, long)>();
            for (var i = 0; i < count; i++) due.Enqueue(ActorRefs.Nobody, (i, i));
            return due;
        }, count);
        GC.KeepAlive(journal);
    }

    private static void Weigh<T>(string what, Func<T> make, int count, Action<T>? then = null)
    {
        var before = GC.GetTotalMemory(true);
        var made = make();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  {what,-40} {(GC.GetTotalMemory(true) - before) / (double)count,6:0} B"));
        then?.Invoke(made);
        GC.KeepAlive(made);
    }

    private sealed class Silent : INoticeListener
    {
        public void Announce(IReadOnlyList<Notice> notices) { }
    }
}
