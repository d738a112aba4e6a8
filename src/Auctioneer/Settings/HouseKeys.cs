using AkkaAuction.Messages.Remote;
using Hocon;

namespace AkkaAuction.Auctioneer.Settings;

/// <summary>
/// Keys below <c>akka</c> that the house sets itself, above everything that a person writes. They are refused, because they would have no
/// effect; also while the remote door is closed, so that a file suits a house with and without it. A test compares them with what
/// <see cref="Doors.Remote.RemoteSystem"/> lays over the settings.
/// </summary>
internal static class HouseKeys
{
    private const string Refuses = "strangers come in there, so it reads nothing";
    private const string OfNodes = "strangers come in there, so it reads only what two nodes need of each other";
    private const string Handshake = "a handshake that fails would end the house";
    private const string Bids = "remote bidders and the house must read each other's messages alike";
    private const string Serializers = "akka.actor.serializers";
    private const string Bindings = "akka.actor.serialization-bindings";
    private const string Door = "akka.remote.dot-netty.tcp";

    /// <summary>Each with why a person cannot set it, or where to set it instead.</summary>
    private static readonly Dictionary<string, string> Own = new(StringComparer.Ordinal)
    {
        ["akka.actor.provider"] = "auction.doors.remote.port = off closes the door to other nodes",
        [$"{Serializers}.house"] = Bids,
        [$"{Serializers}.akka-containers"] = OfNodes,
        [$"{Serializers}.akka-misc"] = OfNodes,
        [$"{Serializers}.akka-system-msg"] = OfNodes,
        [$"{Serializers}.json"] = Refuses,
        [$"{Serializers}.bytes"] = Refuses,
        [$"{Serializers}.proto"] = Refuses,
        [$"{Serializers}.primitive"] = Refuses,
        [$"{Serializers}.daemon-create"] = Refuses,
        ["akka.coordinated-shutdown.terminate-actor-system"] = Handshake,
        ["akka.coordinated-shutdown.run-by-actor-system-terminate"] = Handshake,
        ["akka.coordinated-shutdown.run-by-clr-shutdown-hook"] = "the house sends every answer before its actor system ends",
        ["akka.remote.untrusted-mode"] = "strangers come in there, so it is always on",
        ["akka.remote.trusted-selection-paths"] = "strangers come in there, so it is always the same",
        [$"{Door}.ssl.require-mutual-authentication"] = "a bidder's certificate proves nothing; its token does",
        [$"{Door}.hostname"] = "write auction.doors.remote.host",
        [$"{Door}.public-hostname"] = "write auction.doors.remote.public-host",
        [$"{Door}.port"] = "write auction.doors.remote.port",
        [$"{Door}.tcp-reuse-addr"] = "two houses on one port would take each other's bidders",
    };

    /// <param name="group">What a person wrote at a path: <c>akka</c>, or a group in it.</param>
    /// <param name="path">The path.</param>
    /// <exception cref="SettingsException">One of the house's own keys is among it.</exception>
    public static void Check(HoconObject group, string path)
    {
        foreach (var (key, field) in group)
        {
            var (value, at) = (field.Value, $"{path}.{HoconPath.Empty.Plus(key).Value}");
            if (Own.TryGetValue(at, out var why)) throw Refused(at, value, why);
            if (path == Bindings && AkkaClasses.Load(key) is { } type && typeof(RemoteMessage).IsAssignableFrom(type))
                throw Refused(at, value, Bids);
            if (value.Type == HoconType.Object) Check(value.GetObject(), at);
        }
    }

    private static SettingsException Refused(string path, HoconValue value, string why) =>
        new($"{HoconText.Place(value.Position)}: {path} is the house's own to say: {why}.");
}
