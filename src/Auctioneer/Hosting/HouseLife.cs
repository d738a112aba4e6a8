using System.Collections.Immutable;
using Akka.Actor;
using AkkaAuction.Auctioneer.Doors;
using AkkaAuction.Auctioneer.Doors.Remote;
using AkkaAuction.Auctioneer.Doors.Tcp;
using AkkaAuction.Auctioneer.Recovery;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Journal;
using AkkaAuction.Journal.GroupCommit;
using AkkaAuction.Journal.Snapshots;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>
/// Takes a house through its life as the host has it. Before anything starts, it takes the TCP ports and reads the journal; then the actor
/// system starts and listens at its port (<see cref="HouseAkka"/>), and all other doors at theirs: once one lets somebody in, none refuses.
/// Then the parts start, and once all of them stand the house serves. It stops in the other order, and the journal last. A house that
/// cannot go on stops its host.
/// </summary>
internal sealed partial class HouseLife(
    HousePlan plan, IServiceProvider services, ILoggerFactory loggers, IHostApplicationLifetime lifetime)
    : IHostedLifecycleService, IAsyncDisposable
{
    // A million lots take their time.
    private static readonly TimeSpan OpenPatience = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(5);

    private readonly HouseClock _time = new(plan.Options.Time);
    private readonly Descriptors _descriptors = Descriptors.OfProcess(why => Warn(loggers.CreateLogger<Descriptors>(), why));
    private readonly Ceilings _ceilings = new();
    private OpenedJournal? _opened;
    private ActorSystem? _system;
    private HouseWatch? _watch;
    private JournalWatch? _journalWatch;
    private DiskJournal? _disk;
    private SnapshotKeeper? _snapshots;

    public ImmutableArray<HousePart> Parts => plan.Parts;

    public TimeProvider Time => _time;

    public ActorSystem System => _system ?? throw new InvalidOperationException("The house has not started.");

    /// <inheritdoc cref="House.Failed"/>
    public Task<string> Failed => (_watch ?? throw new InvalidOperationException("The house has not started.")).Failed;

    public long JournalCommits => _disk?.Commits ?? 0;

    public long SnapshotPlace => _opened?.Found.Snapshot?.Place ?? 0;

    /// <inheritdoc cref="Ceilings.Fitted"/>
    public string? FittedCeilings => _ceilings.Fitted;

    /// <summary>Cancelled when the host begins to stop.</summary>
    public CancellationToken Stopping => lifetime.ApplicationStopping;

    /// <summary>Whether it serves.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Why the journal takes nothing now; null: it does.</summary>
    public string? JournalTrouble => _journalWatch?.Trouble;

    /// <summary>Where each open door listens, by its name.</summary>
    public IReadOnlyDictionary<string, object> OpenDoors() => Parts
        .Select(part => (part.Name, At: part is RemoteDoorPart remote ? remote.SystemAddress : part.EndPoint?.ToString()))
        .Where(door => door.At is not null).ToDictionary(door => door.Name, door => (object)door.At!);

    /// <summary>Takes all TCP ports and reads the journal, which may take a moment; whoever connects is refused so long.</summary>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var log = loggers.CreateLogger(typeof(FloorDoor));
        var context = new DoorContext(plan.Settings, _time, _descriptors, _ceilings, why => Tell(log, why));
        foreach (var part in Parts)
        {
            try
            {
                part.TakePort(context);
            }
            catch (DoorException fault)
            {
                // Two houses collide on every door, and a person wants to know of all of them.
                throw fault.With(Parts.SkipWhile(p => p != part).Skip(1).Select(p => p.Address(plan.Settings)).OfType<DoorAddress>());
            }
        }
        if (plan.Options.JournalFile is { } file)
            _opened = await Task.Run(() => OpenedJournal.Open(file, _time, plan.Settings, Parts), cancellationToken).ConfigureAwait(false);
        foreach (var part in Parts) part.Hold(plan.Options.JournalFile);
    }

    /// <summary>Starts every part, waits until all stand, and serves.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _system = services.GetRequiredService<ActorSystem>();
        if (plan.Remote is not null) RemotePort.PauseWhenShort(_system, _descriptors);
        foreach (var part in Parts) part.Listen();
        Begin(_system);
        foreach (var part in Parts) await BegunAsync(part.Stands, cancellationToken).ConfigureAwait(false);
        _disk?.ForgetStart();
        _snapshots?.Start();
        FitCeilings();
        foreach (var part in Parts) await part.ServeAsync(cancellationToken).ConfigureAwait(false);
        IsOpen = true;
        _ = StopHostAsync();
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Takes no new connections, answers bids with 402, sends every answer, then closes the connections.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        IsOpen = false;
        _watch?.CallOff();
        if ((await Task.WhenAll(Parts.Select(part => part.StopTakingAsync(DrainPatience))).ConfigureAwait(false)).Contains(true))
            await Task.Delay(plan.Settings.StopGrace, CancellationToken.None).ConfigureAwait(false);
        await Task.WhenAll(Parts.Select(part => part.CloseAsync(DrainPatience))).ConfigureAwait(false);
    }

    /// <summary>The actors have ended: everything is stored, and the journal is closed.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        _disk?.Finish();
        // The file is locked until the last one is made.
        if (_snapshots is not null) await Task.Run(_snapshots.Finish, CancellationToken.None).ConfigureAwait(false);
        _snapshots?.Dispose();
        _disk?.Dispose();
        foreach (var part in Parts) part.Ended();
    }

    /// <summary>Lets go what a start that failed has taken.</summary>
    public async ValueTask DisposeAsync()
    {
        // The control socket goes before the journal does: from then on its place may be another house's.
        foreach (var part in Parts) await part.DisposeAsync().ConfigureAwait(false);
        _snapshots?.Dispose();
        _disk?.Dispose();
        _opened?.Store.Dispose();
    }

    private void Begin(ActorSystem system)
    {
        var settings = plan.Settings;
        _watch = new HouseWatch(system, _opened is not null);
        if (_opened is not null)
        {
            if (_opened.Found.LastTime is { } last) _time.BeginNotBefore(last);
            var log = Akka.Event.Logging.GetLogger(system, typeof(DiskJournal));
            _journalWatch = new JournalWatch(log, plan.Options.JournalWatcher, _watch);
            _disk = new DiskJournal(_opened.Store, _opened.Found, _time, settings.Journal.Limits, _journalWatch);
            _disk.Start();
            _snapshots = _opened.Keeper(settings, _disk, _journalWatch, Akka.Event.Logging.GetLogger(system, typeof(SnapshotKeeper)));
        }
        IJournal journal = _disk is not null ? _disk : new MemoryJournal();
        var now = _time.GetUtcNow();
        var overdue = settings.Recovery.ExtendOverdue ? new Extension(now, now + settings.Recovery.Extension) : null;
        var context = new HouseContext(
            settings,
            plan.Catalogues,
            plan.Options,
            system,
            journal,
            _time,
            _opened?.Found.Past as RecoveredHouse,
            overdue,
            _watch,
            _descriptors)
        {
            Storing = _journalWatch,
        };
        foreach (var part in Parts) part.Start(context);
    }

    /// <summary>Everything that the house itself needs is open: what is left is for connections.</summary>
    private void FitCeilings()
    {
        var log = loggers.CreateLogger<Ceilings>();
        foreach (var lowered in _ceilings.Fit([.. Parts.Select(part => part.Ceiling(plan.Settings)).OfType<DoorCeiling>()], _descriptors))
            Warn(log, lowered);
        if (FittedCeilings is { } fitted) Tell(log, fitted);
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
                $"The house has not opened within {OpenPatience.TotalSeconds:0} s: it still reads what the journal holds, or its disk "
                + "gives no answer. Nothing was lost; start it again when the disk answers.",
                fault);
        }
    }

    private async Task StopHostAsync()
    {
        await Failed.ConfigureAwait(false);
        lifetime.StopApplication();
    }

    [LoggerMessage(Level = Microsoft.Extensions.Logging.LogLevel.Information, Message = "{Why}")]
    private static partial void Tell(ILogger log, string why);

    [LoggerMessage(Level = Microsoft.Extensions.Logging.LogLevel.Warning, Message = "{Why}")]
    private static partial void Warn(ILogger log, string why);
}
