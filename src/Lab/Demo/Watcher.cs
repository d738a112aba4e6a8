using System.Threading.Channels;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Lab.Demo;

/// <summary>An observation of a sale: a notice of the house, or the number of bidders that have acted in the round.</summary>
/// <param name="Notice">Null: only the number of acts is new.</param>
/// <param name="Acted">Bids and passes sent since the round opened.</param>
/// <param name="At">When it was seen.</param>
internal readonly record struct Seen(Notice? Notice, int Acted, DateTimeOffset At);

/// <summary>
/// Queues observations between the house's board and the bots, which call from their own threads and must not wait, and the one reader that
/// draws. The board calls before it sends to bidders, so no act of a round comes before its opening.
/// </summary>
internal sealed class Watcher : IHouseObserver
{
    private readonly Channel<Seen> _seen = Channel.CreateUnbounded<Seen>(new UnboundedChannelOptions { SingleReader = true });
    private int _acted;

    public ChannelReader<Seen> Seen => _seen.Reader;

    public void OnSale(SaleTerms sale, Catalogue catalogue) { }

    public void OnNotice(string sale, Notice notice)
    {
        if (notice is Notice.RoundOpened) Interlocked.Exchange(ref _acted, 0);
        // Another notice tells all watchers what this notice tells one bidder.
        if (notice.To is null) _seen.Writer.TryWrite(new(notice, 0, DateTimeOffset.UtcNow));
    }

    public void OnAccount(FinalAccount account) { }

    public void OnAct() => _seen.Writer.TryWrite(new(null, Interlocked.Increment(ref _acted), DateTimeOffset.UtcNow));

    /// <summary>Nothing more will be seen.</summary>
    public void End() => _seen.Writer.TryComplete();
}
