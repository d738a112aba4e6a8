using AkkaAuction.Rules.Originals;

namespace AkkaAuction.Rules.Tests.Originals;

/// <summary>What is a request, and what is a bid.</summary>
public sealed class RequestAndBidTests
{
    [Theory, Trait("Requirement", "R3.2")]
    [InlineData("2 100 3 WolfPackSword", true, 100_00, 3, "WolfPackSword")]
    [InlineData("1 1 1 x", false, 1_00, 1, "x")]
    [InlineData("1 1000000 9 Two Words", false, 1_000_000_00, 9, "Two Words")]
    [InlineData("  1  07  2   Café 7 ", false, 7_00, 2, "Café 7")]
    public void A_request_says_type_lowest_price_number_of_bids_and_item(string text, bool second, long lowest, int bids, string item) =>
        Assert.Equal(new SealedRequest(second, lowest, bids, item, text.Trim()), SealedRequest.Parse(text, House.Terms));

    [Theory, Trait("Requirement", "R3.2")]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("hello")]
    [InlineData("2 100 3")]
    [InlineData("2 100 3 ")]
    [InlineData("0 100 3 Sword")]
    [InlineData("3 100 3 Sword")]
    [InlineData("two 100 3 Sword")]
    [InlineData("2 0 3 Sword")]
    [InlineData("2 -100 3 Sword")]
    [InlineData("2 +100 3 Sword")]
    [InlineData("2 99.5 3 Sword")]
    [InlineData("2 1e2 3 Sword")]
    [InlineData("2 ١٠٠ 3 Sword")]
    [InlineData("2 100 0 Sword")]
    [InlineData("2 100 10 Sword")]
    [InlineData("2 100 -1 Sword")]
    [InlineData("2 100 x Sword")]
    [InlineData("2 1000001 3 Sword")]
    [InlineData("2 99999999999999999999999999 3 Sword")]
    [InlineData("2 100 3 Sw\u0007ord")]
    [InlineData("2,100,3,Sword")]
    [InlineData("2 100 3 Sw\uFFFDrd")]
    public void Anything_else_is_no_request(string text) => Assert.Null(SealedRequest.Parse(text, House.Terms));

    [Theory, Trait("Requirement", "R3.2")]
    [InlineData(255, "x", true)]
    [InlineData(256, "x", false)]
    [InlineData(255, "😀", true)]
    [InlineData(256, "😀", false)]
    public void An_item_has_up_to_255_characters(int length, string character, bool right) =>
        Assert.Equal(right, SealedRequest.Parse($"1 5 1 {string.Concat(Enumerable.Repeat(character, length))}", House.Terms) is not null);

    [Theory, Trait("Requirement", "R3.4")]
    [InlineData("120", 120_00)]
    [InlineData(" 1 ", 1_00)]
    [InlineData("1000000", 1_000_000_00)]
    [InlineData("0", null)]
    [InlineData("", null)]
    [InlineData("-5", null)]
    [InlineData("12.5", null)]
    [InlineData("1 2", null)]
    [InlineData("$120", null)]
    [InlineData("١٢", null)]
    [InlineData("1000001", null)]
    [InlineData("170141183460469231731687303715884105728", null)]
    public void A_bid_is_one_positive_integer(string text, int? minor)
    {
        var house = House.Bidding("1 100 2 Sword", 2);
        var answer = house.Say(11, text);
        Assert.Equal(minor is null, answer.IsRefused);
        if (minor is null) Assert.Equal(RejectionCode.NotAnAmount, answer.Rejection.Code);
        Assert.Equal(minor, (int?)house.State.BuyerOf(11)!.BidMinor);
    }

    [Fact, Trait("Requirement", "R3.4")]
    public void After_a_wrong_bid_the_Buyer_tries_again_and_after_a_right_one_nothing_more_is_taken()
    {
        var house = House.Bidding("1 100 2 Sword", 2);
        Assert.True(house.Say(11, "some wrong bid").IsRefused);
        Assert.False(house.Say(11, "120").IsRefused);
        var second = house.Say(11, "500");
        Assert.True(!second.IsRefused && second.Facts.IsEmpty);
        Assert.False(house.Say(11, "nonsense").IsRefused);
        Assert.Equal(120_00, house.State.BuyerOf(11)!.BidMinor);
    }
}
