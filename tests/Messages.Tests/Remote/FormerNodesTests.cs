using Akka.Actor;
using Akka.Configuration;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Messages.Remote;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Lots;
using Google.Protobuf.Reflection;
using Schema = AkkaAuction.Messages.Remote.Schema;

namespace AkkaAuction.Messages.Tests.Remote;

/// <summary>
/// A node of today and one from before there were many sales understand each other. The bytes below are what such a node writes, one
/// message for each kind that it knows. Its bytes must be read here, and what is written here must be those bytes.
/// </summary>
public sealed class FormerNodesTests : IAsyncLifetime
{
    private const string Head = "090100000000000000" + "1001";
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, 123, TimeSpan.Zero);

    private static readonly LotView Lamp = new(
        "lamp", "dutch", "Desk lamp", 20_00, 25_50, 25_51, 2, "anna", Noon, LotViewState.Open,
        new ShownFields([new("every", ShownKind.Length, 5_000)]));

    private readonly ActorSystem _system = ActorSystem.Create("specs", ConfigurationFactory.ParseString(HouseSerializer.Config));

    public static TheoryData<Request, string> Requests => new()
    {
        { new Request.Hello("anna", "9e4a"), "1A0E0A0C0A04616E6E61120439653461" },
        { new Request.List(), "1A021200" },
        { new Request.Bid("lamp", 25_50, "b1"), "1A0F1A0D0A046C616D7010F6131A026231" },
        { new Request.Pass("lamp"), "1A0822060A046C616D70" },
        { new Request.Me(), "1A022A00" },
        { new Request.Ping("hi"), "1A0632040A026869" },
        { new Request.Quit(), "1A023A00" },
    };

    public static TheoryData<FloorLine, string> Lines => new()
    {
        { FloorLine.Of(new Answer.Welcome("anna", "9e4a", Noon)), "180122170A150A04616E6E6112043965346118B0C9DDAFFDE0F11F" },
        {
            FloorLine.Of(new Answer.Listed(Lamp)),
            "1801224412420A046C616D70120564757463681A094465736B206C616D7020D00F28F61330F71338024204616E6E6148B0C9"
                + "DDAFFDE0F11F50015A0C0A0565766572791001188827"
        },
        { FloorLine.Of(new Answer.Ready(17)), "180122041A020811" },
        { FloorLine.Of(new Answer.Accepted("b1", "lamp", 25_50, 18, 255)), "1801221A22180A02623112046C616D7018F613201229FF00000000000000" },
        {
            FloorLine.Of(new Answer.Refused("b1", "lamp", RejectionCode.TooLow, 20_00, 20_01, "too low")),
            "1801221E2A1C0A02623112046C616D7018CC0120D00F28D10F3207746F6F206C6F77"
        },
        { FloorLine.Of(new Answer.Passed()), "180122023200" },
        { FloorLine.Of(new Answer.Account(2, 50_00)), "180122073A050802108827" },
        { FloorLine.Of(new Answer.Bought("lamp", 25_50, 27)), "1801220D420B0A046C616D7010F613181B" },
        { FloorLine.Of(new Answer.Pong("hi", Noon)), "1801220F4A0D0A02686910B0C9DDAFFDE0F11F" },
        { FloorLine.Of(new Answer.Bye()), "180122025200" },
        { FloorLine.Of(new Answer.Error(RejectionCode.HouseFull, "full")), "1801220B5A09089103120466756C6C" },
        {
            FloorLine.Of(new Notice.LotListed(3, Lamp)),
            "180122486246080312420A046C616D70120564757463681A094465736B206C616D7020D00F28F61330F71338024204616E6E"
                + "6148B0C9DDAFFDE0F11F50015A0C0A0565766572791001188827"
        },
        { FloorLine.Of(new Notice.RoundOpened(4, 1, Noon)), "1801220F6A0D0804100118B0C9DDAFFDE0F11F" },
        { FloorLine.Of(new Notice.RoundClosed(5, 1)), "18012206720408051001" },
        {
            FloorLine.Of(new Notice.PriceChanged(6, "lamp", 25_50, "anna", 25_51, Noon)),
            "1801221F7A1D080612046C616D7018F6132204616E6E6128F71330B0C9DDAFFDE0F11F"
        },
        { FloorLine.Of(new Notice.Outbid(8, "lamp", 30_00, "anna")), "18012214820111080812046C616D7018B8172204616E6E61" },
        { FloorLine.Of(new Notice.UnitSold(9, "lamp", 30_00, "ben", 1)), "180122158A0112080912046C616D7018B817220362656E2801" },
        { FloorLine.Of(new Notice.UnitWon(10, "lamp", 30_00, "ben")), "18012213920110080A12046C616D7018B817220362656E" },
        { FloorLine.Of(new Notice.LotClosed(11, "lamp", 2, 0)), "1801220D9A010A080B12046C616D701802" },
        { FloorLine.Of(new Notice.SaleEnded(12, 3, 4)), "18012209A20106080C10031804" },
    };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _system.Terminate();

    [Theory, MemberData(nameof(Requests))]
    public void A_request_has_the_bytes_that_it_always_had(Request request, string bytes)
    {
        Assert.Equal(Head + bytes, Write(new RemoteMessage.RequestBatch(1, 1, [request])));
        Assert.Equal<IEnumerable<Request?>>([request], ((RemoteMessage.RequestBatch)Read("A", Head + bytes)).Requests.ToArray());
    }

    [Theory, MemberData(nameof(Lines))]
    public void A_line_has_the_bytes_that_it_always_had(FloorLine line, string bytes)
    {
        Assert.Equal(Head + bytes, Write(new RemoteMessage.LineBatch(1, 1, 1, [line])));
        Assert.Equal([line], ((RemoteMessage.LineBatch)Read("T", Head + bytes)).Lines.ToArray());
    }

    [Fact]
    public void Every_kind_but_those_that_came_later_has_a_row_above()
    {
        Assert.Equal(["Join", "Sales", "Withdraw"], Missing(typeof(Request).GetNestedTypes(), Requests.Select(row => row[0])));
        var families = typeof(Answer).GetNestedTypes().Concat(typeof(Notice).GetNestedTypes());
        Assert.Equal(
            ["BidPaid", "PaymentDue", "SaleListed", "Withdrawn"],
            Missing(families, Lines.Select(row => (FloorLine)row[0]).Select(line => (object?)line.Answer ?? line.Notice!)));
    }

    /// <summary>The numbers that a former node knows: it skips every other kind, and keeps its place.</summary>
    [Fact]
    public void What_is_new_has_numbers_that_a_former_node_skips()
    {
        Assert.Equal([8, 9, 10], KindsBeyond(Schema.Request.Descriptor, 7));
        Assert.Equal([21, 22, 23, 24], KindsBeyond(Schema.Line.Descriptor, 20));
    }

    private static int[] KindsBeyond(MessageDescriptor message, int last) =>
    [
        .. message.Oneofs.Single(oneof => oneof.Name == "kind").Fields.Select(field => field.FieldNumber).Where(number => number > last)
            .Order(),
    ];

    private static string[] Missing(IEnumerable<Type> kinds, IEnumerable<object> tried) =>
        [.. kinds.Except(tried.Select(one => one.GetType())).Select(kind => kind.Name).Order(StringComparer.Ordinal)];

    private string Write(RemoteMessage message) => Convert.ToHexString(_system.Serialization.FindSerializerFor(message).ToBinary(message));

    private object Read(string manifest, string bytes) =>
        _system.Serialization.Deserialize(Convert.FromHexString(bytes), HouseSerializer.Number, manifest);
}
