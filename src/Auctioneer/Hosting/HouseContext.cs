using System.Collections.Immutable;
using Akka.Actor;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Doors;
using AkkaAuction.Auctioneer.Recovery;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Journal;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>What a part's door is opened with.</summary>
/// <param name="Time">The clock of limits.</param>
/// <param name="Descriptors">The process's descriptors.</param>
/// <param name="Ceilings">How many connections each door may have.</param>
/// <param name="Log">Gets the reason when a connection is cut.</param>
internal sealed record DoorContext(
    HouseSettings Settings, TimeProvider Time, Descriptors Descriptors, Ceilings Ceilings, Action<string> Log);

/// <summary>What a part of the house is started with.</summary>
/// <param name="Catalogues">The sales it is to put up, where they are not put up already.</param>
/// <param name="Options">What whoever starts the house has handed in.</param>
/// <param name="Journal">The whole house's journal.</param>
/// <param name="Recovered">What the journal held; null: it was empty, or in memory.</param>
/// <param name="Overdue">Until when lots stay open that fell due while the house was down; null: they close.</param>
/// <param name="Watch">Watches what the house cannot do without.</param>
/// <param name="Descriptors">The process's descriptors.</param>
internal sealed record HouseContext(
    HouseSettings Settings,
    ImmutableArray<Catalogue> Catalogues,
    HouseOptions Options,
    ActorSystem System,
    IJournal Journal,
    TimeProvider Time,
    RecoveredHouse? Recovered,
    Extension? Overdue,
    HouseWatch Watch,
    Descriptors Descriptors)
{
    /// <summary>How the journal fares; null: it is in memory.</summary>
    public JournalWatch? Storing { get; init; }

    /// <summary>The observer as one actor calls it; null: nobody observes.</summary>
    public IHouseObserver? Guarded() =>
        Options.Observer is not { } observer ? null : new ObserverGuard(observer, Akka.Event.Logging.GetLogger(System, typeof(House)));

    /// <summary>Makes a desk, and has it watched.</summary>
    /// <param name="props">The desk.</param>
    /// <param name="name">Its name.</param>
    /// <param name="what">What a person calls it, with a capital.</param>
    public IActorRef Begin(Props props, string name, string what)
    {
        var desk = Settings.Akka.Try(() => System.ActorOf(props, name));
        Watch.Over(desk, what);
        return desk;
    }
}
