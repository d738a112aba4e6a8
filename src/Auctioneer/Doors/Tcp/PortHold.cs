using System.Net.Sockets;

namespace AkkaAuction.Auctioneer.Doors.Tcp;

/// <summary>
/// Makes a listening socket deaf for a moment, and hearing again. The remote door listens when Akka has it listen, so the other doors
/// cannot do it at the same time; held, they refuse nobody while that one lets in already. On Linux a socket drops what comes with fewer
/// hops to go than <c>IP_MINTTL</c>: at 255 that is everything, because systems send with 64 or 128.
/// </summary>
internal static class PortHold
{
    // linux/in.h, linux/in6.h.
    private const int LevelIp = 0;
    private const int MinTtl = 21;
    private const int LevelIpv6 = 41;
    private const int MinHopCount = 73;

    private const int HopsMost = 255;

    /// <returns>False: this system cannot do it.</returns>
    public static bool TryBegin(Socket socket) => TrySet(socket, HopsMost);

    public static void End(Socket socket) => TrySet(socket, 0);

    private static bool TrySet(Socket socket, int least)
    {
        if (!OperatingSystem.IsLinux()) return false;
        var hops = BitConverter.GetBytes(least);
        try
        {
            // One that listens on all addresses of version 6 gets those of version 4 too.
            if (socket.AddressFamily == AddressFamily.InterNetworkV6) socket.SetRawSocketOption(LevelIpv6, MinHopCount, hops);
            socket.SetRawSocketOption(LevelIp, MinTtl, hops);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
