using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Messages.Remote;
using Google.Protobuf;
using Schema = AkkaAuction.Messages.Remote.Schema;

namespace AkkaAuction.Messages.Tests.Remote;

/// <summary>
/// Bids and acceptances are written and read by hand: they are held against what protobuf's own code makes of house.proto.
/// </summary>
public sealed class BidCodecTests : IAsyncLifetime
{
    private static readonly long[] Numbers = [0, 1, 127, 128, 16_383, 16_384, 25_50, int.MaxValue, long.MaxValue, -1, long.MinValue];
    private static readonly string[] Texts =
    [
        "", "a", "lamp", "b1", "Ünïcode ☼", new string('x', 63), new string('y', 64), new string('z', 65), new string('ß', 200), "\ud800",
    ];

    private readonly ActorSystem _system = ActorSystem.Create("specs", ConfigurationFactory.ParseString(HouseSerializer.Config));

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _system.Terminate();

    [Fact]
    public void Bids_are_written_as_the_schema_has_them()
    {
        var requests =
            from lot in Texts
            from amount in Numbers
            from id in Texts.Append(null)
            select (Request?)new Request.Bid(lot, amount, id);
        Request?[] mixed = [new Request.Me(), .. requests, null, new Request.Ping("p"), new Request.Bid("lamp", 1, "last")];
        foreach (var first in Numbers)
        {
            var bytes = Write(new RemoteMessage.RequestBatch((ulong)first, first, [.. mixed]));
            var schema = Schema.RequestBatch.Parser.ParseFrom(bytes);
            Assert.Equal(schema.ToByteArray(), bytes);
            Assert.Equal(((ulong)first, first, mixed.Length), (schema.Key, schema.First, schema.Requests.Count));
            for (var i = 0; i < mixed.Length; i++)
            {
                if (mixed[i] is Request.Bid bid)
                    AssertSame(schema.Requests[i].Bid, bid with { Lot = Wire(bid.Lot), BidId = bid.BidId is { } id ? Wire(id) : null });
            }
        }
    }

    [Fact]
    public void Acceptances_are_written_as_the_schema_has_them_and_come_out_as_they_went_in()
    {
        var accepted =
            from lot in Texts[..^1]
            from amount in Numbers
            from id in Texts[..^1]
            select FloorLine.Of(new Answer.Accepted(id, lot, amount, amount / 2, (ulong)amount));
        FloorLine[] mixed =
        [
            FloorLine.Of(new Answer.Ready(3)), .. accepted, FloorLine.Unknown, FloorLine.Of(new Answer.Accepted("h1", "lamp", 1, 2)),
        ];
        var bytes = Write(new RemoteMessage.LineBatch(7, 8, 9, [.. mixed]));
        Assert.Equal(Schema.LineBatch.Parser.ParseFrom(bytes).ToByteArray(), bytes);
        Assert.Equal(mixed, ((RemoteMessage.LineBatch)Read("T", bytes)).Lines.ToArray());
    }

    [Fact]
    public void Bids_in_any_order_of_fields_twice_or_with_more_in_them_are_read_as_protobuf_reads_them()
    {
        var bytes = Convert.FromHexString(
            "1A071A0510050A0161" // { bid { amount 5, lot "a" } }
            + "1A0E1A0C0A01610A01621A01781A0179" // { bid { lot "a", lot "b", id "x", id "y" } }
            + "1A091A030A01611A021007" // { bid { lot "a" }, bid { amount 7 } }
            + "1A071A050A01614801" // { bid { lot "a", 9: 1 } }
            + "1A042A001A00" // { me {}, bid {} }
            + "090700000000000000"); // the key
        var asked = (RemoteMessage.RequestBatch)Read("A", bytes);
        var schema = Schema.RequestBatch.Parser.ParseFrom(bytes);
        Assert.Equal(7UL, asked.Key);
        Assert.Equal(5, asked.Requests.Length);
        for (var i = 0; i < 5; i++) AssertSame(schema.Requests[i].Bid, Assert.IsType<Request.Bid>(asked.Requests[i]));
    }

    [Fact]
    public void Damaged_bytes_are_read_or_refused_as_protobuf_reads_or_refuses_them()
    {
        var random = new Random(7);
        Request?[] requests =
        [
            new Request.Bid("lamp", 25_50, "b1"), new Request.Pass("lamp"), new Request.Bid("", -1, null), new Request.Bid("globe", 1, ""),
        ];
        var whole = Write(new RemoteMessage.RequestBatch(1, 300, [.. requests]));
        for (var length = 0; length <= whole.Length; length++) AssertSameFate(whole[..length]);
        for (var i = 0; i < 50_000; i++)
        {
            var damaged = whole.ToList();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                var at = random.Next(damaged.Count);
                switch (random.Next(3))
                {
                    case 0: damaged[at] = (byte)random.Next(256); break;
                    case 1: damaged.RemoveAt(at); break;
                    default: damaged.Insert(at, (byte)random.Next(256)); break;
                }
            }
            AssertSameFate([.. damaged]);
        }
    }

    private void AssertSameFate(byte[] bytes)
    {
        Schema.RequestBatch schema;
        try
        {
            schema = Schema.RequestBatch.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            Assert.Throws<SerializationException>(() => Read("A", bytes));
            return;
        }
        var batch = (RemoteMessage.RequestBatch)Read("A", bytes);
        Assert.Equal((schema.Key, schema.First, schema.Requests.Count), (batch.Key, batch.First, batch.Requests.Length));
        for (var i = 0; i < batch.Requests.Length; i++)
        {
            Assert.Equal(schema.Requests[i].KindCase == Schema.Request.KindOneofCase.Bid, batch.Requests[i] is Request.Bid);
            if (batch.Requests[i] is Request.Bid bid) AssertSame(schema.Requests[i].Bid, bid);
        }
    }

    private static void AssertSame(Schema.Request.Types.Bid expected, Request.Bid bid) =>
        Assert.Equal(new Request.Bid(expected.Lot, expected.Amount, expected.HasId ? expected.Id : null), bid);

    // Half a character is none on the wire.
    private static string Wire(string text) => text.Replace('\ud800', '\ufffd');

    private byte[] Write(RemoteMessage message) => _system.Serialization.FindSerializerFor(message).ToBinary(message);

    private object Read(string manifest, byte[] bytes) => _system.Serialization.Deserialize(bytes, HouseSerializer.Number, manifest);
}
