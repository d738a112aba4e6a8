using AkkaAuction.Messages.Originals;
using AkkaAuction.Rules;

namespace AkkaAuction.Messages.Tests.Originals;

/// <summary>The bidding room's words, written and read.</summary>
public sealed class RoomWordsTests
{
    [Fact, Trait("Requirement", "R2.7")]
    public void The_words_are_the_originals()
    {
        Assert.Equal("New highest bid for Laptop: $550.25", RoomWords.NewHighest("Laptop", "550.25"));
        Assert.Equal("Your bid for Laptop is now the highest at $550.25", RoomWords.YouLead("Laptop", "550.25"));
        Assert.Equal("Bid rejected. Either the bid is too low or you already have the highest bid.", RoomWords.Rejected);
        Assert.Equal("Item Boat not found or sold out.", RoomWords.NotFound("Boat"));
        Assert.Equal("Item Laptop sold to Client 2 for $550.25", RoomWords.Sold("Laptop", 2, "550.25"));
        Assert.Equal("Congratulations! You won Laptop for $550.25", RoomWords.Won("Laptop", "550.25"));
    }

    [Theory, Trait("Requirement", "R2.7")]
    [InlineData(550_25, "550.25")]
    [InlineData(100_000_00, "100000")]
    [InlineData(100_002_50, "100002.5")]
    public void Amounts_are_shown_without_needless_zeros(long minor, string shown) => Assert.Equal(shown, RoomWords.Amount(minor, 2));

    [Theory, Trait("Requirement", "R2.7")]
    [InlineData("Laptop,550.25", "Laptop", 550_25, RejectionCode.None)]
    [InlineData(" Laptop , 550.5 ", "Laptop", 550_50, RejectionCode.None)]
    [InlineData("Old Lamp,7", "Old Lamp", 7_00, RejectionCode.None)]
    [InlineData("Table, round,7", "Table, round", 7_00, RejectionCode.None)]
    [InlineData("Laptop", "Laptop", 0, RejectionCode.NotAnAmount)]
    [InlineData("Laptop,", "Laptop", 0, RejectionCode.NotAnAmount)]
    [InlineData("Laptop,abc", "Laptop", 0, RejectionCode.NotAnAmount)]
    [InlineData("Laptop,-5", "Laptop", 0, RejectionCode.NotAnAmount)]
    [InlineData("Laptop,1e9", "Laptop", 0, RejectionCode.NotAnAmount)]
    [InlineData("Laptop,550.255", "Laptop", 0, RejectionCode.NotAnAmount)]
    [InlineData("Laptop,99999999999999999999", "Laptop", 0, RejectionCode.AboveCeiling)]
    [InlineData("", "", 0, RejectionCode.NotAnAmount)]
    [InlineData(",", "", 0, RejectionCode.NotAnAmount)]
    public void A_bid_is_an_item_a_comma_and_an_amount(string text, string item, long minor, RejectionCode code)
    {
        Assert.Equal(code, RoomWords.ParseBid(text, 2, out var found, out var amount));
        Assert.Equal((item, minor), (found, amount));
    }

    [Fact]
    public void What_a_client_sent_comes_back_on_one_line_and_no_longer_than_a_name()
    {
        Assert.Equal("Item a b not found or sold out.", RoomWords.NotFound("a\u001bb"));
        Assert.Equal(255 + "Item  not found or sold out.".Length, RoomWords.NotFound(new string('x', 5000)).Length);
    }

    [Theory, Trait("Requirement", "R2.7")]
    [InlineData("Laptop")]
    [InlineData("Old Lamp for $5: $6 sold to Client 3")]
    public void A_client_understands_every_line_whatever_the_items_name(string item)
    {
        RoomEvent[] sayings =
        [
            new RoomEvent.NewHighest(item, 550_25), new RoomEvent.YouLead(item, 100_000_00), new RoomEvent.Rejected(),
            new RoomEvent.NotFound(item), new RoomEvent.Sold(item, 12, 5_50), new RoomEvent.Won(item, 1),
        ];
        Assert.All(sayings, saying => Assert.Equal(saying, RoomEvent.Parse(Write(saying), 2)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Hello")]
    [InlineData("New highest bid for Laptop: $x")]
    [InlineData("Item Laptop sold to Client x for $5")]
    [InlineData("Item  for $5")]
    [InlineData("Your bid for : $5")]
    public void A_line_it_does_not_know_is_kept_as_it_is(string line) =>
        Assert.Equal(new RoomEvent.Other(line), RoomEvent.Parse(line, 2));

    private static string Write(RoomEvent saying) => saying switch
    {
        RoomEvent.NewHighest s => RoomWords.NewHighest(s.Item, RoomWords.Amount(s.AmountMinor, 2)),
        RoomEvent.YouLead s => RoomWords.YouLead(s.Item, RoomWords.Amount(s.AmountMinor, 2)),
        RoomEvent.Rejected => RoomWords.Rejected,
        RoomEvent.NotFound s => RoomWords.NotFound(s.Item),
        RoomEvent.Sold s => RoomWords.Sold(s.Item, s.Client, RoomWords.Amount(s.AmountMinor, 2)),
        RoomEvent.Won s => RoomWords.Won(s.Item, RoomWords.Amount(s.AmountMinor, 2)),
        _ => throw new ArgumentOutOfRangeException(nameof(saying)),
    };
}
