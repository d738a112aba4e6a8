using System.Globalization;
using Akka.Actor;
using Akka.Configuration;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Messages.Remote;
using AkkaAuction.Messages.Remote.Guard;

namespace AkkaAuction.Auctioneer.Doors.Remote;

/// <summary>The house's actor system, with or without an open door to other nodes.</summary>
internal static class RemoteSystem
{
    /// <summary>What the system of a house with an open door is called, in every address.</summary>
    public const string Name = "house";

    /// <param name="door">The door.</param>
    /// <param name="place">Where its host was written; null: nowhere.</param>
    /// <exception cref="SettingsException">No bidder could call the door by its settings.</exception>
    public static void Check(RemoteDoorSettings door, string? place)
    {
        if (door.PublicHost is not null || door.Host is not ("0.0.0.0" or "::")) return;
        throw new SettingsException((place is null ? "" : $"{place}: ")
            + $"auction.doors.remote.host is {door.Host}, which no bidder can call this machine by; "
            + "say what they call it: auction.doors.remote.public-host.");
    }

    /// <summary>
    /// What the settings say of Akka, with what a door needs: what a person may tune lies below, what keeps peers out above.
    /// </summary>
    /// <param name="config">What the settings say.</param>
    /// <param name="door">The door; null: none.</param>
    public static Config WithDoor(Config config, RemoteDoorSettings? door) => door is null
        ? config
        : ConfigurationFactory.ParseString(Above(door)).WithFallback(Unverified).WithFallback(config)
            .WithFallback(ConfigurationFactory.ParseString(Below(door)));

    /// <summary>
    /// The system's serializer refuses whatever nodes may not send, the house's own messages too: Akka cannot verify them with it.
    /// </summary>
    private static readonly Config Unverified = ConfigurationFactory.ParseString("akka.actor.serialize-messages = off");

    /// <summary>Starts the system; the door's port is taken with it.</summary>
    /// <param name="door">The door; null: none.</param>
    /// <param name="start">Makes the system.</param>
    /// <exception cref="DoorException">It cannot listen there, or Akka cannot start.</exception>
    public static ActorSystem Open(RemoteDoorSettings? door, Func<ActorSystem> start)
    {
        if (door is null) return start();
#pragma warning disable CA1031 // Akka throws several types when a port is taken; whatever it is, the house does not start.
        try
        {
            return start();
        }
        catch (Exception fault)
        {
            throw new DoorException("remote", $"{door.Host}:{door.Port}", fault);
        }
#pragma warning restore CA1031
    }

    /// <summary>What a person cannot change; each key below <c>akka</c> is refused as the house's own (<see cref="HouseKeys"/>).</summary>
    internal static string Above(RemoteDoorSettings door) => $$"""
        {{HouseSerializer.Config}}
        # Other nodes reach the desk, the sessions it makes, and what answers death watch's heartbeats.
        auction.reachable-paths = ["/user/{{RemoteDesk.Name}}", "/user/{{RemoteDesk.Name}}/*", "/system/remote-watcher"]
        akka {
          actor.provider = "{{GuardedActorRefProvider.TypeName}}"
          # A handshake that fails shuts down the system that dialled: so any stranger whom the house dials back could end it.
          coordinated-shutdown { terminate-actor-system = off, run-by-actor-system-terminate = off, run-by-clr-shutdown-hook = off }
          remote {
            untrusted-mode = on
            # The desk; and what death watch needs to be told that nodes are alive.
            trusted-selection-paths = ["/user/{{RemoteDesk.Name}}", "/system/remote-watcher"]
            dot-netty.tcp {
              hostname = {{LayeredSettings.Quote(door.Host)}}
              port = {{door.Port}}
              public-hostname = {{LayeredSettings.Quote(door.PublicHost ?? door.Host)}}
              # A bidder's certificate proves nothing: its token tells who it is.
              ssl.require-mutual-authentication = off
              # On Linux the platform would let two houses listen on one port.
              tcp-reuse-addr = off
            }
          }
        }
        """;

    private static string Below(RemoteDoorSettings door) => string.Create(CultureInfo.InvariantCulture, $$"""
        akka.remote {
          log-remote-lifecycle-events = off
          retry-gate-closed-for = 500ms
          # Who is gone must not hold what was meant for it.
          initial-system-message-delivery-timeout = 30s
          watch-failure-detector {
            heartbeat-interval = {{Math.Min(1000, door.Silence.TotalMilliseconds / 4):0}}ms
            expected-response-after = {{Math.Min(1000, door.Silence.TotalMilliseconds / 4):0}}ms
            unreachable-nodes-reaper-interval = {{Math.Min(1000, door.Silence.TotalMilliseconds / 4):0}}ms
            acceptable-heartbeat-pause = {{door.Silence.TotalMilliseconds:0}}ms
          }
        }
        """);
}
