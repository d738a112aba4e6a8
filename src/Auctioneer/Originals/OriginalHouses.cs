using System.Net;
using Akka.Actor;
using AkkaAuction.Auctioneer.Doors.Tcp;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Originals;
using AkkaAuction.Auctioneer.Recovery;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Forms.Room;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Originals;

/// <summary>The doors of the two original houses; taken before anything else is made, so that a port in use leaves nothing half started.</summary>
/// <param name="Room">The room's; null: closed.</param>
/// <param name="Sealed">The sealed house's; null: closed.</param>
internal sealed record OriginalDoors(DeskDoor? Room, DeskDoor? Sealed) : IAsyncDisposable
{
    /// <exception cref="SettingsException">A door cannot open; none stays open.</exception>
    public static async Task<OriginalDoors> OpenAsync(
        OriginalsSettings settings, HouseParts parts, TimeProvider time, Action<string> log, CancellationToken cancellation)
    {
        var doors = new OriginalDoors(null, null);
        try
        {
            if (parts.HasFlag(HouseParts.Room) && settings.RoomDoor.Port is not null)
                doors = doors with { Room = await TextDoor.OpenAsync(RoomDesk.Name, settings.RoomDoor, time, log, cancellation).ConfigureAwait(false) };
            if (parts.HasFlag(HouseParts.Sealed) && settings.SealedDoor.Port is not null)
                doors = doors with { Sealed = await TextDoor.OpenAsync(SealedDesk.Name, settings.SealedDoor, time, log, cancellation).ConfigureAwait(false) };
            return doors;
        }
        catch
        {
            await doors.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Listens no more; when <paramref name="patience"/> ends, connections are cut.</summary>
    public async Task StopAsync(CancellationToken patience)
    {
        if (Room is not null) await Room.StopAsync(patience).ConfigureAwait(false);
        if (Sealed is not null) await Sealed.StopAsync(patience).ConfigureAwait(false);
        await DisposeAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (Room is not null) await Room.DisposeAsync().ConfigureAwait(false);
        if (Sealed is not null) await Sealed.DisposeAsync().ConfigureAwait(false);
    }
}

/// <summary>
/// The two original houses of a <see cref="House"/>: the bidding room and the sealed-bid house, each a desk with a door and an account of its own. They share
/// the actor system, the clock and the journal with the floor, and nothing else: what happens in one is not heard in another.
/// </summary>
internal sealed class OriginalHouses
{
    private readonly OriginalDoors _doors;
    private readonly IActorRef? _room;
    private readonly IActorRef? _sealed;

    public OriginalHouses(HouseSettings settings, HouseOptions options, OriginalDoors doors, ActorSystem system, IJournal journal, TimeProvider time, Extension? overdue, RecoveredHouse? recovered)
    {
        _doors = doors;
        (Room, Sealed) = (new AccountBook(settings.Currency), new AccountBook(settings.Currency));
        if (options.Parts.HasFlag(HouseParts.Room))
        {
            var catalogue = RoomCatalogue(settings);
            Room.Begin(1, catalogue);
            var listener = new ToDesk();
            var context = new RoomContext(
                settings, catalogue, new HouseJournal(journal, RoomDesk.Name, listener), time, Room, options.OriginalsObserver, listener.Begin)
            {
                Overdue = overdue,
            };
            _room = settings.Akka.Try(() => system.ActorOf(RoomDesk.Props(context, recovered?.Room), RoomDesk.Name));
            Stands = context.Stands.Task;
        }
        if (options.Parts.HasFlag(HouseParts.Sealed))
        {
            Sealed.Begin(1, new Catalogue([]));
            var listener = new ToDesk();
            var context = new SealedContext(
                settings, new HouseJournal(journal, SealedDesk.Name, listener), time, Sealed, options.OriginalsObserver, listener.Begin);
            _sealed = settings.Akka.Try(() => system.ActorOf(SealedDesk.Props(context, recovered?.Sealed), SealedDesk.Name));
            Stands = Task.WhenAll(Stands, context.Stands.Task);
        }
    }

    /// <summary>Has both desks watched.</summary>
    public void Watch(HouseWatch watch)
    {
        if (_room is not null) watch.Over(_room, "The desk of the bidding room");
        if (_sealed is not null) watch.Over(_sealed, "The desk of the sealed-bid house");
    }

    /// <summary>Ends when both have taken up what the journal knows.</summary>
    public Task Stands { get; } = Task.CompletedTask;

    /// <summary>The houses stand: who has knocked, and who comes from here on, gets a session. Before that connections wait.</summary>
    public void Serve()
    {
        if (_room is not null) _doors.Room?.Serve(_room);
        if (_sealed is not null) _doors.Sealed?.Serve(_sealed);
    }

    public AccountBook Room { get; }

    public AccountBook Sealed { get; }

    public IPEndPoint? RoomEndPoint => _doors.Room?.EndPoint;

    public IPEndPoint? SealedEndPoint => _doors.Sealed?.EndPoint;

    /// <summary>What the room sells: a catalogue of its own, or what the original sold (R2.8).</summary>
    /// <exception cref="SettingsException">The catalogue cannot be used in a room.</exception>
    public static Catalogue RoomCatalogue(HouseSettings settings)
    {
        var inRoom = settings with { Lots = settings.Lots with { Form = RoomForm.Instance.Name } };
        var source = settings.Originals.RoomCatalogue;
        var catalogue = source is null
            ? CatalogueReader.Read(HouseSettings.Embedded("room.conf"), "the room", inRoom)
            : CatalogueReader.ReadFile(source, inRoom);
        var titles = new HashSet<string>(StringComparer.Ordinal);
        foreach (var lot in catalogue.Lots)
        {
            if (lot.Form is not RoomTerms) throw new SettingsException($"{source}: lot {lot.Id} has the form {lot.Form.Name}; the room sells lots of the form room only.");
            if (!titles.Add(lot.Title)) throw new SettingsException($"{source}: two lots have the title {lot.Title}; the room's clients know lots by their titles, so they must differ.");
        }
        return catalogue;
    }

    public async Task<int> SealedActorsAsync() =>
        _sealed is null ? 0 : await _sealed.Ask<int>(SealedDesk.HowMany.Instance, TimeSpan.FromSeconds(10)).ConfigureAwait(false);

    /// <summary>Closes every connection, then the doors.</summary>
    public Task StopAsync(CancellationToken patience)
    {
        _room?.Tell(StopTextSessions.Instance, ActorRefs.NoSender);
        _sealed?.Tell(StopTextSessions.Instance, ActorRefs.NoSender);
        return _doors.StopAsync(patience);
    }

    /// <summary>The journal's way to a desk that is made after it.</summary>
    private sealed class ToDesk : INoticeListener
    {
        private volatile IActorRef _desk = ActorRefs.Nobody;

        public void Begin(IActorRef desk) => _desk = desk;

        public void Announce(IReadOnlyList<Notice> notices) => _desk.Tell(new BoardMessage.Announced(notices), ActorRefs.NoSender);
    }
}
