using Akka.Actor;

namespace AkkaAuction.Auctioneer.Sales;

/// <summary>
/// Makes actors by calling their constructor, which can so be private: no reflection, no expression to compile for each of a hundred
/// thousand lots.
/// </summary>
/// <param name="make">Makes one; called again at each restart.</param>
internal sealed class MadeBy<TActor>(Func<TActor> make) : IIndirectActorProducer where TActor : ActorBase
{
    public Type ActorType => typeof(TActor);

    public static Props Props(Func<TActor> make) => Akka.Actor.Props.CreateBy(new MadeBy<TActor>(make));

    public ActorBase Produce() => make();

    public void Release(ActorBase actor) { }
}

/// <summary>
/// Makes an actor whose first life begins with recovered state. A later life begins without: by then the state is old, and the actor
/// reads its facts. The actor's own cell calls it, so nobody else ever sees the state.
/// </summary>
/// <param name="recovered">For the first life; null: there is none.</param>
/// <param name="make">Makes one.</param>
internal sealed class MadeFrom<TActor, TRecovered>(TRecovered? recovered, Func<TRecovered?, TActor> make) : IIndirectActorProducer
    where TActor : ActorBase
    where TRecovered : class
{
    private TRecovered? _recovered = recovered;

    public Type ActorType => typeof(TActor);

    public static Props Props(TRecovered? recovered, Func<TRecovered?, TActor> make) =>
        Akka.Actor.Props.CreateBy(new MadeFrom<TActor, TRecovered>(recovered, make));

    public ActorBase Produce()
    {
        var recovered = _recovered;
        _recovered = null;
        return make(recovered);
    }

    public void Release(ActorBase actor) { }
}
