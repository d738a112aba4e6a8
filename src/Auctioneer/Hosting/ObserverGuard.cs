using Akka.Event;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>
/// Stands between a house and its observer: a screen that cannot be written to (standard output goes to a full disk) must neither keep a
/// notice from the bidders nor stop an actor.
/// </summary>
/// <param name="observer">Who observes the sale.</param>
/// <param name="log">Where it is said that something cannot be shown.</param>
internal sealed class ObserverGuard(IHouseObserver observer, ILoggingAdapter log) : IHouseObserver
{
    private readonly Guard _guard = new(log);

    public void OnSale(SaleTerms sale, Catalogue catalogue) =>
        _guard.Show((observer, sale, catalogue), static of => of.observer.OnSale(of.sale, of.catalogue));

    public void OnResumed(SaleResumed resumed) => _guard.Show((observer, resumed), static of => of.observer.OnResumed(of.resumed));

    public void OnOver(SaleSummary sale) => _guard.Show((observer, sale), static of => of.observer.OnOver(of.sale));

    public void OnNotice(string sale, Notice notice) =>
        _guard.Show((observer, sale, notice), static of => of.observer.OnNotice(of.sale, of.notice));

    public void OnAccount(FinalAccount account) => _guard.Show((observer, account), static of => of.observer.OnAccount(of.account));

    public void OnNodeGone(string node, int bidders) =>
        _guard.Show((observer, node, bidders), static of => of.observer.OnNodeGone(of.node, of.bidders));
}

/// <summary>
/// Calls one actor's observer. It never shows later what it could not show, and logs the first failure only. An actor has a guard of its
/// own: nobody else calls it.
/// </summary>
/// <param name="log">Where it is said.</param>
internal sealed class Guard(ILoggingAdapter log)
{
    private bool _isBroken;

    public void Show<T>(T what, Action<T> show)
    {
#pragma warning disable CA1031 // An observer is anybody's code; the house must not be hit by what it throws.
        try
        {
            show(what);
        }
        catch (Exception fault)
        {
            if (_isBroken) return;
            _isBroken = true;
            log.Error("Some of what happens cannot be shown ({Fault}); the house goes on, and every bidder is told", fault.Message);
        }
#pragma warning restore CA1031
    }
}
