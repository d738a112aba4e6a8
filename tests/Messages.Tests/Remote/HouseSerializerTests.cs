using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Messages.Remote;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Messages.Tests.Remote;

/// <summary>
/// What crosses between a house and its remote bidders comes out as it went in; what is not on the list does not come in.
/// </summary>
public sealed class HouseSerializerTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, 123, TimeSpan.Zero);

    private static readonly LotView Lamp = new(
        "lamp", "rounds", "Desk lamp, \"brass\" ☼", 20_00, 25_50, 25_51, 2, "anna", Noon, LotViewState.Open);

    private static readonly LotView Waiting = new("globe", "proxy", "", 0, 0, long.MaxValue, 1, null, null, LotViewState.Waiting);

    private static readonly LotView Falling = Lamp with
    {
        Form = "of a newer house",
        Fields = new ShownFields(
        [
            new("from", ShownKind.Amount, 50_00),
            new("every", ShownKind.Length, 5_000),
            new("since", ShownKind.Time, Noon.ToUnixTimeMilliseconds()),
            new("round", ShownKind.Number, 2),
            new("speaks", ShownKind.Name, 0, "anna"),
            new("withdraw", ShownKind.Word, 0, "yes"),
        ]),
    };

    private readonly ActorSystem _system = ActorSystem.Create(
        "specs", ConfigurationFactory.ParseString(HouseSerializer.Config + "\nakka.actor.serialize-messages = on"));

    public static TheoryData<Request> Requests =>
    [
        new Request.Hello("anna", null), new Request.Hello("anna", "9e4a04f3"), new Request.List(),
        new Request.Bid("lamp", 25_50, "my-first"), new Request.Bid("lamp", 0, null), new Request.Bid("", long.MinValue, ""),
        new Request.Pass(null), new Request.Pass("lamp"), new Request.Me(), new Request.Ping(null), new Request.Ping(""),
        new Request.Ping("are you there?"), new Request.Quit(), new Request.Withdraw("lamp", "b-1"),
        new Request.Sales(), new Request.Join("books"), new Request.Join(""),
        new Request.Bid("books/atlas", 25_50, "my-first"), new Request.Pass("books/atlas"),
    ];

    public static TheoryData<Answer> Answers =>
    [
        new Answer.Welcome("anna", "9e4a04f3", Noon), new Answer.Listed(Lamp), new Answer.Listed(Waiting), new Answer.Listed(Falling),
        new Answer.Listed(Lamp with { State = LotViewState.Closed }), new Answer.Ready(17),
        new Answer.Accepted("my-first", "lamp", 25_50, 18, ulong.MaxValue), new Answer.Accepted("h1", "lamp", 1, long.MaxValue),
        new Answer.Refused("h1", "lamp", RejectionCode.TooLow, 20_00, 20_01, "too low"),
        new Answer.Refused("h1", "boat", RejectionCode.NoSuchLot, null, null, ""),
        new Answer.Refused("h1", "lamp", (RejectionCode)499, 0, 0, "of a newer house"), new Answer.Passed(), new Answer.Account(2, 50_00),
        new Answer.Withdrawn("b-1", "books/atlas", 47),
        new Answer.Bought("lamp", 25_50, 27), new Answer.Bought("roof", 90_00, 28, IsSupply: true), new Answer.Account(1, 0, 90_00),
        new Answer.Bought("lamp", 20_00, 29) { IsPayment = true },
        new Answer.Pong(null, Noon), new Answer.Pong("are you there?", Noon), new Answer.Bye(),
        new Answer.Error(RejectionCode.HouseFull, "the house is full"),
        new Answer.SaleListed("books", "Books ☼", SaleViewState.Waiting, 12, Noon),
        new Answer.SaleListed("a", "", SaleViewState.Open, 0, null),
        new Answer.SaleListed("b", "b", SaleViewState.Ended, int.MaxValue, null),
    ];

    public static TheoryData<Notice> Notices =>
    [
        new Notice.LotListed(3, Lamp), new Notice.RoundOpened(4, 1, Noon), new Notice.RoundClosed(5, 1),
        new Notice.PriceChanged(6, "lamp", 25_50, "anna", 25_51, Noon), new Notice.PriceChanged(7, "lamp", 0, null, 1, null),
        new Notice.Outbid(8, "lamp", 30_00, "anna"), new Notice.UnitSold(9, "lamp", 30_00, "ben", 1),
        new Notice.UnitWon(10, "lamp", 30_00, "ben"), new Notice.LotClosed(11, "lamp", 2, 0), new Notice.SaleEnded(12, 3, 4),
        new Notice.BidPaid(13, "lamp", 20_00, "anna"), new Notice.PaymentDue(13, "lamp", 20_00, "anna") { Currency = "BHD", Digits = 3 },
    ];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _system.Terminate();

    [Theory, MemberData(nameof(Requests))]
    public void A_request_comes_out_as_it_went_in(Request request)
    {
        var back = Assert.IsType<RemoteMessage.RequestBatch>(ThereAndBack(new RemoteMessage.RequestBatch(ulong.MaxValue, 7, [request])));
        Assert.Equal((ulong.MaxValue, 7L), (back.Key, back.First));
        Assert.Equal<IEnumerable<Request?>>([request], back.Requests.ToArray());
    }

    [Theory, MemberData(nameof(Answers))]
    public void An_answer_comes_out_as_it_went_in(Answer answer) =>
        Assert.Equal(FloorLine.Of(answer), Assert.Single(InBatch(FloorLine.Of(answer)).Lines));

    [Theory, MemberData(nameof(Notices))]
    public void A_notice_comes_out_as_it_went_in(Notice notice) =>
        Assert.Equal(FloorLine.Of(notice), Assert.Single(InBatch(FloorLine.Of(notice)).Lines));

    [Fact]
    public void Every_request_answer_and_notice_there_is_is_tried()
    {
        Assert.Equal(Kinds(typeof(Request)), KindsOf(Requests));
        Assert.Equal(Kinds(typeof(Answer)), KindsOf(Answers));
        Assert.Equal(Kinds(typeof(Notice)), KindsOf(Notices));
    }

    [Fact]
    public void The_other_messages_come_out_as_they_went_in()
    {
        RemoteMessage[] messages =
        [
            new RemoteMessage.Register(1, "anna", null), new RemoteMessage.Register(2, "anna", "9e4a04f3"),
            new RemoteMessage.Opened(1, 0xFEDCBA9876543210, 1024), new RemoteMessage.Confirmation(7, 3, 4),
            new RemoteMessage.Closed("the house ended the session"),
        ];
        Assert.All(messages, message => Assert.Equal(message, ThereAndBack(message)));
        string[] tried =
        [
            .. messages.Select(m => m.GetType().Name).Concat(["RequestBatch", "LineBatch"]).Distinct().Order(StringComparer.Ordinal),
        ];
        Assert.Equal(Kinds(typeof(RemoteMessage)), tried);
    }

    public static TheoryData<RemoteMessage, string, string> Golden => new()
    {
        { new RemoteMessage.Register(1, "anna", "9e4a"), "R", "0801" + "1204616E6E61" + "1A0439653461" },
        { new RemoteMessage.Opened(1, 0xFEDCBA9876543210, 1024), "O", "0801" + "111032547698BADCFE" + "188008" },
        {
            new RemoteMessage.RequestBatch(1, 2, [new Request.Bid("lamp", 25_50, "b1"), new Request.Me()]), "A",
            "090100000000000000" + "1002" + "1A0F1A0D0A046C616D7010F6131A026231" + "1A022A00"
        },
        {
            new RemoteMessage.LineBatch(
                7, 8, 9, [FloorLine.Of(new Answer.Ready(17)), FloorLine.Of(new Answer.Accepted("b1", "lamp", 25_50, 18, 255))]),
            "T",
            "090700000000000000" + "1008" + "1809" + "22041A020811" + "221A22180A02623112046C616D7018F613201229FF00000000000000"
        },
        {
            new RemoteMessage.RequestBatch(1, 2, [new Request.Sales(), new Request.Join("books")]), "A",
            "090100000000000000" + "1002" + "1A024200" + "1A094A070A05626F6F6B73"
        },
        {
            new RemoteMessage.LineBatch(
                7, 8, 9,
                [FloorLine.Of(new Answer.SaleListed("books", "Old", SaleViewState.Ended, 12, DateTimeOffset.UnixEpoch.AddTicks(300)))]),
            "T",
            "090700000000000000" + "1008" + "1809" + "2216AA01130A05626F6F6B7312034F6C641802200C28AC02"
        },
        { new RemoteMessage.Confirmation(7, 3, 4), "H", "090700000000000000" + "1003" + "1804" },
        { new RemoteMessage.Closed("over"), "E", "0A046F766572" },
    };

    [Theory, MemberData(nameof(Golden))]
    public void A_message_keeps_its_manifest_and_its_bytes(RemoteMessage message, string manifest, string bytes)
    {
        var serializer = _system.Serialization.FindSerializerFor(message);
        Assert.Equal(manifest, Akka.Serialization.Serialization.ManifestFor(serializer, message));
        Assert.Equal(bytes, Convert.ToHexString(serializer.ToBinary(message)));
    }

    [Fact]
    public void Many_lines_keep_their_order()
    {
        var lines = Enumerable.Range(0, 1000).Select(i => FloorLine.Of(new Answer.Ready(i))).ToArray();
        Assert.Equal(lines, InBatch(lines).Lines.ToArray());
    }

    [Fact]
    public void Each_message_is_bound_by_its_own_name_and_the_number_is_5201()
    {
        foreach (var type in typeof(RemoteMessage).GetNestedTypes())
        {
            var serializer = Assert.IsType<HouseSerializer>(_system.Serialization.FindSerializerForType(type));
            Assert.Equal(5201, serializer.Identifier);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("Z")]
    [InlineData("t")]
    [InlineData("AkkaAuction.Messages.Remote.RemoteMessage+LineBatch, AkkaAuction.Messages")]
    [InlineData("System.Diagnostics.Process, System.Diagnostics.Process")]
    public void A_manifest_that_is_not_known_is_refused(string manifest) =>
        Assert.Throws<SerializationException>(() => _system.Serialization.Deserialize([], HouseSerializer.Number, manifest));

    [Theory]
    [InlineData("T", "22FF")]
    [InlineData("A", "1A0512")]
    [InlineData("R", "12FFFFFFFF7F")]
    [InlineData("O", "80")]
    [InlineData("H", "09")]
    [InlineData("E", "0A02")]
    public void Bytes_that_are_no_message_are_refused(string manifest, string bytes) =>
        Assert.Throws<SerializationException>(
            () => _system.Serialization.Deserialize(Convert.FromHexString(bytes), HouseSerializer.Number, manifest));

    [Theory]
    [InlineData(1, "{\"$type\":\"System.IO.FileInfo, System.Private.CoreLib\",\"fileName\":\"/\"}")]
    [InlineData(2, "")]
    [InlineData(3, "")]
    public void Nothing_is_made_of_a_type_that_the_message_names(int serializer, string bytes)
    {
        string[] manifests =
        [
            "", "System.IO.FileInfo, System.Private.CoreLib", "AkkaAuction.Messages.Remote.RemoteMessage+Over, AkkaAuction.Messages",
        ];
        foreach (var manifest in manifests)
        {
            Assert.ThrowsAny<SerializationException>(
                () => _system.Serialization.Deserialize(System.Text.Encoding.UTF8.GetBytes(bytes), serializer, manifest));
        }
    }

    [Fact]
    public void What_nothing_is_bound_to_is_not_written() =>
        Assert.ThrowsAny<SerializationException>(
            () => _system.Serialization.FindSerializerFor(new Version(1, 2)).ToBinary(new Version(1, 2)));

    [Fact]
    public void Random_bytes_are_read_or_refused_and_nothing_else()
    {
        var random = new Random(5201);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            try
            {
                Assert.IsAssignableFrom<RemoteMessage>(_system.Serialization.Deserialize(
                    bytes, HouseSerializer.Number, "TAHROE"[i % 6].ToString()));
            }
            catch (SerializationException)
            {
                continue;
            }
        }
    }

    [Fact]
    public void A_field_or_a_kind_that_a_newer_node_adds_is_skipped_and_keeps_its_place()
    {
        // Asked { 1: key, 2: first, 3: requests [ { 77: {} }, { 1001: 7, 5: {} } ], 99: 1 }
        var asked = (RemoteMessage.RequestBatch)Read(
            "A", "09" + "0100000000000000" + "1005" + "1A03" + "EA0400" + "1A05" + "C83E07" + "2A00" + "980601");
        Assert.Equal(5, asked.First);
        Assert.Equal<IEnumerable<Request?>>([null, new Request.Me()], asked.Requests.ToArray());
        // Told { 2: number, 4: [ { 77: {} }, { 3: { 1: 17, 9: 1 } } ] }
        var told = (RemoteMessage.LineBatch)Read("T", "1001" + "2203" + "EA0400" + "2206" + "1A04" + "0811" + "4801");
        Assert.Equal([FloorLine.Unknown, FloorLine.Of(new Answer.Ready(17))], told.Lines.ToArray());
    }

    [Fact]
    public async Task Between_actors_of_a_system_that_serializes_everything_the_messages_still_arrive()
    {
        var heard = new TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously);
        var ear = _system.ActorOf(Props.Create(() => new Ear(heard)));
        ear.Tell(new RemoteMessage.LineBatch(1, 2, 3, [FloorLine.Of(new Notice.LotListed(3, Lamp)), FloorLine.Of(new Answer.Bye())]));
        var batch = Assert.IsType<RemoteMessage.LineBatch>(await heard.Task.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal([FloorLine.Of(new Notice.LotListed(3, Lamp)), FloorLine.Of(new Answer.Bye())], batch.Lines.ToArray());
    }

    private sealed class Ear : ReceiveActor
    {
        public Ear(TaskCompletionSource<object> heard) => ReceiveAny(message => heard.TrySetResult(message));
    }

    private RemoteMessage.LineBatch InBatch(params FloorLine[] lines)
    {
        var back = Assert.IsType<RemoteMessage.LineBatch>(ThereAndBack(new RemoteMessage.LineBatch(5, 6, 7, [.. lines])));
        Assert.Equal((5UL, 6L, 7L), (back.Key, back.Number, back.Taken));
        return back;
    }

    private object ThereAndBack(RemoteMessage message)
    {
        var serializer = _system.Serialization.FindSerializerFor(message);
        return _system.Serialization.Deserialize(
            _system.Serialization.Serialize(message),
            serializer.Identifier,
            Akka.Serialization.Serialization.ManifestFor(serializer, message));
    }

    private object Read(string manifest, string bytes) =>
        _system.Serialization.Deserialize(Convert.FromHexString(bytes), HouseSerializer.Number, manifest);

    private static string[] Kinds(Type family) => [.. family.GetNestedTypes().Select(t => t.Name).Order(StringComparer.Ordinal)];

    private static string[] KindsOf<T>(TheoryData<T> tried) =>
        [.. ((IEnumerable<object[]>)tried).Select(row => row[0].GetType().Name).Distinct().Order(StringComparer.Ordinal)];
}
