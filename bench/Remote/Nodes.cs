using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace AkkaAuction.Bench.Remote;

/// <summary>A bid as a remote bidder would send it; many of them can travel in one <see cref="Batch"/>.</summary>
internal sealed record Bid(long Id, long Amount);

/// <summary>Bids that were ready at the same time, in one message.</summary>
internal sealed record Batch(Bid[] Bids);

/// <summary>By manifest, 16 bytes a bid.</summary>
internal sealed class BidSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    private const int BidBytes = 16;

    public override int Identifier => 942;

    public override string Manifest(object o) => o is Bid ? "B" : "L";

    public override byte[] ToBinary(object obj)
    {
        if (obj is Bid single) return Write(new byte[BidBytes], 0, single);
        var bids = ((Batch)obj).Bids;
        var bytes = new byte[bids.Length * BidBytes];
        for (var i = 0; i < bids.Length; i++) Write(bytes, i, bids[i]);
        return bytes;
    }

    public override object FromBinary(byte[] bytes, string manifest)
    {
        if (manifest == "B") return Read(bytes, 0);
        if (manifest != "L") throw new SerializationException($"'{manifest}' is not known.");
        var bids = new Bid[bytes.Length / BidBytes];
        for (var i = 0; i < bids.Length; i++) bids[i] = Read(bytes, i);
        return new Batch(bids);
    }

    private static byte[] Write(byte[] bytes, int at, Bid bid)
    {
        BitConverter.TryWriteBytes(bytes.AsSpan(at * BidBytes), bid.Id);
        BitConverter.TryWriteBytes(bytes.AsSpan((at * BidBytes) + 8), bid.Amount);
        return bytes;
    }

    private static Bid Read(byte[] bytes, int at) => new(BitConverter.ToInt64(bytes, at * BidBytes), BitConverter.ToInt64(bytes, (at * BidBytes) + 8));
}

/// <summary>Answers everything with the same.</summary>
internal sealed class Echo : UntypedActor
{
    protected override void OnReceive(object message) => Sender.Tell(message, Self);
}

/// <summary>Takes numbers in and says after every so many that it has them: flow control for a one-way stream.</summary>
internal sealed class Sink : UntypedActor
{
    private long _next;

    protected override void OnReceive(object message)
    {
        // Out of order, or one missing: the sender learns it by a number that it does not expect.
        if (message is not Bid bid) return;
        if (bid.Id == 0) _next = 0;
        if (bid.Id == _next) _next++;
        if ((bid.Id + 1) % Client.Window == 0) Sender.Tell(_next, Self);
    }
}

internal static class Server
{
    public static ActorSystem Start(string name) => ActorSystem.Create(name, ConfigurationFactory.ParseString(
        """
        akka {
          loglevel = WARNING
          log-dead-letters = off
          actor {
            provider = remote
            serializers.bids = "AkkaAuction.Bench.Remote.BidSerializer, AkkaAuction.Bench.Remote"
            serialization-bindings {
              "AkkaAuction.Bench.Remote.Bid, AkkaAuction.Bench.Remote" = bids
              "AkkaAuction.Bench.Remote.Batch, AkkaAuction.Bench.Remote" = bids
            }
          }
          remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
        }
        """));

    /// <summary>Serves until standard input ends.</summary>
    public static async Task RunAsync()
    {
        var system = Start("server");
        for (var i = 0; i < Client.Pairs; i++) system.ActorOf(Props.Create(() => new Echo()), $"echo{i}");
        system.ActorOf(Props.Create(() => new Sink()), "sink");
        Console.WriteLine(((ExtendedActorSystem)system).Provider.DefaultAddress);
        await Console.In.ReadToEndAsync();
        await system.Terminate();
    }
}
