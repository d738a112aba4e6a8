using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;

namespace AkkaAuction.Remote.Tests;

/// <summary>Messages of one's own over serializers of one's own, as configured.</summary>
public sealed class SerializationTests : Nodes
{
    private const string WithBids =
        """
        akka.actor {
          serializers.bids = "AkkaAuction.Remote.Tests.SerializationTests+BidSerializer, AkkaAuction.Remote.Tests"
          serialization-bindings { "AkkaAuction.Remote.Tests.SerializationTests+IBidding, AkkaAuction.Remote.Tests" = bids }
        }
        """;

    [Fact]
    public async Task A_message_of_ones_own_crosses_by_manifest_with_the_references_in_it()
    {
        var (alpha, beta) = (Node("alpha", WithBids), Node("beta", WithBids));
        beta.ActorOf(Props.Create(() => new Echo()), "echo");
        var (ear, inbox) = Ear(alpha);
        At(alpha, beta, "/user/echo").Tell(new Bid(1_250, ear), ear);
        Assert.Equal(new Bid(1_250, ear), await Next<Bid>(inbox));
    }

    [Fact]
    public async Task What_the_other_node_does_not_know_is_its_loss_alone()
    {
        var (alpha, beta) = (Node("alpha", WithBids), Node("beta"));
        beta.ActorOf(Props.Create(() => new Echo()), "echo");
        var (ear, inbox) = Ear(alpha);
        var echo = await Find(alpha, beta, "/user/echo");
        echo.Tell(new Bid(1, ear), ear);
        echo.Tell("next", ear);
        Assert.Equal("next", await Next<object>(inbox));
    }

    [Fact]
    public void A_type_is_served_by_what_its_interface_is_bound_to()
    {
        var serialization = Node("alpha", WithBids).Serialization;
        Assert.IsType<BidSerializer>(serialization.FindSerializerFor(new Bid(1, ActorRefs.Nobody)));
        Assert.IsType<BidSerializer>(serialization.FindSerializerForType(typeof(Pass)));
        Assert.Equal("P1", Serialization.ManifestFor(serialization.FindSerializerFor(new Pass()), new Pass()));
    }

    [Fact]
    public void A_manifest_that_is_not_known_is_an_error_of_its_own_kind()
    {
        var serialization = Node("alpha", WithBids).Serialization;
        Assert.Throws<SerializationException>(() => serialization.Deserialize([], 941, "X9"));
        Assert.Throws<SerializationException>(() => serialization.Deserialize([], 123_456, "B1"));
    }

    [Fact]
    public async Task With_serialize_messages_what_actors_of_one_process_tell_each_other_is_written_and_read_too()
    {
        var alpha = Node("alpha", WithBids + "\nakka.actor.serialize-messages = on");
        var (ear, inbox) = Ear(alpha);
        var bid = new Bid(7, ear);
        ear.Tell(bid);
        var heard = await Next<Bid>(inbox);
        Assert.Equal(bid, heard);
        Assert.NotSame(bid, heard);
    }

    internal interface IBidding;

    internal sealed record Bid(long Amount, IActorRef Bidder) : IBidding;

    internal sealed record Pass : IBidding;

    internal sealed class BidSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
    {
        public override int Identifier => 941;

        public override string Manifest(object o) => o switch
        {
            Bid => "B1",
            Pass => "P1",
            _ => throw new ArgumentException($"{o.GetType()} is no bidding.", nameof(o)),
        };

        public override byte[] ToBinary(object obj) => obj is Bid bid
            ? [.. BitConverter.GetBytes(bid.Amount), .. System.Text.Encoding.UTF8.GetBytes(Serialization.SerializedActorPath(bid.Bidder))]
            : [];

        public override object FromBinary(byte[] bytes, string manifest) => manifest switch
        {
            "B1" => new Bid(BitConverter.ToInt64(bytes), system.Provider.ResolveActorRef(System.Text.Encoding.UTF8.GetString(bytes.AsSpan(8)))),
            "P1" => new Pass(),
            _ => throw new SerializationException($"'{manifest}' is not known."),
        };
    }
}
