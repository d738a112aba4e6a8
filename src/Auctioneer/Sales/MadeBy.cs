using Akka.Actor;

namespace AkkaAuction.Auctioneer.Sales;

/// <summary>
/// Makes actors by calling their constructor, which can so be private: no reflection, no expression to compile for each of a hundred thousand lots.
/// </summary>
/// <param name="make">Makes one; called again at each restart.</param>
internal sealed class MadeBy<TActor>(Func<TActor> make) : IIndirectActorProducer where TActor : ActorBase
{
    public Type ActorType => typeof(TActor);

    public static Props Props(Func<TActor> make) => Akka.Actor.Props.CreateBy(new MadeBy<TActor>(make));

    public ActorBase Produce() => make();

    public void Release(ActorBase actor) { }
}
