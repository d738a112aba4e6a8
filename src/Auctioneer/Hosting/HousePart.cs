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
/// desk, mostly a door in front of it, and a share of the journal. The house takes every part through the same steps: check, take the
/// door's port, hold it, listen, start the actors, serve, stop. A part belongs to one house, and to one life of it.
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

    /// <summary>Takes its door's port; nobody can connect yet.</summary>
    /// <exception cref="SettingsException">The door cannot open.</exception>
    internal void TakePort(DoorContext context) => _door = TakeDoor(context);

    /// <returns>Null: it has no TCP door, or that is closed.</returns>
    private protected virtual DeskDoor? TakeDoor(DoorContext context) => null;

    /// <summary>The journal is read, and is the house's: from here on nobody is refused at its door, nor let in.</summary>
    /// <param name="journal">The journal's file; null: the house keeps none.</param>
    /// <exception cref="SettingsException">The door cannot open.</exception>
    internal virtual void Hold(string? journal) => _door?.Hold();

    /// <summary>The remote door listens: whoever connects is let in, and waits until the part serves.</summary>
    /// <exception cref="SettingsException">The door cannot open.</exception>
    internal void Listen() => _door?.Listen();

    /// <summary>How many connections its TCP door may have by the settings; null: it has none, or that is closed.</summary>
    internal virtual DoorCeiling? Ceiling(HouseSettings settings) => null;

    /// <inheritdoc cref="Ceiling(HouseSettings)"/>
    /// <param name="settings">The settings.</param>
    /// <param name="connections">What they say of its door.</param>
    private protected DoorCeiling Ceiling(HouseSettings settings, int connections) =>
        new(Name, connections, settings.PlaceOf($"auction.doors.{Name}.connections"));

    /// <summary>How its share of the journal begins; null: it keeps nothing there.</summary>
    internal virtual IRecovery? NewRecovery(HouseSettings settings) => null;

    /// <summary>Makes its actors.</summary>
    internal abstract void Start(HouseContext house);

    /// <summary>Every part stands: who has knocked, and who comes from here on, gets a session.</summary>
    internal virtual Task ServeAsync(CancellationToken cancellation) => _door?.ServeAsync(Desk, cancellation) ?? Task.CompletedTask;

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
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_door is not null) await _door.DisposeAsync().ConfigureAwait(false);
    }
}
