using System.Net;
using System.Net.Sockets;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Settings;

namespace AkkaAuction.Remote.House.Tests;

/// <summary>Houses in this process, with doors on free ports.</summary>
internal static class Houses
{
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
    public static Task<AkkaAuction.Auctioneer.Hosting.House> OpenAsync(string lots, params string[] more) => OpenAsync(null, lots, more);

    /// <param name="journal">A journal's file; null: in memory.</param>
    /// <inheritdoc cref="OpenAsync(string, string[])"/>
    public static Task<AkkaAuction.Auctioneer.Hosting.House> OpenAsync(string? journal, string lots, string[] more)
    {
        var settings = HouseSettings.Load(null,
            ["auction.doors.floor.port=0", "auction.doors.remote.port=0", "auction.stop.grace=0s", "auction.rounds.length=1h", .. more]);
        return AkkaAuction.Auctioneer.Hosting.House.StartAsync(
            settings, CatalogueReader.Read(lots, "test", settings, TheSale.Id),
            new HouseOptions { Parts = RemoteDoorPart.WithFloor(), JournalFile = journal });
    }
}
