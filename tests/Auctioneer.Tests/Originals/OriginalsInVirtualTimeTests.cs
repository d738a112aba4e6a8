using Akka.Actor;
using Akka.TestKit;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Originals;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Originals;
using AkkaAuction.Rules.Money;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Tests.Originals;

/// <summary>The two desks without sockets: deadlines and patience to the tick, and what fails.</summary>
public sealed class OriginalsInVirtualTimeTests : HouseKit
{
    private readonly HouseSettings _settings = Houses.Settings();

    [Fact, Trait("Requirement", "R2.3")]
    public async Task The_rooms_deadline_is_thirty_seconds_from_the_last_higher_bid()
    {
        var room = OpenRoom();
        var (ann, annLink) = Enter(room);
        var (bob, bobLink) = Enter(room);
        await annLink.Say("Laptop,600");
        await Lines(ann, "Your bid for Laptop is now the highest at $600");
        Time.Advance(TimeSpan.FromSeconds(29));
        await bobLink.Say("Laptop,700");
        await Lines(bob, "New highest bid for Laptop: $600", "Your bid for Laptop is now the highest at $700");
        await Lines(ann, "New highest bid for Laptop: $700");
        // The first deadline passes and is no more: nothing is said until thirty seconds after the second bid.
        Time.Advance(TimeSpan.FromSeconds(29.9));
        await annLink.Say("Boat,1");
        await Lines(ann, "Item Boat not found or sold out.");
        Time.Advance(TimeSpan.FromSeconds(0.1));
        await Lines(ann, "Item Laptop sold to Client 2 for $700");
        await Lines(bob, "Item Laptop sold to Client 2 for $700", "Congratulations! You won Laptop for $700");
    }

    [Fact]
    public async Task A_lot_of_the_room_that_fails_on_a_bid_gets_it_once_more_and_the_bidder_notices_nothing()
    {
        var room = OpenRoom();
        var (ann, link) = Enter(room);
        await link.Say("Laptop,600");
        await Lines(ann, "Your bid for Laptop is now the highest at $600");
        var (bob, bobLink) = Enter(room);
        Journal.FailNext("room/" + StreamNames.DeskLot(1, "laptop"));
        await bobLink.Say("Laptop,700");
        await Lines(bob, "Your bid for Laptop is now the highest at $700");
        await Lines(ann, "New highest bid for Laptop: $700");
        Time.Advance(TimeSpan.FromSeconds(30));
        await Lines(ann, "Item Laptop sold to Client 2 for $700");
    }

    [Fact, Trait("Requirement", "R3.7")]
    public async Task A_Seller_has_ten_minutes_for_its_request()
    {
        var house = OpenSealed();
        var (seller, _) = Enter(house);
        await Lines(seller, SealedWords.RoleSeller, SealedWords.SubmitRequest);
        Time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(1));
        var (early, _) = Enter(house);
        await Lines(early, SealedWords.ServerBusy);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        await Until<TextLinkProbe.Closed>(seller);
        var (next, _) = Enter(house);
        await Lines(next, SealedWords.RoleSeller);
    }

    [Fact]
    public async Task A_sealed_lot_that_fails_on_a_bid_gets_it_once_more_before_the_hammer_falls()
    {
        var house = OpenSealed();
        var (seller, sellerLink) = Enter(house);
        await sellerLink.Say("2 100 2 Sword");
        await Lines(seller, SealedWords.RoleSeller, SealedWords.SubmitRequest, "Auction request received: 2 100 2 Sword");
        var (one, oneLink) = Enter(house);
        var (two, twoLink) = Enter(house);
        await oneLink.Say("150");
        await Lines(one, SealedWords.RoleBuyer, SealedWords.StillWaiting, SealedWords.BiddingStart, SealedWords.BidReceived);
        Journal.FailNext("sealed/" + StreamNames.DeskLot(1, "sealed-1"), 2);
        await twoLink.Say("180");
        await Lines(
            two,
            SealedWords.RoleBuyer,
            SealedWords.BiddingStart,
            SealedWords.BidReceived,
            SealedWords.Finished,
            "You won this item Sword! Your payment due is $150");
        await Lines(seller, SealedWords.Finished, "Success! Your item Sword has been sold for $150");
    }

    [Fact]
    public async Task A_sealed_lot_that_fails_while_it_opens_still_gets_every_bid()
    {
        var house = OpenSealed();
        var (seller, sellerLink) = Enter(house);
        Journal.FailNext("sealed/" + StreamNames.DeskLot(1, "sealed-1"), 2);
        await sellerLink.Say("2 100 1 Sword");
        await Lines(seller, SealedWords.RoleSeller, SealedWords.SubmitRequest, "Auction request received: 2 100 1 Sword");
        var (buyer, buyerLink) = Enter(house);
        await buyerLink.Say("150");
        await Lines(
            buyer,
            SealedWords.RoleBuyer,
            SealedWords.BiddingStart,
            SealedWords.BidReceived,
            SealedWords.Finished,
            "You won this item Sword! Your payment due is $100");
        await Lines(seller, SealedWords.Finished, "Success! Your item Sword has been sold for $100");
    }

    [Fact]
    public async Task A_sealed_house_that_fails_begins_again_in_state_0()
    {
        var house = OpenSealed();
        var (seller, sellerLink) = Enter(house);
        await sellerLink.Say("2 100 1 Sword");
        await Lines(seller, SealedWords.RoleSeller, SealedWords.SubmitRequest, "Auction request received: 2 100 1 Sword");
        Journal.FailNext("sealed/seats");
        var (unlucky, _) = Enter(house);
        await Until<TextLinkProbe.Closed>(seller);
        await Until<TextLinkProbe.Closed>(unlucky);
        var (next, nextLink) = Enter(house);
        await nextLink.Say("1 5 1 Bow");
        await Lines(next, SealedWords.RoleSeller, SealedWords.SubmitRequest, "Auction request received: 1 5 1 Bow");
        var (buyer, buyerLink) = Enter(house);
        await buyerLink.Say("7");
        await Lines(
            buyer,
            SealedWords.RoleBuyer,
            SealedWords.BiddingStart,
            SealedWords.BidReceived,
            SealedWords.Finished,
            "You won this item Bow! Your payment due is $7");
    }

    private IActorRef OpenRoom()
    {
        var catalogue = RoomPart.RoomCatalogue(_settings);
        var book = new AccountBook();
        book.Begin(1, catalogue);
        var listener = new LateListener();
        return Sys.ActorOf(RoomDesk.Props(new OriginalsContext(
            _settings, catalogue, new HouseJournal(Journal, "room"), Time, book, null, listener)));
    }

    private IActorRef OpenSealed()
    {
        var book = new AccountBook();
        book.Begin(1, new Catalogue([]));
        var listener = new LateListener();
        return Sys.ActorOf(SealedDesk.Props(new OriginalsContext(
            _settings, new Catalogue([]), new HouseJournal(Journal, "sealed"), Time, book, null, listener)));
    }

    private (TestProbe Heard, TextLinkProbe Link) Enter(IActorRef desk)
    {
        var heard = CreateTestProbe();
        var link = new TextLinkProbe(heard);
        desk.Tell(new OpenTextSession(link));
        return (heard, link);
    }

    private static async Task Lines(TestProbe heard, params string[] lines)
    {
        foreach (var line in lines) Assert.Equal(line, (await Until<TextLinkProbe.Line>(heard)).Text);
    }
}
