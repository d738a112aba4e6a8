using Akka.Actor;
using AkkaAuction.Auctioneer.Sales;

namespace AkkaAuction.Testing;

/// <summary>Stands in front of a lot and keeps back what sessions send it, until it is told to let go: a lot that takes its time.</summary>
internal sealed class HeldLot
{
    private readonly IActorRef _front;

    private HeldLot(IActorRef front) => _front = front;

    /// <summary>Puts one in front of a lot of a house's first sale, for one session.</summary>
    /// <param name="system">The house's.</param>
    /// <param name="session">The session's path below <c>/user</c>.</param>
    /// <param name="lot">The lot that takes its time.</param>
    /// <param name="others">The sale's other lots.</param>
    public static async Task<HeldLot> InFrontOf(ActorSystem system, string session, string lot, params string[] others)
    {
        const string Sale = "auctioneer/sale-1";
        var held = await Find($"{Sale}/{lot}");
        var front = system.ActorOf(Props.Create(() => new Front(held)));
        List<LotHandle> lots = [new(lot, front, 2)];
        foreach (var other in others) lots.Add(new LotHandle(other, await Find($"{Sale}/{other}"), 2));
        var bidder = await Find(session);
        var board = await Find($"auctioneer/board-1-{TheSale.Id}");
        var offer = new SaleOnOffer(TheSale.Id, 1, await Find(Sale), board, new LotDirectory(lots));
        bidder.Tell(new SalesOnOffer([offer], long.MaxValue), ActorRefs.NoSender);
        // Answered in its turn: by then the session has told its connection.
        await bidder.Ask<ActorIdentity>(new Identify(null), Patience.Most);
        return new HeldLot(front);

        Task<IActorRef> Find(string path) => system.ActorSelection($"/user/{path}").ResolveOne(Patience.Most);
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
