using Akka.Actor;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Auctioneer.Sales;

/// <summary>As <see cref="MadeFrom{TActor, TRecovered}"/>, in a fourth of the memory: there is one for each lot.</summary>
internal sealed class LotMaker(LotTerms terms, int sale, ItemAuctionContext house, RecoveredLot? recovered) : IIndirectActorProducer
{
    private RecoveredLot? _recovered = recovered;

    public Type ActorType => typeof(ItemAuction);

    public ActorBase Produce()
    {
        var lot = new ItemAuction(terms, sale, house, _recovered);
        _recovered = null;
        return lot;
    }

    public void Release(ActorBase actor) { }
}
