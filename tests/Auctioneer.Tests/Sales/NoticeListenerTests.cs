using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Journal;
using AkkaAuction.Messages;

namespace AkkaAuction.Auctioneer.Tests.Sales;

/// <summary>A notice gets the event number of its fact, wherever that fact stands among those it was appended with.</summary>
public sealed class NoticeListenerTests : INoticeListener
{
    private readonly List<Notice> _heard = [];

    void INoticeListener.Announce(IReadOnlyList<Notice> notices) => _heard.AddRange(notices);

    [Fact]
    public void A_notice_is_numbered_by_its_fact_and_one_of_no_fact_by_the_last_event()
    {
        var journal = new MemoryJournal(this);
        var writer = journal.OpenWriter("sale/1");
        journal.Append(writer, ["a", "b"], [new Notice.RoundClosed(1, 1), new Notice.SaleEnded(0, 1, 1)], null);
        journal.Announce("sale/1", [new Notice.RoundOpened(0, 2, default)]);
        Assert.Equal([new Notice.RoundClosed(2, 1), new Notice.SaleEnded(1, 1, 1), new Notice.RoundOpened(2, 2, default)], _heard);
    }
}
