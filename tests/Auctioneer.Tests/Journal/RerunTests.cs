using AkkaAuction.Auctioneer.Originals;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Journal;
using AkkaAuction.Journal.Audit;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Originals;

namespace AkkaAuction.Auctioneer.Tests.Journal;

/// <summary>The sealed house's seats, decided again: whoever is wronged by a fact is found, and the place is named.</summary>
public sealed class RerunTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly SealedHouseTerms Terms = OriginalsSettings.Of(HouseSettings.Default()).Sealed;

    [Fact]
    public void An_auction_as_the_rules_decide_it_is_as_it_was_however_patient_the_house()
    {
        Assert.Empty(Decided(Auction(Terms)));
        Assert.Empty(Decided(Auction(Terms with
        {
            RequestPatience = TimeSpan.FromSeconds(3),
            BuyersPatience = TimeSpan.FromSeconds(4),
            BidPatience = TimeSpan.FromSeconds(5),
        })));
    }

    [Fact]
    public void A_winner_who_is_told_to_pay_something_else_is_found() =>
        Assert.Equal([14], Decided(Changed<SealedHouseFact.Finished>(f => f with { PaysMinor = f.PaysMinor + 1_00 })));

    [Fact]
    public void A_winner_who_did_not_win_is_found() =>
        Assert.Equal([14], Decided(Changed<SealedHouseFact.Finished>(f => f with { Winner = 3 })));

    [Fact]
    public void An_award_that_is_not_what_the_seats_bids_are_worth_is_found() =>
        Assert.Equal([12, 14], Decided(Changed<LotFact.UnitAwarded>(f => f with { PriceMinor = f.PriceMinor + 1_00 })));

    [Fact]
    public void A_bid_that_the_lot_never_got_is_found()
    {
        // With the second bid only, the first price would be the lowest one.
        var facts = Auction(Terms);
        facts.RemoveAll(f => f.Fact is LotFact.BidAccepted { Order: 2 });
        Assert.NotEmpty(Decided(facts));
    }

    [Fact]
    public void A_Buyer_in_another_place_than_the_first_free_one_is_found() =>
        Assert.Equal(3, Decided(Changed<SealedHouseFact.BuyerSeated>(f => f with { Place = 2 }))[0]);

    [Fact]
    public void A_bid_that_was_never_that_amount_is_found()
    {
        var facts = Auction(Terms);
        var at = facts.FindIndex(f => f.Fact is SealedHouseFact.BidTaken);
        facts[at] = (facts[at].Stream, (SealedHouseFact.BidTaken)facts[at].Fact with { AmountMinor = 500_00 });
        Assert.Equal([14], Decided(facts));
    }

    private static List<(string Stream, object Fact)> Changed<TFact>(Func<TFact, TFact> change) where TFact : class
    {
        var facts = Auction(Terms);
        var at = facts.FindIndex(f => f.Fact is TFact);
        facts[at] = (facts[at].Stream, change((TFact)facts[at].Fact));
        return facts;
    }

    /// <returns>The events that differ.</returns>
    private static List<long> Decided(List<(string Stream, object Fact)> facts)
    {
        var rerun = new Rerun(Terms);
        for (var i = 0; i < facts.Count; i++) rerun.Add(facts[i].Stream, new StoredFact(i + 1, facts[i].Fact, Place: i + 1), Start);
        return [.. rerun.Decide().Select(d => d.Event)];
    }

    /// <summary>A Seller and two Buyers who bid 150 and 180, second price, decided by the rules.</summary>
    private static List<(string Stream, object Fact)> Auction(SealedHouseTerms terms)
    {
        var facts = new List<(string, object)>();
        var house = SealedHouseState.Initial(terms);
        Seats(
            new SealedHouseCommand.Connect(1),
            new SealedHouseCommand.Say(1, "2 100 2 Sword"),
            new SealedHouseCommand.Connect(2),
            new SealedHouseCommand.Connect(3));
        var lot = LotState.Initial(house.Request!.Lot("sealed-1", terms));
        Asks(new LotCommand.Open());
        Seats(new SealedHouseCommand.Say(3, "150"));
        Asks(new LotCommand.Bid("buyer-3", "3", 150_00));
        Seats(new SealedHouseCommand.Say(2, "180"));
        Asks(new LotCommand.Bid("buyer-2", "2", 180_00), new LotCommand.Hammer());
        Seats(new SealedHouseCommand.ReportResult(1, 2, 150_00));
        return facts;

        void Seats(params SealedHouseCommand[] commands)
        {
            foreach (var command in commands)
            {
                foreach (var fact in SealedHouse.Decide(house, command, Start).Facts)
                {
                    house = SealedHouse.Evolve(house, fact);
                    facts.Add(("sealed/seats", fact));
                }
            }
        }

        void Asks(params LotCommand[] commands)
        {
            foreach (var command in commands)
            {
                foreach (var fact in Lot.Decide(lot, command, Start).Facts)
                {
                    lot = Lot.Evolve(lot, fact);
                    facts.Add(("sealed/lot/1/sealed-1", fact));
                }
            }
        }
    }
}
