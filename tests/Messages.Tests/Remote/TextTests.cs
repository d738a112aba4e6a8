using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using Akka.Configuration;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Messages.Remote;
using AkkaAuction.Rules;

namespace AkkaAuction.Messages.Tests.Remote;

/// <summary>
/// Texts that are not UTF-8 are refused in every field of every message, whichever way it is read; texts that are come out as they went
/// in. A text of the message is found in its bytes by a mark and replaced by others of the same length, so the rest of the message stays
/// right.
/// </summary>
public sealed class TextTests : IAsyncLifetime
{
    private const string Mark = "<text>";

    private static readonly LotView Lamp = new(
        "lamp", "rounds", "Desk lamp", 20_00, 25_50, 25_51, 2, "anna", DateTimeOffset.UnixEpoch, LotViewState.Open);

    private readonly ActorSystem _system = ActorSystem.Create("specs", ConfigurationFactory.ParseString(HouseSerializer.Config));

    /// <summary>Each text field that there is, holding the mark.</summary>
    public static TheoryData<string, RemoteMessage> Fields => new()
    {
        { "register.name", new RemoteMessage.Register(1, Mark, null) },
        { "register.token", new RemoteMessage.Register(1, "anna", Mark) },
        { "over.reason", new RemoteMessage.Closed(Mark) },
        { "bid.lot", Requests(new Request.Bid(Mark, 1, "id")) },
        { "bid.id", Requests(new Request.Bid("lamp", 1, Mark)) },
        { "bid.lot, not alone", Requests(new Request.Me(), new Request.Bid("lamp", 1, "a"), new Request.Bid(Mark, 1, "id")) },
        { "pass.lot", Requests(new Request.Pass(Mark)) },
        { "hello.name", Requests(new Request.Hello(Mark, null)) },
        { "hello.token", Requests(new Request.Hello("anna", Mark)) },
        { "join.sale", Requests(new Request.Join(Mark)) },
        { "ping.text", Requests(new Request.Ping(Mark)) },
        { "accepted.id", Lines(new Answer.Accepted(Mark, "lamp", 1, 2, 3)) },
        { "accepted.lot", Lines(new Answer.Accepted("id", Mark, 1, 2, 3)) },
        {
            "accepted.lot, not alone",
            Lines(new Answer.Ready(1), new Answer.Accepted("id", "lamp", 1, 2, 3), new Answer.Accepted("id", Mark, 1, 2, 3))
        },
        { "refused.id", Lines(new Answer.Refused(Mark, "lamp", RejectionCode.TooLow, 1, 2, "low")) },
        { "refused.lot", Lines(new Answer.Refused("id", Mark, RejectionCode.TooLow, 1, 2, "low")) },
        { "refused.reason", Lines(new Answer.Refused("id", "lamp", RejectionCode.TooLow, 1, 2, Mark)) },
        { "welcome.name", Lines(new Answer.Welcome(Mark, "t", DateTimeOffset.UnixEpoch)) },
        { "welcome.token", Lines(new Answer.Welcome("anna", Mark, DateTimeOffset.UnixEpoch)) },
        { "bought.lot", Lines(new Answer.Bought(Mark, 1, 2)) },
        { "pong.text", Lines(new Answer.Pong(Mark, DateTimeOffset.UnixEpoch)) },
        { "error.reason", Lines(new Answer.Error(RejectionCode.HouseFull, Mark)) },
        { "sale.sale", Lines(new Answer.SaleListed(Mark, "t", SaleViewState.Open, 1, null)) },
        { "sale.title", Lines(new Answer.SaleListed("s", Mark, SaleViewState.Open, 1, null)) },
        { "lot.lot", Lines(new Answer.Listed(Lamp with { Lot = Mark })) },
        { "lot.form", Lines(new Answer.Listed(Lamp with { Form = Mark })) },
        { "lot.title", Lines(new Answer.Listed(Lamp with { Title = Mark })) },
        { "lot.leader", Lines(new Answer.Listed(Lamp with { Leader = Mark })) },
        { "price.lot", Lines(new Notice.PriceChanged(1, Mark, 2, "anna", 3, null)) },
        { "price.leader", Lines(new Notice.PriceChanged(1, "lamp", 2, Mark, 3, null)) },
        { "outbid.lot", Lines(new Notice.Outbid(1, Mark, 2, "anna")) },
        { "outbid.bidder", Lines(new Notice.Outbid(1, "lamp", 2, Mark)) },
        { "sold.lot", Lines(new Notice.UnitSold(1, Mark, 2, "ben", 3)) },
        { "sold.winner", Lines(new Notice.UnitSold(1, "lamp", 2, Mark, 3)) },
        { "won.lot", Lines(new Notice.UnitWon(1, Mark, 2, "ben")) },
        { "won.bidder", Lines(new Notice.UnitWon(1, "lamp", 2, Mark)) },
        { "pays.lot", Lines(new Notice.BidPaid(1, Mark, 2, "ben")) },
        { "pays.bidder", Lines(new Notice.BidPaid(1, "lamp", 2, Mark)) },
        { "paid.lot", Lines(new Notice.PaymentDue(1, Mark, 2, "ben")) },
        { "paid.bidder", Lines(new Notice.PaymentDue(1, "lamp", 2, Mark)) },
        { "closed.lot", Lines(new Notice.LotClosed(1, Mark, 2, 3)) },
    };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _system.Terminate();

