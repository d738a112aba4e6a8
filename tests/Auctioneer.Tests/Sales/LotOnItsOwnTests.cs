using Akka.Actor;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Forms.Room;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;
using Microsoft.Extensions.Time.Testing;

namespace AkkaAuction.Auctioneer.Tests.Sales;

/// <summary>A lot in an actor system that knows nothing of a house, as `docs/concepts/architecture.md` shows it.</summary>
public sealed class LotOnItsOwnTests : ActorKit, INoticeListener
{
    [Fact]
    public async Task It_takes_bids_and_closes_when_somebody_looks_at_the_clock_for_it()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
        var terms = new LotTerms("lamp", "A lamp", new RoomTerms(TimeSpan.FromMinutes(1)), 10_00, 1, Currency.Default, 1_000_000_00);
        Assert.Null(terms.Fault());

        var journal = new MemoryJournal(this);
        var context = new ItemAuctionContext(journal, Parent: ActorRefs.Nobody, time, BidIdsMax: 64, ReportActs: false);
        var lot = ItemAuction.Make(Sys, terms, sale: 1, context);

        lot.Tell(new LotCommand.Open());
        Assert.IsType<Answer.Accepted>(await lot.Ask(new LotCommand.Bid("ann", "b1", 12_00), Houses.Patience));
        time.Advance(TimeSpan.FromMinutes(1));
        lot.Tell(new LotCommand.ClockReached());
        var view = await lot.Ask<LotView>(ItemAuction.Show.Instance, Houses.Patience);
        Assert.Equal((LotViewState.Closed, 0), (view.State, view.Units));
    }

    void INoticeListener.Announce(IReadOnlyList<Notice> notices) { }
}
