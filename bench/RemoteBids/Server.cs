using Akka.Actor;
using Akka.Configuration;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Messages.Remote;

namespace AkkaAuction.Bench.RemoteBids;

/// <summary>The other process: a house with its journal in memory, and a system with a desk that only plays one.</summary>
internal static class Server
{
    public const int Lots = 100;

    private const string Remoting = """
        akka {
          loglevel = WARNING
          log-dead-letters = off
          actor.provider = remote
          remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
        }
        """;

    public static ActorSystem Node(string name) =>
        ActorSystem.Create(name, ConfigurationFactory.ParseString($"{HouseSerializer.Config}\n{Remoting}"));

    /// <summary>A node as Akka.NET has it, with its own serializers: the house's refuse strings.</summary>
    public static ActorSystem PlainNode(string name) => ActorSystem.Create(name, ConfigurationFactory.ParseString(Remoting));

    /// <summary>Says all addresses, and serves until standard input ends.</summary>
    public static async Task RunAsync(string[] assignments)
    {
        var settings = HouseSettings.Load(null,
        [
            .. assignments, "auction.doors.floor.port=0", "auction.doors.remote.port=0",
            "auction.doors.remote.requests-per-second=100000000", "auction.doors.remote.requests-waiting=10000",
            "auction.rounds.length=1h", "auction.stop.grace=0s",
        ]);
        var lots = string.Join('\n', Enumerable.Range(0, Lots).Select(i => $"{{ id = lot-{i}, start = 1 }}"));
        await using var house = await House.StartAsync(
            settings, CatalogueReader.Read($"lots = [\n{lots}\n]", "the bench", settings),
            new HouseOptions { Parts = RemoteDoorPart.WithFloor() });
        var echo = Node("echo");
        echo.ActorOf(Props.Create(() => new EchoDesk()), "desk");
        var plain = PlainNode("plain");
        plain.ActorOf(Props.Create(() => new PongDesk()), "pong");
        Console.WriteLine(house.RemoteAddress);
        Console.WriteLine(((ExtendedActorSystem)echo).Provider.DefaultAddress);
        Console.WriteLine(((ExtendedActorSystem)plain).Provider.DefaultAddress);
        await Console.In.ReadToEndAsync();
        await plain.Terminate();
        await echo.Terminate();
    }

    /// <summary>Akka.Remote's own ping-pong: an actor for each who asks, which sends back what it gets.</summary>
    private sealed class PongDesk : UntypedActor
    {
        protected override void OnReceive(object message) => Context.ActorOf(Props.Create(() => new Pong())).Forward(message);
    }

    private sealed class Pong : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message);
    }

    /// <summary>Registers anybody, and accepts every bid without looking at it.</summary>
    private sealed class EchoDesk : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is RemoteMessage.Register) Context.ActorOf(Props.Create(() => new EchoSession())).Forward(message);
        }
    }

    private sealed class EchoSession : UntypedActor
    {
        private long _lastBatch;

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case RemoteMessage.Register:
                    Sender.Tell(new RemoteMessage.Opened(RemoteMessage.Version, 1, 10_000));
                    Sender.Tell(new RemoteMessage.LineBatch(1, ++_lastBatch, 0, [FloorLine.Of(new Answer.Ready(0))]));
                    break;
                case RemoteMessage.RequestBatch asked:
                    Sender.Tell(new RemoteMessage.LineBatch(1, ++_lastBatch, 0, [.. asked.Requests.Select(request =>
                    {
                        var bid = (Request.Bid)request!;
                        return FloorLine.Of(new Answer.Accepted(bid.BidId!, bid.Lot, bid.AmountMinor, 1));
                    })]));
                    break;
            }
        }
    }
}