    [Theory, MemberData(nameof(Fields))]
    public void A_text_that_is_not_UTF_8_is_refused_in_every_field(string field, RemoteMessage message)
    {
        // A byte that begins nothing, a lonely continuation, a sequence cut short (by the end and by a letter), two overlong ones, half a
        // surrogate pair, and beyond the last character.
        string[] texts =
        [
            "FF2020202020", "802020202020", "2020202020E2", "E28220202020", "C0AF20202020", "E080AF202020", "EDA080202020", "F49080802020",
        ];
        foreach (var wrong in texts)
        {
            var fault = Record.Exception(() => Read(message, Convert.FromHexString(wrong)));
            Assert.True(fault is SerializationException, $"{wrong} was read in {field}.");
        }
    }

    [Theory, MemberData(nameof(Fields))]
    public void A_text_that_is_UTF_8_is_read_in_every_field(string field, RemoteMessage message)
    {
        foreach (var right in (string[])["<text>", "Ünïl", "☼☼", "\U0010FFFF\u0080", "\u0800abc", "\0\0\0\0\0\0", "\uFEFFabc"])
        {
            var bytes = Encoding.UTF8.GetBytes(right);
            Assert.Equal(6, bytes.Length);
            var read = Read(message, bytes);
            Assert.True(Serializer(read).ToBinary(read).AsSpan().IndexOf(bytes) >= 0, field);
        }
    }

    [Fact]
    public void Half_a_surrogate_pair_of_ours_is_no_reason_not_to_write_the_rest()
    {
        RemoteMessage[] messages =
        [
            Requests(new Request.Bid("lamp\ud800", 1, "\udc00")), Lines(new Answer.Accepted("\ud800", "\udc00", 1, 2, 3)),
        ];
        foreach (var message in messages)
            Assert.Contains('\ufffd', Encoding.UTF8.GetString(Serializer(message).ToBinary(message)));
    }

    private static RemoteMessage.RequestBatch Requests(params Request?[] requests) => new(1, 2, [.. requests]);

    private static RemoteMessage.LineBatch Lines(params Answer[] answers) => new(1, 2, 3, [.. answers.Select(FloorLine.Of)]);

    private static RemoteMessage.LineBatch Lines(Notice notice) => new(1, 2, 3, [FloorLine.Of(notice)]);

    private HouseSerializer Serializer(RemoteMessage message) => (HouseSerializer)_system.Serialization.FindSerializerFor(message);

    private RemoteMessage Read(RemoteMessage message, byte[] text)
    {
        var bytes = Serializer(message).ToBinary(message);
        var at = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Mark));
        Assert.True(at >= 0);
        text.CopyTo(bytes, at);
        return (RemoteMessage)_system.Serialization.Deserialize(bytes, HouseSerializer.Number, Serializer(message).Manifest(message));
    }
}
