using Akka.Event;
using AkkaAuction.Auctioneer.Originals;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Originals;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>
/// Stands between a house and whoever observes it: a screen that cannot be written to (standard output goes to a disk that is full) must not cost the bidders the notice that
/// it failed on, nor a desk its life. What was not shown is not shown later; that there is such a thing is logged once.
/// </summary>
/// <param name="floor">Who observes the sale; null: nobody.</param>
/// <param name="originals">Who observes the two original houses; null: nobody.</param>
/// <param name="log">Where it is said.</param>
internal sealed class CarefulObserver(IHouseObserver? floor, IOriginalsObserver? originals, ILoggingAdapter log) : IHouseObserver, IOriginalsObserver
{
    private int _isBroken;

    public void OnSale(int sale, Catalogue catalogue) => Show((floor, sale, catalogue), static of => of.floor?.OnSale(of.sale, of.catalogue));

    public void OnResumed(SaleResumed resumed) => Show((floor, resumed), static of => of.floor?.OnResumed(of.resumed));

    public void OnNotice(Notice notice) => Show((floor, notice), static of => of.floor?.OnNotice(of.notice));

    public void OnAccount(FinalAccount account) => Show((floor, account), static of => of.floor?.OnAccount(of.account));

    public void OnNodeGone(string node, int bidders) => Show((floor, node, bidders), static of => of.floor?.OnNodeGone(of.node, of.bidders));

    public void OnRoom(RoomSaying said) => Show((originals, said), static of => of.originals?.OnRoom(of.said));

    public void OnSealed(string line) => Show((originals, line), static of => of.originals?.OnSealed(of.line));

    private void Show<T>(T what, Action<T> show)
    {
#pragma warning disable CA1031 // An observer is anybody's code; the house must not be hit by what it throws.
        try
        {
            show(what);
        }
        catch (Exception fault)
        {
            if (Interlocked.Exchange(ref _isBroken, 1) == 0) log.Error("Some of what happens cannot be shown ({0}); the house goes on, and every bidder is told", fault.Message);
        }
#pragma warning restore CA1031
    }
}
