using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using Google.Protobuf;

namespace AkkaAuction.Messages.Remote;

/// <summary>
/// The one serializer of this house: <see cref="RemoteMessage"/>s as protobuf (house.proto), told apart by one letter each. No type is ever
/// looked up by a name from outside; what is not on the list is refused. The bindings name the six messages one by one.
/// </summary>
/// <param name="system">The system that made it.</param>
public sealed class HouseSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>Crosses the wire with every message: never changes, never means anything else.</summary>
    public const int Number = 5201;

    /// <summary>
    /// What an actor system that exchanges these messages is configured with. Of the serializers that Akka.NET brings, those that make
    /// any type are replaced by one that refuses, and the others by ones that read what two nodes need of each other: heartbeats, death
    /// watch, and messages to a selected path.
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
            "AkkaAuction.Messages.Remote.RemoteMessage+Asked, AkkaAuction.Messages" = house
            "AkkaAuction.Messages.Remote.RemoteMessage+Heard, AkkaAuction.Messages" = house
            "AkkaAuction.Messages.Remote.RemoteMessage+Told, AkkaAuction.Messages" = house
            "AkkaAuction.Messages.Remote.RemoteMessage+Over, AkkaAuction.Messages" = house
          }
        }
        """;

    public override int Identifier => Number;

    /// <exception cref="SerializationException">It is none of the six.</exception>
    public override string Manifest(object o) => o switch
    {
        RemoteMessage.Told => "T",
        RemoteMessage.Asked => "A",
        RemoteMessage.Heard => "H",
        RemoteMessage.Register => "R",
        RemoteMessage.Opened => "O",
        RemoteMessage.Over => "E",
        _ => throw Strange(o),
    };

    /// <inheritdoc cref="Manifest"/>
    public override byte[] ToBinary(object obj) => obj switch
    {
        RemoteMessage.Told told => BidCodec.Write(told),
        RemoteMessage.Asked asked => BidCodec.Write(asked),
        RemoteMessage.Heard heard => new Schema.Heard { Key = heard.Key, Told = heard.UpToTold, Asked = heard.UpToAsked }.ToByteArray(),
        RemoteMessage.Register register => ToSchema(register).ToByteArray(),
        RemoteMessage.Opened opened => new Schema.Opened
        {
            Version = opened.SpokenVersion,
            Key = opened.Key,
            RequestsWaitingMax = opened.RequestsWaitingMax,
        }.ToByteArray(),
        RemoteMessage.Over over => new Schema.Over { Reason = over.Reason }.ToByteArray(),
        _ => throw Strange(obj),
    };

    /// <exception cref="SerializationException">The manifest is none of the six letters, or the bytes are no such message.</exception>
    public override object FromBinary(byte[] bytes, string manifest)
    {
        try
        {
            return manifest switch
            {
                "T" => BidCodec.ReadTold(bytes),
                "A" => BidCodec.ReadAsked(bytes),
                "H" => FromSchema(Schema.Heard.Parser.ParseFrom(bytes)),
                "R" => FromSchema(Schema.Register.Parser.ParseFrom(bytes)),
                "O" => FromSchema(Schema.Opened.Parser.ParseFrom(bytes)),
                "E" => new RemoteMessage.Over(Schema.Over.Parser.ParseFrom(bytes).Reason),
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

    private static RemoteMessage.Heard FromSchema(Schema.Heard schema) => new(schema.Key, schema.Told, schema.Asked);

    private static SerializationException Strange(object strange) =>
        new($"{strange.GetType()} is no message between an auctioneer and a remote bidder.");
}
