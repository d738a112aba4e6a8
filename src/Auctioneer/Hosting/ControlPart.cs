using Akka.Event;
using AkkaAuction.Auctioneer.Doors;
using AkkaAuction.Auctioneer.Doors.Control;
using AkkaAuction.Auctioneer.Settings;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>
/// The operator's door to the sales of a house that keeps a journal: a socket beside it (docs/reference/control.md). It opens with the
/// other doors and closes before the journal's lock is let go. A house that cannot have it goes on without it, and says why.
/// </summary>
/// <param name="floor">The sales; it starts before this part.</param>
public sealed class ControlPart(FloorPart floor) : HousePart
{
    private HouseContext? _house;
    private ControlSocket? _socket;
    private ControlDoor? _open;

    public override string Name => "control";

    /// <summary>Where the socket is; null: there is none.</summary>
    public string? SocketPath => _socket?.FullPath;

    /// <summary>Why there is no socket, for a person; null: there is one, or the house keeps no journal to lay it beside.</summary>
    public string? Fault { get; private set; }

    internal override DoorAddress? Address(HouseSettings settings) => null;

    /// <summary>The first door that can be connected to: whoever has got in at another finds it.</summary>
    internal override void Hold(string? journal)
    {
        if (journal is not null) Without(() => _socket = ControlSocket.Open(ControlPath.Of(journal)));
    }

    internal override void Start(HouseContext house) => _house = house;

    internal override Task ServeAsync(CancellationToken cancellation)
    {
        if (_house is not { } house) return Task.CompletedTask;
        var log = Akka.Event.Logging.GetLogger(house.System, typeof(ControlDoor));
        if (Fault is { } fault) log.Warning("There is no control socket: {Why}. The house runs without it", fault);
        // The patience with a connection is real time, as a socket is.
        if (_socket is { } socket)
        {
            var control = new SaleControl(floor.Desk, house.Settings, house.Time, () => house.Storing?.Trouble);
            _open = new ControlDoor(socket, control, house.Descriptors, TimeProvider.System, why => log.Warning("{Why}", why));
        }
        return Task.CompletedTask;
    }

    internal override async Task<bool> StopTakingAsync(TimeSpan patience)
    {
        if (_open is not null) await _open.DisposeAsync().ConfigureAwait(false);
        return false;
    }

    public override async ValueTask DisposeAsync()
    {
        // A house that has served has taken it away before it let the journal go.
        if (_open is null) Without(() => _socket?.Dispose());
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private void Without(Action step)
    {
        try
        {
            step();
        }
        catch (IOException fault)
        {
            (Fault, _socket) = (fault.Message, null);
        }
    }
}
