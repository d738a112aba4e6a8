using System.Net;
using System.Net.Sockets;
using AkkaAuction.Auctioneer.Settings;

namespace AkkaAuction.Auctioneer.Doors;

/// <summary>What a door's settings say of where it listens.</summary>
/// <param name="Door">The door's name in the settings and to a person: <c>floor</c>.</param>
/// <param name="Host">An address of this machine.</param>
/// <param name="Port">0: any free one.</param>
internal readonly record struct DoorAddress(string Door, string Host, int Port)
{
    /// <exception cref="SettingsException">The host is no address.</exception>
    public static IPAddress Resolve(string door, string host)
    {
        if (IPAddress.TryParse(host, out var address)) return address;
        if (host == "localhost") return IPAddress.Loopback;
        throw new SettingsException(
            $"auction.doors.{door}.host is \"{host}\"; it must be an address of this machine, like 127.0.0.1, 0.0.0.0 or localhost.");
    }

    /// <summary>Whether somebody listens there now; nothing stays open.</summary>
    public bool IsTaken()
    {
        if (Port == 0 || !IPAddress.TryParse(Host == "localhost" ? "127.0.0.1" : Host, out var address)) return false;
        using var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(new IPEndPoint(address, Port));
            listener.Listen();
            return false;
        }
        catch (SocketException fault)
        {
            return fault.SocketErrorCode == SocketError.AddressAlreadyInUse;
        }
    }
}
