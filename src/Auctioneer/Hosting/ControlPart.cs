using Akka.Event;
using AkkaAuction.Auctioneer.Doors;
using AkkaAuction.Auctioneer.Doors.Control;
using AkkaAuction.Auctioneer.Settings;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>
/// The operator's door to the sales of a house that keeps a journal: a socket beside it (docs/reference/control.md). It opens when the
/// house serves and closes before the journal's lock is let go. A house that cannot have it goes on without it, and says why.
/// </summary>
/// <param name="floor">The sales; it starts before this part.</param>
public sealed class ControlPart(FloorPart floor) : HousePart
{
    private HouseContext? _house;
    private ControlDoor? _open;

    public override string Name => "control";

    /// <summary>Where the socket is; null: there is none.</summary>
    public string? SocketPath => _open?.Path;

    /// <summary>Why there is no socket, for a person; null: there is one, or the house keeps no journal to lay it beside.</summary>
    public string? Fault { get; private set; }

    internal override DoorAddress? Address(HouseSettings settings) => null;

    internal override void Start(HouseContext house) => _house = house;

    internal override void Serve()
    {
        if (_house is not { Options.JournalFile: { } journal } house) return;
        var log = Akka.Event.Logging.GetLogger(house.System, typeof(ControlDoor));
        try
        {
            var control = new SaleControl(floor.Desk, house.Settings, house.Time);
            // The patience with a connection is real time, as a socket is.
            _open = ControlDoor.Open(ControlPath.Of(journal), control, TimeProvider.System, why => log.Warning("{Why}", why));
        }
        catch (IOException fault)
        {
            Fault = fault.Message;
            log.Warning("There is no control socket: {Why}. The house runs without it", fault.Message);
        }
    }

    internal override async Task<bool> StopTakingAsync(TimeSpan patience)
    {
        if (_open is not null) await _open.DisposeAsync().ConfigureAwait(false);
        return false;
    }
}
