using System.Reflection;
using System.Text;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Journal.Codec;
using AkkaAuction.Rules.Forms;
using AkkaAuction.Rules.Forms.Rounds;
using AkkaAuction.Rules.Forms.Sealed;
using AkkaAuction.Rules.Forms.Turns;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Originals;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Tests.Journal;

/// <summary>Every fact there is, to text and back.</summary>
public sealed class FactCodecTests
{
    internal static readonly DateTimeOffset At = new DateTimeOffset(2026, 11, 20, 12, 34, 56, TimeSpan.Zero).AddTicks(1234567);
    private static readonly DateTimeOffset Later = At.AddSeconds(60);

    internal static readonly object[] Facts =
    [
        new LotFact.Opened(At, Later),
        new LotFact.Opened(At, null),
        new RoundOpened(3, At, Later),
        new LotFact.BidAccepted("ann", "x-1_Y", 4_000_000_000_000_000_000, 7, At, 12345, "bob"),
        new LotFact.BidAccepted("client-5", "x", 1, 1, At, 1, null),
        new LotFact.BidAccepted("ann", "x", 1, 1, At, 1, null) { Salt = 1 },
        new LotFact.BidAccepted("ann", "x", 1, 1, At, 1, null) { Salt = UInt128.MaxValue - 5 },
        new LotFact.DeadlineSet(At, Later),
        new BidderPassed("ann", 2, At),
        new LotFact.UnitAwarded("ann", 12345, 3, 2, At),
        new RoundEnded(2, 5, At),
        new TurnGiven(At, "ann", 2, Later),
        new TurnPassed(At, "ann"),
        new BidPaid(At, "zoë", 1_00),
        new LotFact.BidWithdrawn("ann", "bid \"1\"", At),
        new TurnMissed(At, "zoë"),
        new LotFact.Closed(2, 1, At),
        new SaleFact.BidderCame("ann", At),
        new SaleFact.BidderLeft("ann", At),
        new SaleFact.Opened(At),
        new SaleFact.RoundOpened(1, At, Later),
        new SaleFact.RoundExtended(1, At, Later),
        new SaleFact.BidderActed("ann", 1),
        new SaleFact.RoundEnding(1, At),
        new SaleFact.RoundReported("lämp \"7\"", 1, 2, 3),
        new SaleFact.RoundClosed(1, 2, At),
        new SaleFact.RoundsOver(RoundsOverReason.Silence, At),
        new SaleFact.RoundsOver(RoundsOverReason.CloseOrdered, At),
        new SaleFact.CloseOrdered(At),
        new SaleFact.LotClosed("lamp", 1, 2, At),
        new SaleFact.Ended(1, 2, At),
        new SealedHouseFact.SellerSeated(1, At, Later),
        new SealedHouseFact.SellerLeft(1, At, true),
        new SealedHouseFact.RequestTaken(
            1,
            new SealedRequest(true, 10000, 2, "An old \\ \"vase\"", "2 100 2 An old \\ \"vase\""),
            At,
            Later),
        new SealedHouseFact.BuyerSeated(2, 1, At),
        new SealedHouseFact.BuyerLeft(2, 1, At),
        new SealedHouseFact.BiddingStarted(At, Later),
        new SealedHouseFact.BidTaken(2, 1, 12300, At),
        new SealedHouseFact.BuyerWithoutBid(2, 1, At),
        new SealedHouseFact.BiddingEnded(BiddingEnd.Overdue, At),
        new SealedHouseFact.Abandoned(1, At),
        new SealedHouseFact.Finished(1, 2, 12300, At),
        new SealedHouseFact.Finished(1, null, 0, At),
    ];

    /// <summary>Bids are written by a shorter way; what it writes is what the general writer does.</summary>
    [Fact]
    public void A_bid_is_the_same_bytes_by_either_way()
    {
        var people = new People();
        people.Add(new Person(1, "ann", "token", [1]));
        people.Add(new Person(2, "b\u00e4r", "token", [1]));
        using var general = new BodyWriter();
        string[] names = ["ann", "b\u00e4r", "client-5", "c\u00e4t", "\"d\"", ""];
        string[] ids =
        [
            "x-1_Y",
            "a b<>&'+/`~",
            "quote\"",
            "back\\slash",
            "tab\t",
            "del\u007f",
            "\u00fc",
            "\ud83d\ude00",
            "",
            new string('i', 64),
            new string('i', 600),
        ];
        long[] numbers = [0, 1, 4_000_000_000_000_000_000, long.MaxValue, long.MinValue, -1];
        var plain = 0;
        foreach (var bidder in names)
        {
            foreach (var leader in names.Append(null))
            {
                foreach (var id in ids)
                {
                    foreach (var number in numbers)
                    {
                        var bid = new LotFact.BidAccepted(bidder, id, number, number / 3, At, number / 7, leader);
                        general.Begin(people);
                        LotFactJson.Write(general, bid);
                        var expected = Encoding.UTF8.GetString(general.End());
                        Assert.Equal(expected, Encoding.UTF8.GetString(FactCodec.Encode(bid, At, people).Body));
                        var body = new byte[512];
                        if (BidText.Write(bid, people, body) is > 0 and var length)
                        {
                            plain++;
                            Assert.Equal(expected, Encoding.UTF8.GetString(body, 0, length));
                        }
                    }
                }
            }
        }
        // Who has a number or a plain name, leads or nobody does, and has a plain id.
        Assert.Equal(4 * 5 * 4 * numbers.Length, plain);
    }

    public static TheoryData<int> Places => [.. Enumerable.Range(0, Facts.Length)];

