using System.Collections.Immutable;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Originals;
using AkkaAuction.Auctioneer.Recovery;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Sessions;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Messages;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Forms;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;
using AkkaAuction.Rules.Originals;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Tests.Hosting;

/// <summary>
/// Every message that actors of the house send each other is data: Akka's own serializer makes the same of it on the other side. Messages
/// that hold a connection, or the directory of a sale's lots, stay in the process, and say so.
/// </summary>
public sealed class MessagesRoundTripTests : TestKit
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, 123, TimeSpan.Zero);

    private static readonly LotView View = new(
        "lamp", "dutch", "A \"blue\" lamp", 100, 200, 300, 2, "anna", Noon, LotViewState.Open,
        new ShownFields([new ShownField("step", ShownKind.Amount, 5), new ShownField("since", ShownKind.Time, 7)]));

    private static readonly ImmutableArray<Notice> Notices =
    [
        new Notice.LotListed(1, View), new Notice.LotListed(1, View), new Notice.RoundOpened(2, 1, Noon), new Notice.RoundClosed(3, 1),
        new Notice.PriceChanged(4, "lamp", 200, "anna", 300, Noon), new Notice.PriceChanged(5, "lamp", 200, null, 300, null),
        new Notice.Outbid(6, "lamp", 200, "bob"), new Notice.UnitSold(7, "lamp", 200, "anna", 1),
        new Notice.UnitWon(7, "lamp", 200, "anna"), new Notice.BidPaid(8, "lamp", 100, "bob"),
        new Notice.PaymentDue(8, "lamp", 100, "bob") { Currency = "JPY" },
        new Notice.LotClosed(8, "lamp", 1, 1), new Notice.SaleEnded(9, 1, 1),
    ];

    private static readonly Catalogue Catalogue = new(
    [
        .. FormRegistry.All.Select((form, number) =>
            new LotTerms($"lot-{number}", "A lot", form.Blank, 100, 1, Currency.Default, 1_000_00, TimeSpan.FromMinutes(3), "carol")),
    ]);

    private static readonly SealedRequest Request = new(true, 5_00, 3, "A thing", "2 5 3 A thing");

    private static readonly SaleSummary Summary = new("evening", "An evening", 2, SaleViewState.Open, 3, 1, 0, Noon, 9);

    public static TheoryData<object> Messages =>
    [
        new BoardMessage.NewSale(TheSale.Terms(1), Catalogue),
        new BoardMessage.Restore(
            new SaleResumed(TheSale.Terms(1), Catalogue, Notices, [View], true)
            {
                Before = new SaleResumed(TheSale.Terms(2), Catalogue, [], [], false),
            },
            Notices),
        new BoardMessage.Announced(Notices), new BoardMessage.Watch("anna"), BoardMessage.ListLots.Instance,
        new BoardMessage.AccountOf("anna"), new BoardMessage.Follow("anna"), BoardMessage.Unwatch.Instance, BoardMessage.Show.Instance,
        BoardMessage.Count.Instance, BoardMessage.CatchUp.Instance, new BoardAnswer.AsOf(7),
        new BoardAnswer.Counted(2, 1), new BoardReport.Elsewhere("evening", Notices[0]),
        new BoardAnswer.Listing([new LotPage([View, View])], 7, Notices[2]), new BoardAnswer.Listing([], 7, null),
        new BoardAnswer.Purchases([new Answer.Bought("lamp", 200, 7)], 8), BoardAnswer.Broadcast.Of(TheSale.Id, Notices),
        new ConfirmBroadcast(3), new BroadcastTaken(3), GatheringDue.Instance,
        RoomMessage.Broadcast.Of([new RoomLine("New", null, "anna", "lamp", 3), new RoomLine("Won", "bob", null, null, 4)]),
        RoomMessage.Leaves.Instance,
        new SealedMessage.Said(1, "10"), new SealedMessage.Left(1), new SealedMessage.Speak(["one", "two"], Turn.Talk, true),
        new SealedMessage.Farewell([]),
        new SealedMessage.LookAtClock(Noon),
        new SealedMessage.CarryOut(
        [
            new SealedHouseFact.SellerSeated(1, Noon, Noon), new SealedHouseFact.SellerLeft(1, Noon, true),
            new SealedHouseFact.RequestTaken(1, Request, Noon, Noon),
            new SealedHouseFact.BuyerSeated(2, 1, Noon), new SealedHouseFact.BuyerLeft(2, 1, Noon),
            new SealedHouseFact.BiddingStarted(Noon, Noon),
            new SealedHouseFact.BidTaken(2, 1, 100, Noon), new SealedHouseFact.BuyerWithoutBid(2, 1, Noon),
            new SealedHouseFact.BiddingEnded(BiddingEnd.Overdue, Noon),
            new SealedHouseFact.Abandoned(1, Noon), new SealedHouseFact.Finished(1, 2, 100, Noon),
            new SealedHouseFact.Finished(1, null, 0, Noon),
        ], Guid.NewGuid()),
        new TextMessage.Said("10"), TextMessage.SaidTooMuch.Instance, TextMessage.InputEnded.Instance, TextMessage.Gone.Instance,
        StopTextSessions.Instance,
        new LotCommand.Open(), new LotCommand.Bid("anna", "b1", 100), new LotCommand.Pass("anna"), new LotCommand.OpenRound(1, Noon),
        new LotCommand.EndRound(1),
        new LotCommand.Extend(Noon), new LotCommand.ClockReached(), new LotCommand.Hammer(), new LotCommand.Close(),
        new SaleCommand.Come("anna"), new SaleCommand.Leave("anna"), new SaleCommand.Act("anna", 1), new SaleCommand.ExtendRound(Noon),
        new SaleCommand.ClockReached(),
        new SaleCommand.ReportRound("lamp", 1, 2, 3), new SaleCommand.ReportClosed("lamp", 1, 2), new SaleCommand.Close(),
        new Answer.Accepted("b1", "lamp", 100, 3, ulong.MaxValue),
        new Answer.Refused("b1", "lamp", RejectionCode.TooLow, 100, null, "too low"), new Answer.Passed(),
        new Answer.Error(RejectionCode.HouseFull, "full"),
        new WakeUps.At(5), WakeUps.CallOff.Instance, WakeUps.Due.Instance,
        new PlaceBids("lamp", "anna", 7, [new AskedBid(0, "b1", long.MaxValue), new AskedBid(3, "h1-2-3", 0, RejectionCode.NotAnAmount)]),
        new BidsPlaced(7,
        [
            new BidAnswer { Place = 0, Lot = "lamp", Id = "b1", AmountMinor = 1500, Seq = 12, Receipt = ulong.MaxValue },
            new BidAnswer
            {
                Place = 3,
                Lot = "lamp",
                Id = "b2",
                AmountMinor = 1,
                Code = RejectionCode.TooLow,
                PriceMinor = 0,
                NextMinor = long.MaxValue - 1,
            },
            new BidAnswer { Place = 4, Lot = "lamp", Id = "b3", AmountMinor = 100, Code = RejectionCode.Recovering, Reason = "why" },
        ]),
        ItemAuction.Show.Instance, new ItemAuction.MissedNothing(3), new ItemAuction.PassThis("anna"),
        new AuctioneerMessage.Register("anna", null), new AuctioneerMessage.Register("anna", "t1"), AuctioneerMessage.StopTaking.Instance,
        new AuctioneerMessage.Join("evening"), new AuctioneerMessage.AskBoard("evening", new BoardMessage.Watch("anna")),
        new AuctioneerMessage.BringAgain("evening", new SaleMessage.Come("anna", ActorRefs.Nobody)),
        new AuctioneerMessage.BidsOnLetGo("evening", new PlaceBids("evening/lamp", "anna", 7, [new AskedBid(0, "b1", 5)])),
        AuctioneerMessage.ListSales.Instance, new AuctioneerMessage.ListSales(true), new AuctioneerMessage.ShowSale("evening"),
        new AuctioneerMessage.CloseSale("evening"), new AuctioneerAnswer.NoSuchSale("none"), new AuctioneerAnswer.NotDone("none"),
        new AuctioneerAnswer.PutUp("evening", 2), new AuctioneerAnswer.Closed(Summary), new AuctioneerAnswer.SaleList([Summary, Summary]),
        new AuctioneerAnswer.Registered("anna", "t1"), new AuctioneerAnswer.Refused(RejectionCode.HouseFull),
        new SaleMessage.Here(["anna", "bob"]), new SaleMessage.Come("anna", ActorRefs.Nobody), new SaleMessage.Leave("anna"),
        new SaleMessage.PassAll("anna"),
        new SaleReport.IsOpen(1), new SaleReport.IsOver(1, 2, 3, true),
        new LetGoSales.Gone("sale-1", "evening"), new SaleReader.Read("evening"),
        new LotReport.Passed("anna", "lamp", 2), new LotReport.IsBack("lamp", 3), new LotReport.IsHalted("lamp", 1, 2),
    ];

    [Theory, MemberData(nameof(Messages))]
    public void A_message_comes_out_as_it_went_in(object message)
    {
        var serializer = Sys.Serialization.FindSerializerFor(message);
        var back = serializer.FromBinary(serializer.ToBinary(message), message.GetType());
        Assert.Null(Inside.Difference(message, back));
    }

    [Theory]
    [InlineData(typeof(OpenTextSession)), InlineData(typeof(AuctioneerMessage.OpenSession))]
    [InlineData(typeof(SaleReport.IsUp)), InlineData(typeof(SaleAnswer.Joined)), InlineData(typeof(SaleOnOffer)),
        InlineData(typeof(SalesOnOffer)), InlineData(typeof(SaleReader.Found))]
    public void A_message_that_holds_a_connection_or_the_lots_themselves_stays_in_the_process(Type message) =>
        Assert.True(typeof(INoSerializationVerificationNeeded).IsAssignableFrom(message));
}
