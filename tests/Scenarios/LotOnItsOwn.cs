using Akka.Actor;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Forms.Rounds;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Scenarios.Tests;

/// <summary>A lot in anybody's actor system, without a house.</summary>
public sealed class LotOnItsOwn : INoticeListener
{
    void INoticeListener.Announce(IReadOnlyList<Notice> notices) { }

    [Fact]
    public async Task A_lot_without_a_house_takes_bids_and_looks_at_the_clock_when_it_is_told_to()
    {
        using var system = ActorSystem.Create("anybodys");
        INoticeListener announcements = this;
        var time = new Clock();
        var terms = new LotTerms("lamp", "Desk lamp", new RoundsTerms(new TieBreak.Earlier()), 20_00, 1, Currency.Default, Amount.MaxMinor);

        // <document>
        var journal = new MemoryJournal(announcements);
        var context = new ItemAuctionContext(journal, Parent: ActorRefs.Nobody, time, BidIdsMax: 64, ReportActs: false);
        var lot = ItemAuction.Make(system, terms, sale: 1, context);
        // </document>

        lot.Tell(new LotCommand.OpenRound(1, time.GetUtcNow().AddMinutes(1)), ActorRefs.NoSender);
        var answer = await lot.Ask<Answer>(new LotCommand.Bid("anna", "first", 25_00), Patience.Most);
        Assert.Equal(25_00, Assert.IsType<Answer.Accepted>(answer).AmountMinor);
        time.Now = time.Now.AddMinutes(1);
        lot.Tell(new LotCommand.ClockReached(), ActorRefs.NoSender);
        answer = await lot.Ask<Answer>(new LotCommand.Bid("ben", "late", 30_00), Patience.Most);
        Assert.IsType<Answer.Refused>(answer);
        await system.Terminate();
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
