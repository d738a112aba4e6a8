using System.Net;
using System.Net.Sockets;
using AkkaAuction.Auctioneer;
using AkkaAuction.Auctioneer.Settings;

namespace AkkaAuction.Remote.House.Tests;

/// <summary>
/// Houses in this process, with doors on free ports. In them and in <see cref="RemoteGuest"/>'s nodes every message that is bound to a serializer is
/// written to bytes and read back also between actors of one process, so that nothing passes by reference what would not survive the wire.
/// </summary>
internal static class Houses
{
    /// <summary>Whether the official packages stand behind the tests.</summary>
    public static bool IsOfficial => typeof(Akka.Actor.ActorSystem).Assembly.GetName().Name == "Akka";

    /// <summary>
    /// Not on the official packages: there it also takes what nothing is bound to, remoting's own messages among them, which our house has no serializer
    /// for on purpose.
    /// </summary>
    public static readonly string SerializeEverything = $"akka.actor.serialize-messages={(IsOfficial ? "off" : "on")}";

    /// <summary>A lot in rounds, two units from 20.00, and one with a deadline, from 100.00.</summary>
    public const string LampAndViolin = """
        lots = [
          { id = lamp, title = "Desk lamp", start = 20, units = 2 }
          { id = violin, title = Violin, form = proxy, start = 100, open-for = 1h }
        ]
        """;

    /// <summary>A port that nobody listens on just now.</summary>
    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    /// <param name="lots">The catalogue.</param>
    /// <param name="more">Settings over those that all tests share.</param>
    public static Task<Auctioneer.House> OpenAsync(string lots, params string[] more) => OpenAsync(null, lots, more);

    /// <param name="journal">A journal's file; null: in memory.</param>
    /// <inheritdoc cref="OpenAsync(string, string[])"/>
    public static Task<Auctioneer.House> OpenAsync(string? journal, string lots, string[] more)
    {
        var settings = HouseSettings.Load(null,
            ["auction.doors.floor.port=0", "auction.doors.remote.port=0", "auction.stop.grace=0s", "auction.rounds.length=1h", SerializeEverything, .. more]);
        return Auctioneer.House.StartAsync(
            settings, CatalogueReader.Read(lots, "test", settings), new HouseOptions { Parts = HouseParts.Floor | HouseParts.Remote, JournalFile = journal });
    }
}
