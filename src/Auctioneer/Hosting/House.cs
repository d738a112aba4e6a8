using System.Net;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using AkkaAuction.Auctioneer.Doors;
using AkkaAuction.Auctioneer.Doors.Remote;
using AkkaAuction.Auctioneer.Doors.Tcp;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Originals;
using AkkaAuction.Auctioneer.Recovery;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Sessions;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Journal;
using AkkaAuction.Journal.GroupCommit;
using AkkaAuction.Journal.Snapshots;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>
/// An auction house in this process: an actor system with a desk, a journal and open doors. The <c>auctioneer</c> program runs one; tests and the lab
/// start their own. It is whole or not at all: when a door cannot open, nothing stays behind.
/// </summary>
public sealed class House : IAsyncDisposable
{
    private readonly HouseFloor _floor;
    private readonly DeskDoor? _door;
    private readonly ActorSystem _system;
    private readonly IActorRef? _desk;
    private readonly IActorRef? _remoteDesk;
    private readonly OriginalHouses _originals;
    private readonly HouseSettings _settings;
    private readonly BookKeeper _books;
    private readonly HouseWatch _watch;
    private readonly DiskJournal? _disk;
    private readonly SnapshotKeeper? _snapshots;
    private int _isStopped;

    private House(
        HouseSettings settings, Catalogue catalogue, HouseOptions options, HouseClock time, HouseFloor floor, ActorSystem system, HouseDoors doors, OpenedJournal? opened)
    {
        _settings = settings;
        Time = time;
        _floor = floor;
        _door = doors.Floor;
        _system = system;
        var careful = new CarefulObserver(options.Observer, options.OriginalsObserver, Akka.Event.Logging.GetLogger(_system, typeof(House)));
        _books = new BookKeeper(settings, options.Observer is null ? null : careful);
        _watch = new HouseWatch(Akka.Event.Logging.GetLogger(_system, typeof(House)), opened is not null);
        var announcements = new ToBoard();
        if (opened is not null)
        {
            if (opened.Found.LastTime is { } last) time.BeginNotBefore(last);
            var watcher = new JournalWatch(Akka.Event.Logging.GetLogger(_system, typeof(DiskJournal)), options.JournalWatcher, _watch);
            _disk = new DiskJournal(opened.Store, opened.Found, announcements, Time, settings.Journal.Limits, watcher);
            _disk.Start();
            SnapshotEvent = opened.Found.Snapshot?.Event ?? 0;
            _snapshots = opened.Keeper(settings, _disk, watcher, Akka.Event.Logging.GetLogger(_system, typeof(SnapshotKeeper)));
        }
        var recovered = opened?.Found.Past as RecoveredHouse;
        IJournal journal = _disk is not null ? _disk : new MemoryJournal(announcements);
        var now = Time.GetUtcNow();
        var overdue = settings.Recovery.ExtendOverdue ? new Extension(now, now + settings.Recovery.Extension) : null;
        if (options.Parts.HasFlag(HouseParts.Floor))
        {
            var context = new AuctioneerContext(settings, catalogue, journal, Time, _floor, _books, announcements.Begin)
            {
                Overdue = overdue,
            };
            _desk = settings.Akka.Try(() => system.ActorOf(Hosting.Auctioneer.Props(context, recovered?.Floor), Hosting.Auctioneer.Name));
            _watch.Over(_desk, "The floor's desk");
        }
        if (_desk is not null && HouseDoors.Remote(settings, options.Parts) is { } door)
        {
            var log = Akka.Event.Logging.GetLogger(_system, typeof(RemoteDesk));
            var context = new RemoteSessionContext(door, _desk, _floor, Time, why => log.Info("A remote bidder was cut: {0}.", why));
            _remoteDesk = settings.Akka.Try(() => system.ActorOf(RemoteDesk.Props(context, careful.OnNodeGone), RemoteDesk.Name));
            _watch.Over(_remoteDesk, "The desk of remote bidders");
            RemoteAddress = ((ExtendedActorSystem)_system).Provider.DefaultAddress.ToString();
        }
        _originals = new OriginalHouses(settings, options with { OriginalsObserver = options.OriginalsObserver is null ? null : careful }, doors.Originals, _system, journal, Time, overdue, recovered);
        _originals.Watch(_watch);
    }

    /// <summary>
    /// Ends when the house cannot go on, with what a person is told: a desk is gone for good, or the journal can never store again. Whoever runs the house must stop it
    /// then; nothing that was answered is lost.
    /// </summary>
    public Task<string> Failed => _watch.Failed;

