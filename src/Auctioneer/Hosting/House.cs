using System.Collections.Immutable;
using System.Net;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using AkkaAuction.Auctioneer.Doors;
using AkkaAuction.Auctioneer.Doors.Remote;
using AkkaAuction.Auctioneer.Doors.Tcp;
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
    private readonly ImmutableArray<HousePart> _parts;
    private readonly FloorPart? _floor;
    private readonly RemoteDoorPart? _remote;
    private readonly ActorSystem _system;
    private readonly HouseSettings _settings;
    private readonly HouseWatch _watch;
    private readonly DiskJournal? _disk;
    private readonly SnapshotKeeper? _snapshots;
    private int _isStopped;

    private House(
        HouseSettings settings, Catalogue catalogue, HouseOptions options, ImmutableArray<HousePart> parts, HouseClock time, ActorSystem system, OpenedJournal? opened)
    {
        _settings = settings;
        Time = time;
        _parts = parts;
        (_floor, _remote) = (Part<FloorPart>(), Part<RemoteDoorPart>());
        _system = system;
        _watch = new HouseWatch(Akka.Event.Logging.GetLogger(_system, typeof(House)), opened is not null);
        var announcements = new LateListener();
        if (opened is not null)
        {
            if (opened.Found.LastTime is { } last) time.BeginNotBefore(last);
            var watcher = new JournalWatch(Akka.Event.Logging.GetLogger(_system, typeof(DiskJournal)), options.JournalWatcher, _watch);
            _disk = new DiskJournal(opened.Store, opened.Found, announcements, Time, settings.Journal.Limits, watcher);
            _disk.Start();
            SnapshotEvent = opened.Found.Snapshot?.Event ?? 0;
            _snapshots = opened.Keeper(settings, _disk, watcher, Akka.Event.Logging.GetLogger(_system, typeof(SnapshotKeeper)));
        }
        IJournal journal = _disk is not null ? _disk : new MemoryJournal(announcements);
        var now = Time.GetUtcNow();
        var overdue = settings.Recovery.ExtendOverdue ? new Extension(now, now + settings.Recovery.Extension) : null;
        var context = new HouseContext(settings, catalogue, options.Observer, system, journal, announcements, Time, opened?.Found.Past as RecoveredHouse, overdue, _watch);
        foreach (var part in parts) part.Start(context);
    }

    /// <summary>
    /// Ends when the house cannot go on, with what a person is told: a desk is gone for good, or the journal can never store again. Whoever runs the house must stop it
    /// then; nothing that was answered is lost.
    /// </summary>
    public Task<string> Failed => _watch.Failed;

    /// <summary>Its actors; tests make them fail.</summary>
    internal ActorSystem System => _system;

    /// <summary>Its lots, as its doors see them; tests bid on them without a door.</summary>
    internal HouseFloor Floor => Sale.Floor;

    /// <summary>Commits of the journal so far; each has waited for the disk once. 0 in memory.</summary>
    public long JournalCommits => _disk?.Commits ?? 0;

    /// <summary>The event of the snapshot that the house came back from; 0: it read every fact.</summary>
    internal long SnapshotEvent { get; }

    /// <summary>The house's clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>Where the floor door listens; null: it is closed.</summary>
    public IPEndPoint? FloorEndPoint => _floor?.EndPoint;

    /// <summary>What remote bidders reach the house by, like <c>akka.tcp://house@127.0.0.1:8110</c>; null: that door is closed.</summary>
    public string? RemoteAddress => _remote?.SystemAddress;

    /// <summary>A part of it; null: it has none of that kind.</summary>
    public T? Part<T>() where T : HousePart => _parts.OfType<T>().FirstOrDefault();

    /// <summary>The first sale's account, when it is over; each look is a wait of its own.</summary>
    /// <exception cref="HouseException">The house cannot go on, so the sale never ends here.</exception>
    public Task<FinalAccount> SaleEnded => FirstSaleAsync();

    /// <summary>The account as it stands.</summary>
    public FinalAccount Account => Sale.Books.Account;

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
        var parts = options.Parts is [] ? [new FloorPart()] : options.Parts.ToImmutableArray();
        foreach (var part in parts) part.Check(settings, catalogue);
        var remote = parts.OfType<RemoteDoorPart>().Any() ? RemoteDoorPart.OpenIn(settings) : null;
        var time = new HouseClock(options.Time);
        ILoggingAdapter? log = null;
        OpenedJournal? opened = null;
        ActorSystem? system = null;
        House house;
        try
        {
            await OpenAsync(parts, new DoorContext(settings, time, why => Volatile.Read(ref log)?.Info(why)), cancellation).ConfigureAwait(false);
            // It is read whole and may take a moment.
            opened = options.JournalFile is { } file ? await Task.Run(() => OpenedJournal.Open(file, time, settings, parts), cancellation).ConfigureAwait(false) : null;
            // With the system its door is open, so it comes last: whoever knocks is answered.
            system = settings.Akka.Try(() => RemoteSystem.Start(remote is null ? options.SystemName : RemoteSystem.Name, AkkaConfig(settings), remote));
            Volatile.Write(ref log, Akka.Event.Logging.GetLogger(system, typeof(FloorDoor)));
            house = new House(settings, catalogue, options, parts, time, system, opened);
        }
        catch (Exception fault)
        {
            if (system is not null) await system.Terminate().ConfigureAwait(false);
            opened?.Store.Dispose();
            foreach (var part in parts) await part.DisposeAsync().ConfigureAwait(false);
            if (fault is DoorException door) throw door.At(settings.PlaceOfHost(door.Door));
            throw;
        }
        try
        {
            foreach (var part in parts) await house.BegunAsync(part.Stands, cancellation).ConfigureAwait(false);
            house._disk?.ForgetStart();
            house._snapshots?.Start();
            foreach (var part in parts) part.Serve();
            return house;
        }
        catch
        {
            await house.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Takes the ports of all doors. When one cannot be had, the error names all that are taken.</summary>
    private static async Task OpenAsync(ImmutableArray<HousePart> parts, DoorContext context, CancellationToken cancellation)
    {
        foreach (var part in parts)
        {
            try
            {
                await part.OpenAsync(context, cancellation).ConfigureAwait(false);
            }
            catch (DoorException fault)
            {
                // The remote door is opened last, wherever it stands.
                throw fault.With(parts.SkipWhile(p => p != part).Skip(1).Select(p => p.Address(context.Settings)).OfType<DoorAddress>());
            }
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
        if ((await Task.WhenAll(_parts.Select(part => part.StopTakingAsync(DrainPatience))).ConfigureAwait(false)).Contains(true))
            await Task.Delay(_settings.StopGrace).ConfigureAwait(false);
        await Task.WhenAll(_parts.Select(part => part.CloseAsync(DrainPatience))).ConfigureAwait(false);
        foreach (var part in _parts) await part.DisposeAsync().ConfigureAwait(false);
        await _system.Terminate().ConfigureAwait(false);
        _disk?.Finish();
        // The file is locked until the last one is made.
        if (_snapshots is not null) await Task.Run(_snapshots.Finish).ConfigureAwait(false);
        _snapshots?.Dispose();
        _disk?.Dispose();
        foreach (var part in _parts) part.Ended();
    }

    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    private async Task<FinalAccount> FirstSaleAsync()
    {
        var firstSale = Sale.Books.FirstSale;
        await Task.WhenAny(firstSale, Failed).ConfigureAwait(false);
        return firstSale.IsCompleted ? await firstSale.ConfigureAwait(false) : throw new HouseException(await Failed.ConfigureAwait(false));
    }

    private FloorPart Sale => _floor ?? throw new InvalidOperationException("This house has no floor.");

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

    // A million lots take their time.
    private static readonly TimeSpan OpenPatience = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(5);

    private static Config AkkaConfig(HouseSettings settings) => settings.Akka.Over(ConfigurationFactory.ParseString(HouseSettings.Embedded("akka.conf")));
}
