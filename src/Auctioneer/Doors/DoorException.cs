using System.Net.Sockets;
using AkkaAuction.Auctioneer.Settings;

namespace AkkaAuction.Auctioneer.Doors;

/// <summary>
/// A door cannot listen where its settings say. Two houses on one machine collide on every door, and a person wants to hear of all of them
/// at once: what to type is one line.
/// </summary>
public sealed class DoorException : SettingsException
{
    private readonly string _where;
    private readonly SocketError _error;
    private readonly string _why;

    /// <param name="door">The door's name in the settings: <c>floor</c>.</param>
    /// <param name="where">Where it was to listen, as a person reads it.</param>
    /// <param name="fault">Why it cannot.</param>
    public DoorException(string door, string where, Exception fault)
        : this(door, where, Innermost(fault), [], "")
    {
    }

    private DoorException(string door, string where, Exception fault, IReadOnlyList<DoorAddress> others, string place)
        : base(place + Sentence(door, where, ErrorOf(fault), Why(fault), others), fault)
    {
        Door = door;
        (_where, _error, _why) = (where, ErrorOf(fault), Why(fault));
    }

    /// <summary>The door's name in the settings.</summary>
    public string Door { get; }

    /// <summary>The same, with the doors that could not open either because something listens there already.</summary>
    /// <param name="later">The doors that were still to be opened.</param>
    internal DoorException With(IEnumerable<DoorAddress> later) =>
        _error is SocketError.AddressAlreadyInUse && later.Where(d => d.IsTaken()).ToArray() is { Length: > 0 } taken
            ? new DoorException(Door, _where, InnerException!, taken, "")
            : this;

    /// <summary>The same, with the place where its host was written if the host is to blame.</summary>
    /// <param name="place">Where; null: nobody wrote it.</param>
    internal DoorException At(string? place) =>
        place is not null && IsOfHost(_error) ? new DoorException(Door, _where, InnerException!, [], $"{place}: ") : this;

    private static bool IsOfHost(SocketError error) =>
        error is SocketError.AddressNotAvailable or SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData
            or SocketError.AddressFamilyNotSupported;

    private static string Sentence(string door, string where, SocketError error, string why, IReadOnlyList<DoorAddress> others)
    {
        var begins = $"The {door} door cannot listen on {where}: {why}.";
        return error switch
        {
            _ when IsOfHost(error) =>
                $"{begins} auction.doors.{door}.host must be an address of this machine, like 127.0.0.1, or 0.0.0.0 for all of them.",
            SocketError.AccessDenied => $"{begins} Choose a port that this user may open, from 1024 on: {FreePort(door)} takes a free one.",
            _ when others.Count == 0 => $"{begins} Close what uses the port, or choose another: {FreePort(door)} takes a free one.",
            _ => $"{begins} {And(others.Select(o => $"{o.Host}:{o.Port} ({o.Door})"))} {(others.Count == 1 ? "is" : "are")} in use too. "
                + "Is another house running here? Close what uses the ports, or take free ones: "
                + $"{string.Join(' ', others.Select(o => o.Door).Prepend(door).Select(FreePort))} (off instead of 0 leaves a door closed).",
        };
    }

    private static string FreePort(string door) => $"--set auction.doors.{door}.port=0";

    private static string And(IEnumerable<string> names)
    {
        var all = names.ToArray();
        return all.Length == 1 ? all[0] : $"{string.Join(", ", all[..^1])} and {all[^1]}";
    }

    private static SocketError ErrorOf(Exception fault) => (fault as SocketException)?.SocketErrorCode ?? SocketError.SocketError;

    private static string Why(Exception fault) => fault.Message.TrimEnd('.');

    private static Exception Innermost(Exception fault)
    {
        while (fault.InnerException is { } inner) fault = inner;
        return fault;
    }
}