    /// <summary>Its actors; tests make them fail.</summary>
    internal ActorSystem System => _system;

    /// <summary>Its lots, as its doors see them; tests bid on them without a door.</summary>
    internal HouseFloor Floor => _floor;

    /// <summary>Commits of the journal so far; each has waited for the disk once. 0 in memory.</summary>
    public long JournalCommits => _disk?.Commits ?? 0;

    /// <summary>The event of the snapshot that the house came back from; 0: it read every fact.</summary>
    internal long SnapshotEvent { get; }

    /// <summary>The house's clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>Where the floor door listens; null: it is closed.</summary>
    public IPEndPoint? FloorEndPoint => _door?.EndPoint;

    /// <summary>What remote bidders reach the house by, like <c>akka.tcp://house@127.0.0.1:8110</c>; null: that door is closed.</summary>
    public string? RemoteAddress { get; }

    /// <summary>Where the bidding room listens; null: it is closed.</summary>
    public IPEndPoint? RoomEndPoint => _originals.RoomEndPoint;

    /// <summary>Where the sealed-bid house listens; null: it is closed.</summary>
    public IPEndPoint? SealedEndPoint => _originals.SealedEndPoint;

    /// <summary>The bidding room's account as it stands.</summary>
    public FinalAccount RoomAccount => _originals.Room.Now();

    /// <summary>The sealed-bid house's account of all its auctions so far.</summary>
    public FinalAccount SealedAccount => _originals.Sealed.Now();

    /// <summary>Actors of the sealed-bid house: sessions and lots; one that is idle has none.</summary>
    internal Task<int> SealedActorsAsync() => _originals.SealedActorsAsync();

    /// <summary>The first sale's account, when it is over; each look is a wait of its own.</summary>
    /// <exception cref="HouseException">The house cannot go on, so the sale never ends here.</exception>
    public Task<FinalAccount> SaleEnded => FirstSaleAsync();

    /// <summary>The account as it stands.</summary>
    public FinalAccount Account => _books.Account;

