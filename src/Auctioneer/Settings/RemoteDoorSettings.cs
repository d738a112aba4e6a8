namespace AkkaAuction.Auctioneer.Settings;

/// <summary>The door of remote bidders, over akka.tcp.</summary>
/// <param name="Host">Address to listen on.</param>
/// <param name="PublicHost">What bidders call this machine; null: as <paramref name="Host"/>.</param>
/// <param name="Port">Port; 0: any free one; null: the door is closed.</param>
/// <param name="BiddersMax">Remote bidders at a time.</param>
/// <param name="RequestsPerSecond">Requests per second and bidder, and as many at once.</param>
/// <param name="RequestsWaitingMax">Requests of one bidder that may wait here.</param>
/// <param name="FaultsInARowMax">Bad requests in a row before the session is ended.</param>
/// <param name="Silence">A node that is silent for so long is gone.</param>
/// <param name="Output">What may wait for a slow bidder.</param>
public sealed record RemoteDoorSettings(
    string Host,
    string? PublicHost,
    int? Port,
    int BiddersMax,
    int RequestsPerSecond,
    int RequestsWaitingMax,
    int FaultsInARowMax,
    TimeSpan Silence,
    OutputLimits Output)
{
    internal static RemoteDoorSettings Read(Func<string, ValueReader> at)
    {
        const string Door = "auction.doors.remote";
        return new RemoteDoorSettings(
            Own(at($"{Door}.host")),
            at($"{Door}.public-host") is var known && known.Is("none") ? null : Reachable(known),
            at($"{Door}.port") is var port && port.Is("off") ? null : port.Whole(0, 65535, "a port from 0 to 65535, or off"),
            at($"{Door}.bidders").Whole(1, 1_000_000),
            at($"{Door}.requests-per-second").Whole(1, 100_000_000),
            at($"{Door}.requests-waiting").Whole(1, 100_000),
            at($"{Door}.faults-in-a-row").Whole(1, 1_000_000),
            at($"{Door}.silence").Duration(TimeSpan.FromMilliseconds(500), TimeSpan.FromHours(1)),
            OutputLimits.Read(at, Door));
    }

    /// <summary>Akka looks names up, too; a name like 1.2.3 or 256.1.1.1 is a wrong address.</summary>
    private static string Own(ValueReader host)
    {
        const string Expected = "a name or address of this machine, like 127.0.0.1 or 0.0.0.0";
        var name = host.Text(Expected);
        return Uri.CheckHostName(name) == UriHostNameType.Unknown
            || (Uri.CheckHostName(name) == UriHostNameType.Dns && name.TrimEnd('.').Split('.')[^1].All(char.IsAsciiDigit))
            ? throw host.Wrong(Expected)
            : name;
    }

    private static string Reachable(ValueReader host)
    {
        const string Expected = "a name or address that bidders reach this machine by, or none";
        var name = host.Text(Expected);
        return Uri.CheckHostName(name) == UriHostNameType.Unknown ? throw host.Wrong(Expected) : name;
    }
}