    [Theory, MemberData(nameof(Places))]
    public void A_fact_comes_back_as_it_was(int place)
    {
        var people = new People();
        people.Add(people.New(1, "ann", "token"));
        people.Add(people.New(2, "bob", null));
        var text = FactCodec.Encode(Facts[place], At, people);
        Assert.DoesNotContain("ann", Encoding.UTF8.GetString(text.Bytes), StringComparison.Ordinal);
        Assert.True(FactTime.TryRead(text.Time, out var at));
        Assert.Equal(Facts[place], FactCodec.Decode(text.Kind, at, text.Body, new ReferenceData(people, _ => null)));
    }

    [Fact]
    public void Every_kind_of_fact_is_tried_here()
    {
        var known = new[] { typeof(LotFact), typeof(SaleFact), typeof(SealedHouseFact) }
            .SelectMany(f => f.GetNestedTypes(BindingFlags.Public))
            .Concat(FormRegistry.All.SelectMany(form => form.Facts).Select(fact => fact.GetType()));
        Assert.Equal(known.Select(t => t.FullName).Order(), Facts.Select(f => f.GetType().FullName).Distinct().Order());
    }

    [Fact]
    public void A_bidder_and_a_sale_come_back_with_what_is_kept_apart_from_them()
    {
        var settings = Houses.Settings("auction.rounds.ties=drawn", "auction.rounds.seed=-7");
        var catalogue = Houses.Catalogue("""
            lots = [
              { id = lamp, title = "A \"brass\" lämp", start = "10.00", units = 2, seller = sue }
              { id = cup, form = second_price, start = "10.00", open-for = 30s }
              { id = jug, form = first_price, start = "10.00", open-for = 1500ms }
              { id = violin, form = proxy, start = "100.00", reserve = "150.00", open-for = 3m, soft-close = 1m }
              { id = viola, form = proxy, start = "100.00", increment = "2.50" }
              { id = bus, form = reverse, start = "100.00",
                soft-close = 1m, extend = add, extend-by = 7s, extend-times = 3, extend-most = 9m }
            ]
            """, settings);
        var people = new People();
        var registered = new RegistryFact.BidderRegistered("ann", "0123456789abcdef", At);
        var putUp = new RegistryFact.SalePutUp(2, At, catalogue.SaleTerms(2, settings), catalogue);
        var texts = new List<FactText>();
        foreach (var fact in new RegistryFact[] { registered, putUp })
        {
            texts.Add(FactCodec.Encode(fact, At, people));
            foreach (var person in texts[^1].NewReferences.OfType<Person>()) people.Add(person);
        }
        var bodies = texts.SelectMany(t => t.NewReferences).OfType<StoredCatalogue>().ToDictionary(c => c.Hash, c => c.Body);
        var apart = new ReferenceData(people, hash => bodies[hash]);
        Assert.Equal(registered, FactCodec.Decode(texts[0].Kind, At, texts[0].Body, apart));
        var read = Assert.IsType<RegistryFact.SalePutUp>(FactCodec.Decode(texts[1].Kind, At, texts[1].Body, apart));
        Assert.Equal(catalogue.Lots.AsEnumerable(), read.Catalogue.Lots.AsEnumerable());
        Assert.Equal(putUp.Terms with { RoundLots = [], TimedLots = [] }, read.Terms with { RoundLots = [], TimedLots = [] });
        Assert.Equal(putUp.Terms.TimedLots.AsEnumerable(), read.Terms.TimedLots.AsEnumerable());
        Assert.DoesNotContain("sue", Encoding.UTF8.GetString(bodies.Single().Value), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_cannot_be_exchanged_and_an_erased_one_is_nobodys()
    {
        var people = new People();
        var text = FactCodec.Encode(new RegistryFact.BidderRegistered("ann", "token", At), At, people);
        var ann = text.NewReferences.OfType<Person>().Single();
        People With(Person person)
        {
            var other = new People();
            other.Add(person);
            return other;
        }

        object Decode(Person person) => FactCodec.Decode(text.Kind, At, text.Body, new ReferenceData(With(person), _ => null));
        Assert.Throws<FormatException>(() => Decode(ann with { Name = "eve" }));
        Assert.Throws<FormatException>(() => Decode(ann with { Token = "stolen" }));
        Assert.Throws<FormatException>(() => Decode(ann with { Salt = null }));
        Assert.Equal(new RegistryFact.BidderRegistered("~1", "", At), Decode(new Person(1, null, null, null)));
    }

    [Theory]
    [InlineData("Lot.Closed", "{\"sold\":1}")]
    [InlineData("Lot.Closed", "{\"sold\":1,\"unsold\":2,\"more\":3}")]
    [InlineData("Lot.Closed", "{\"unsold\":1,\"sold\":2}")]
    [InlineData("Lot.Closed", "{\"sold\":99999999999,\"unsold\":2}")]
    [InlineData("Lot.Closed", "{\"sold\":")]
    [InlineData("Lot.Closed/2", "{\"sold\":1,\"unsold\":2}")]
    [InlineData(
        "Lot.BidAccepted/2",
        "{\"bidder\":\"c\",\"id\":\"x\",\"amountMinor\":1,\"order\":1,\"priceMinor\":1,\"leader\":null,\"salt\":\"ff\"}")]
    [InlineData("Lot.BidderPassed", "{\"bidder\":9,\"round\":2}")]
    [InlineData("Sale.RoundsOver", "{\"reason\":\"Boredom\"}")]
    [InlineData("Nothing", "{}")]
    public void What_is_not_as_it_was_written_is_no_fact(string kind, string body) =>
        Assert.Throws<FormatException>(() => FactCodec.Decode(
            Encoding.UTF8.GetBytes(kind), At, Encoding.UTF8.GetBytes(body), new ReferenceData(new People(), _ => null)));
}
