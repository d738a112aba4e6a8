using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using Google.Protobuf;

namespace AkkaAuction.Messages.Remote;

/// <summary>
/// Serializes <see cref="RemoteMessage"/>s as protobuf (house.proto). The manifest is one letter for each message. The serializer looks no
/// type up by a name from outside and refuses every other manifest. The bindings name the six messages one by one.
/// </summary>
/// <param name="system">The actor system that creates it.</param>
public sealed class HouseSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>Every message on the wire carries this number; it never changes.</summary>
    public const int Number = 5201;

    /// <summary>
    /// The configuration of an actor system that exchanges these messages. It replaces the serializers of Akka.NET that create any type by
    /// one that refuses. It replaces the others by ones that read only heartbeats, death watch and messages to a selected path.
    /// </summary>
    public const string Config = """
        akka.actor {
          serializers {
            house = "AkkaAuction.Messages.Remote.HouseSerializer, AkkaAuction.Messages"
            akka-containers = "AkkaAuction.Messages.Remote.Guard.SelectionSerializer, AkkaAuction.Messages"
            akka-misc = "AkkaAuction.Messages.Remote.Guard.HeartbeatSerializer, AkkaAuction.Messages"
            akka-system-msg = "AkkaAuction.Messages.Remote.Guard.DeathWatchSerializer, AkkaAuction.Messages"
            json = "AkkaAuction.Messages.Remote.Guard.RefusingSerializer, AkkaAuction.Messages"
            bytes = "AkkaAuction.Messages.Remote.Guard.RefusingSerializer, AkkaAuction.Messages"
            proto = "AkkaAuction.Messages.Remote.Guard.RefusingSerializer, AkkaAuction.Messages"
            primitive = "AkkaAuction.Messages.Remote.Guard.RefusingSerializer, AkkaAuction.Messages"
            daemon-create = "AkkaAuction.Messages.Remote.Guard.RefusingSerializer, AkkaAuction.Messages"
          }
          serialization-bindings {
            "AkkaAuction.Messages.Remote.RemoteMessage+Register, AkkaAuction.Messages" = house
            "AkkaAuction.Messages.Remote.RemoteMessage+Opened, AkkaAuction.Messages" = house
            "AkkaAuction.Messages.Remote.RemoteMessage+RequestBatch, AkkaAuction.Messages" = house
            "AkkaAuction.Messages.Remote.RemoteMessage+Confirmation, AkkaAuction.Messages" = house
            "AkkaAuction.Messages.Remote.RemoteMessage+LineBatch, AkkaAuction.Messages" = house
            "AkkaAuction.Messages.Remote.RemoteMessage+Closed, AkkaAuction.Messages" = house
          }
        }
        """;

    public override int Identifier => Number;

    /// <exception cref="SerializationException">The object is none of the six messages.</exception>
    public override string Manifest(object o) => o switch
    {
        RemoteMessage.LineBatch => "T",
        RemoteMessage.RequestBatch => "A",
        RemoteMessage.Confirmation => "H",
        RemoteMessage.Register => "R",
        RemoteMessage.Opened => "O",
        RemoteMessage.Closed => "E",
        _ => throw Strange(o),
    };

    /// <inheritdoc cref="Manifest"/>
    public override byte[] ToBinary(object obj) => obj switch
    {
        RemoteMessage.LineBatch lines => BidCodec.Write(lines),
        RemoteMessage.RequestBatch requests => BidCodec.Write(requests),
        RemoteMessage.Confirmation confirmation => new Schema.Confirmation
        {
            Key = confirmation.Key,
            Batch = confirmation.UpToBatch,
            Request = confirmation.UpToRequest,
        }.ToByteArray(),
        RemoteMessage.Register register => ToSchema(register).ToByteArray(),
        RemoteMessage.Opened opened => new Schema.Opened
        {
            Version = opened.SpokenVersion,
            Key = opened.Key,
            RequestsWaitingMax = opened.RequestsWaitingMax,
        }.ToByteArray(),
        RemoteMessage.Closed closed => new Schema.Closed { Reason = closed.Reason }.ToByteArray(),
        _ => throw Strange(obj),
    };

    /// <exception cref="SerializationException">The manifest is unknown, or the bytes do not parse as its message.</exception>
    public override object FromBinary(byte[] bytes, string manifest)
    {
        try
        {
            return manifest switch
            {
                "T" => BidCodec.ReadLines(bytes),
                "A" => BidCodec.ReadRequests(bytes),
                "H" => FromSchema(Schema.Confirmation.Parser.ParseFrom(bytes)),
                "R" => FromSchema(Schema.Register.Parser.ParseFrom(bytes)),
                "O" => FromSchema(Schema.Opened.Parser.ParseFrom(bytes)),
                "E" => new RemoteMessage.Closed(Schema.Closed.Parser.ParseFrom(bytes).Reason),
                _ => throw new SerializationException($"'{manifest}' is no message of the auction house; there are R, O, A, H, T and E."),
            };
        }
        catch (Exception fault) when (fault is InvalidProtocolBufferException or ArgumentOutOfRangeException)
        {
            throw new SerializationException($"The bytes are no message '{manifest}' of the auction house: {fault.Message}", fault);
        }
    }

    private static Schema.Register ToSchema(RemoteMessage.Register register)
    {
        var schema = new Schema.Register { Version = register.SpokenVersion, Name = register.Name };
        if (register.Token is { } token) schema.Token = token;
        return schema;
    }

    private static RemoteMessage.Register FromSchema(Schema.Register schema) =>
        new(schema.Version, schema.Name, schema.HasToken ? schema.Token : null);

    private static RemoteMessage.Opened FromSchema(Schema.Opened schema) => new(schema.Version, schema.Key, schema.RequestsWaitingMax);

    private static RemoteMessage.Confirmation FromSchema(Schema.Confirmation schema) => new(schema.Key, schema.Batch, schema.Request);

    private static SerializationException Strange(object strange) =>
        new($"{strange.GetType()} is no message between an auctioneer and a remote bidder.");
}
