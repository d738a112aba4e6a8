using Akka.Event;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Messages.Originals;

namespace AkkaAuction.Auctioneer.Originals;

/// <summary>What <see cref="ObserverGuard"/> is for the sale, for one of the two original houses.</summary>
/// <param name="observer">Who observes it.</param>
/// <param name="log">Where it is said that something cannot be shown.</param>
internal sealed class OriginalsObserverGuard(IOriginalsObserver observer, ILoggingAdapter log) : IOriginalsObserver
{
    private readonly Guard _guard = new(log);

    public void OnRoom(RoomEvent said) => _guard.Show((observer, said), static of => of.observer.OnRoom(of.said));

    public void OnSealed(string line) => _guard.Show((observer, line), static of => of.observer.OnSealed(of.line));
}
