using System.Text;
using Akka.Actor;

namespace AkkaAuction.Remote.Tests.Pairs;

/// <summary>
/// A node here and one in a process of its own, which may be built with another supplier of Akka (<see cref="OtherNode"/>): what either does to the
/// other, from both sides.
/// </summary>
public abstract class Pair : Nodes
{
    /// <summary>The collection of all tests with pairs: processes beside each other would only wait for each other's processor.</summary>
    public const string OneAtATime = "pairs";

    private protected const string Impatient = "akka.remote.watch-failure-detector { acceptable-heartbeat-pause = 1s, expected-response-after = 500ms }";

    private protected static Task<OtherNode> OtherAsync(string config = "") => OtherNode.StartAsync("there",
        $$"""
          {{config}}
          akka.actor.provider = remote
          akka.stdout-loglevel = OFF
          akka.loglevel = OFF
          akka.remote {
            dot-netty.tcp.hostname = "127.0.0.1"
            {{(config.Contains("tcp.port", StringComparison.Ordinal) ? "" : "dot-netty.tcp.port = 0")}}
            watch-failure-detector { heartbeat-interval = 100ms, unreachable-nodes-reaper-interval = 100ms }
            {{(config == Impatient ? "" : "watch-failure-detector.acceptable-heartbeat-pause = 5s")}}
            retry-gate-closed-for = 200ms
          }
          """);

    private protected static IActorRef Resolve(ActorSystem system, string path) => ((ExtendedActorSystem)system).Provider.ResolveActorRef(path);

    private protected static string Serialized(ActorSystem system, IActorRef actor) => actor.Path.ToSerializationFormatWithAddress(AddressOf(system));

    private protected static Task<IActorRef> At(ActorSystem from, OtherNode to, string name) => from.ActorSelection($"{to.At}/user/{name}").ResolveOne(TimeSpan.FromSeconds(5));

    /// <summary>Has the other node's ear ask one of our echoes, and hear it: everything it said before that has arrived.</summary>
    private protected static Task<string> SettledAsync(OtherNode there, ActorSystem here, IActorRef echo) =>
        there.DoAsync($"tell {Serialized(here, echo)} settled", "heard String settled");

    /// <summary>Only after a heartbeat was answered is it known which incarnation is watched: waits until two more were.</summary>
    private protected static Task HeartbeatsAsync(Relay wire) => wire.HasPassedAsync("RWHR", 2, Patience);

    /// <summary>A node that others can reach only through the wire.</summary>
    private protected static async Task<OtherNode> OtherBehindWireAsync(Relay wire)
    {
        if (wire.Target == 0)
        {
            using var probe = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
            probe.Start();
            wire.Target = ((System.Net.IPEndPoint)probe.LocalEndpoint).Port;
        }

        return await OtherAsync($"akka.remote.dot-netty {{ tcp.port = {wire.Target}, tcp.public-port = {wire.Port} }}");
    }

    private protected static async Task<IActorRef> FoundAsync(Func<Task<IActorRef>> find)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return await find();
            }
            catch (ActorNotFoundException) when (tries < 50)
            {
                // The gate is closed for a while, and Akka has no event for its opening. This node's time could be moved past it, but its heartbeats, which these tests are about,
                // go by the same time.
                await Task.Delay(TimeSpan.FromMilliseconds(100));
            }
        }
    }
}
