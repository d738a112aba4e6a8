using System.Net;
using Akka.Actor;
using AkkaAuction.Auctioneer.Doors;
using AkkaAuction.Auctioneer.Doors.Tcp;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Journal.Snapshots;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>
/// A part of a <see cref="House"/>: its sales, the door of remote bidders, or one that the house knows nothing of. It has a
/// desk, mostly a door in front of it, and a share of the journal. The house takes every part through the same steps: check, open the
/// door, start the actors, serve, stop. A part belongs to one house, and to one life of it.
/// </summary>
public abstract class HousePart : IAsyncDisposable
{
    private DeskDoor? _door;

    /// <summary>Its name in the settings, before the names of its streams, and in a snapshot.</summary>
    public abstract string Name { get; }

    /// <summary>Where it listens; null: it has no TCP door, or that is closed.</summary>
    public IPEndPoint? EndPoint => _door?.EndPoint;

    /// <summary>Its desk; nobody before the part has started.</summary>
    internal IActorRef Desk { get; set; } = ActorRefs.Nobody;

    /// <summary>Connections at its door.</summary>
    internal int Connections => _door?.Connections ?? 0;

    /// <summary>Ends when it has taken up what the journal knows: from then on it can be served.</summary>
    internal virtual Task Stands => Task.CompletedTask;

    /// <summary>Looks at what it is to work with, before anything is opened.</summary>
    /// <exception cref="SettingsException">Something of it cannot be used.</exception>
    internal virtual void Check(HouseSettings settings, IReadOnlyCollection<Catalogue> catalogues) { }

    /// <summary>Where it is to listen; null: nowhere.</summary>
    internal abstract DoorAddress? Address(HouseSettings settings);

    /// <summary>Takes its door's port; whoever knocks waits until it is served.</summary>
    /// <exception cref="SettingsException">The door cannot open.</exception>
    internal async Task OpenAsync(DoorContext context, CancellationToken cancellation) =>
        _door = await OpenDoorAsync(context, cancellation).ConfigureAwait(false);

    /// <returns>Null: it has no TCP door, or that is closed.</returns>
    private protected virtual Task<DeskDoor?> OpenDoorAsync(DoorContext context, CancellationToken cancellation) =>
        Task.FromResult<DeskDoor?>(null);

    /// <summary>How its share of the journal begins; null: it keeps nothing there.</summary>
    internal virtual IRecovery? NewRecovery(HouseSettings settings) => null;

    /// <summary>Makes its actors.</summary>
    internal abstract void Start(HouseContext house);

    /// <summary>Every part stands: who has knocked, and who comes from here on, gets a session.</summary>
    internal virtual void Serve()
    {
        if (!Desk.IsNobody()) _door?.Serve(Desk);
    }

    /// <summary>The house is stopping: nothing more is taken.</summary>
    /// <returns>Whether somebody is here who may still be answered, and needs a moment for it.</returns>
    internal virtual Task<bool> StopTakingAsync(TimeSpan patience) => Task.FromResult(false);

    /// <summary>Closes its connections once they have their answers; when the patience ends they are cut.</summary>
    internal virtual async Task CloseAsync(TimeSpan patience)
    {
        if (_door is null) return;
        using var end = new CancellationTokenSource(patience);
        await _door.StopAsync(end.Token).ConfigureAwait(false);
    }

    /// <summary>Its actors have ended with their system.</summary>
    internal virtual void Ended() { }

    /// <summary>Lets its door go, whatever stands behind it.</summary>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_door is not null) await _door.DisposeAsync().ConfigureAwait(false);
    }
}