    /// <summary>Opens a house: its lots stand, its doors are open, and it waits for its bidders.</summary>
    /// <param name="settings">Checked settings.</param>
    /// <param name="catalogue">The lots.</param>
    /// <param name="options">Clock and observer.</param>
    /// <param name="cancellation">Gives up opening.</param>
    /// <exception cref="SettingsException">A lot's or the sale's terms cannot be used, or a door cannot open; nothing was started.</exception>
    /// <exception cref="JournalException">The journal cannot be used; nothing was started.</exception>
    /// <exception cref="HouseException">A part of it failed as it began; nothing stays behind.</exception>
    public static async Task<House> StartAsync(
        HouseSettings settings, Catalogue catalogue, HouseOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(catalogue);
        options ??= new HouseOptions();
        Check(settings, catalogue, options.Parts);
        var time = new HouseClock(options.Time);
        var floor = new HouseFloor();
        ILoggingAdapter? log = null;
        var doors = await HouseDoors.OpenAsync(settings, options.Parts, floor, time, why => Volatile.Read(ref log)?.Info(why), cancellation).ConfigureAwait(false);
        OpenedJournal? opened = null;
        ActorSystem system;
        try
        {
            // It is read whole and may take a moment.
            opened = options.JournalFile is { } file ? await Task.Run(() => OpenedJournal.Open(file, time, settings), cancellation).ConfigureAwait(false) : null;
            // With the system its door is open, so it comes last: whoever knocks is answered.
            var remote = HouseDoors.Remote(settings, options.Parts);
            var name = remote is null ? options.SystemName : RemoteSystem.Name;
            system = settings.Akka.Try(() => RemoteSystem.Start(name, AkkaConfig(settings), remote));
        }
        catch (Exception fault)
        {
            opened?.Store.Dispose();
            await doors.DisposeAsync().ConfigureAwait(false);
            if (fault is DoorException door) throw door.At(settings.PlaceOfHost(door.Door));
            throw;
        }
        House house;
        try
        {
            house = new House(settings, catalogue, options, time, floor, system, doors, opened);
        }
        catch
        {
            await system.Terminate().ConfigureAwait(false);
            opened?.Store.Dispose();
            await doors.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        Volatile.Write(ref log, Akka.Event.Logging.GetLogger(house._system, typeof(FloorDoor)));
        try
        {
            await house.BegunAsync(house._originals.Stands, cancellation).ConfigureAwait(false);
            house._originals.Serve();
            if (house._desk is not null) await house.BegunAsync(house._books.IsOpen, cancellation).ConfigureAwait(false);
            house._disk?.ForgetStart();
            house._snapshots?.Start();
            if (house._desk is null) return house;
            doors.Floor?.Serve(house._desk);
            return house;
        }
        catch
        {
            await house.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Stops: no new connections, bids are answered 402, every answer is sent, then the connections close. Takes at most a few seconds more than the
    /// grace of the settings.
    /// </summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _isStopped, 1) == 1) return;
        _watch.CallOff();
        _floor.IsStopping = true;
        using (var patience = new CancellationTokenSource(DrainPatience)) await _originals.StopAsync(patience.Token).ConfigureAwait(false);
        _desk?.Tell(AuctioneerMessage.StopTaking.Instance, ActorRefs.NoSender);
        if ((_door?.Connections ?? 0) + await RemoteBiddersAsync().ConfigureAwait(false) > 0) await Task.Delay(_settings.StopGrace).ConfigureAwait(false);
        if (_remoteDesk is not null) await CloseAsync(_remoteDesk).ConfigureAwait(false);
        if (_door is not null)
        {
            using var patience = new CancellationTokenSource(DrainPatience);
            await _door.StopAsync(patience.Token).ConfigureAwait(false);
            await _door.DisposeAsync().ConfigureAwait(false);
        }
        await _system.Terminate().ConfigureAwait(false);
        _disk?.Finish();
        // The file is locked until the last one is made.
        if (_snapshots is not null) await Task.Run(_snapshots.Finish).ConfigureAwait(false);
        _snapshots?.Dispose();
        _disk?.Dispose();
        _books.Stopped();
    }

    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    private async Task<FinalAccount> FirstSaleAsync()
    {
        await Task.WhenAny(_books.FirstSale, Failed).ConfigureAwait(false);
        return _books.FirstSale.IsCompleted ? await _books.FirstSale.ConfigureAwait(false) : throw new HouseException(await Failed.ConfigureAwait(false));
    }

    private async Task BegunAsync(Task part, CancellationToken cancellation)
    {
        try
        {
            if (await Task.WhenAny(part, Failed).WaitAsync(OpenPatience, cancellation).ConfigureAwait(false) == Failed)
                throw new HouseException(await Failed.ConfigureAwait(false));
            await part.ConfigureAwait(false);
        }
        catch (TimeoutException fault)
        {
            throw new HouseException(
                $"The house has not opened within {OpenPatience.TotalSeconds:0} s: it still reads what the journal holds, or its disk gives no answer. Nothing was lost; start it again when the disk answers.", fault);
        }
    }

    private async Task<int> RemoteBiddersAsync()
    {
        try
        {
            return _remoteDesk is null ? 0 : await _remoteDesk.Ask<int>(RemoteDesk.HowMany.Instance, DrainPatience).ConfigureAwait(false);
        }
        catch (AskTimeoutException)
        {
            // It is gone, or behind: whoever may still be there has the time to hear.
            return 1;
        }
    }

    private static async Task CloseAsync(IActorRef remoteDesk)
    {
        try
        {
            await remoteDesk.GracefulStop(DrainPatience, RemoteDesk.Close.Instance).ConfigureAwait(false);
        }
        catch (TaskCanceledException)
        {
            // Who has not heard its answers by now is cut.
        }
    }

    // A million lots take their time.
    private static readonly TimeSpan OpenPatience = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(5);

    private static void Check(HouseSettings settings, Catalogue catalogue, HouseParts parts)
    {
        if (HouseDoors.Remote(settings, parts) is { } door) RemoteSystem.Check(door, settings.PlaceOfHost("remote"));
        if (parts.HasFlag(HouseParts.Room)) OriginalHouses.RoomCatalogue(settings);
        if (!parts.HasFlag(HouseParts.Floor)) return;
        foreach (var lot in catalogue.Lots)
        {
            if (lot.Fault() is { } fault) throw new SettingsException($"Lot {lot.Id}: {fault}");
        }
        if (catalogue.SaleTerms(1, settings).Fault() is { } wrong) throw new SettingsException($"The sale: {wrong}");
    }

    private static Config AkkaConfig(HouseSettings settings) => settings.Akka.Over(ConfigurationFactory.ParseString(HouseSettings.Embedded("akka.conf")));

    /// <summary>The journal's way to the board, which is made after it.</summary>
    private sealed class ToBoard : INoticeListener
    {
        private volatile IActorRef _board = ActorRefs.Nobody;

        public void Begin(IActorRef board) => _board = board;

        public void Announce(IReadOnlyList<Notice> notices) => _board.Tell(new BoardMessage.Announced(notices), ActorRefs.NoSender);
    }
}
