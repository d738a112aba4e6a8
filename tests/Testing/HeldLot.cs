using Akka.Actor;
using AkkaAuction.Auctioneer.Doors;
using AkkaAuction.Auctioneer.Sales;

namespace AkkaAuction.Testing;

/// <summary>Stands in front of a lot and keeps back what sessions send it, until it is told to let go: a lot that takes its time.</summary>
internal sealed class HeldLot
{
    private readonly IActorRef _front;

    private HeldLot(IActorRef front) => _front = front;

    /// <summary>Puts one in front of a lot of a house's floor.</summary>
    public static HeldLot InFrontOf(string lot, HouseFloor floor, ActorSystem system)
    {
        var lots = floor.Lots;
        if (!lots.TryGet(lot, out var held)) throw new ArgumentException($"There is no lot {lot}.", nameof(lot));
        var front = system.ActorOf(Props.Create(() => new Front(held.Ref)));
        floor.Lots = new LotDirectory(lots.All.Select(l => new LotHandle(l.Id, l.Id == lot ? front : l.Ref, l.Digits)));
        return new HeldLot(front);
    }

    public void LetGo() => _front.Tell(LetGoNow.Instance, ActorRefs.NoSender);

    private sealed record LetGoNow
    {
        public static LetGoNow Instance { get; } = new();
    }

    private sealed class Front(IActorRef lot) : UntypedActor, IWithUnboundedStash
    {
        public IStash Stash { get; set; } = null!;

        protected override void OnReceive(object message)
        {
            if (message is not LetGoNow)
            {
                Stash.Stash();
                return;
            }
            Become(lot.Forward);
            Stash.UnstashAll();
        }
    }
}
