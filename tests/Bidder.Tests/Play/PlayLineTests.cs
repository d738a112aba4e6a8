using AkkaAuction.Bidder.Market;
using AkkaAuction.Bidder.Play;
using AkkaAuction.Rules.Money;
using static AkkaAuction.Bidder.Tests.Told;

namespace AkkaAuction.Bidder.Tests.Play;

public sealed class PlayLineTests
{
    private static readonly MarketView Market = MarketView.Empty.After(Lot("Clock"), Lot("vase"), Lot("VASE"));

    public static TheoryData<string, PlayLine> Understood => new()
    {
        { "", new PlayLine.Nothing() },
        { "   ", new PlayLine.Nothing() },
        { "Clock 12.50", new PlayLine.Bid("Clock", 12_50) },
        { "  bid  Clock  12 ", new PlayLine.Bid("Clock", 12_00) },
        { "clock 12.5", new PlayLine.Bid("Clock", 12_50) },
        { "vase 12", new PlayLine.Bid("vase", 12_00) },
        { "Vase 12", new PlayLine.Bid("Vase", 12_00) },
        { "nosuch 12", new PlayLine.Bid("nosuch", 12_00) },
        { "clock,12.50", new PlayLine.Bid("Clock", 12_50) },
        { "Clock, 12", new PlayLine.Bid("Clock", 12_00) },
        { "PASS", new PlayLine.Pass(null) },
        { "pass clock", new PlayLine.Pass("Clock") },
        { "me", new PlayLine.Me() },
        { "lots", new PlayLine.Lots() },
        { "sales", new PlayLine.Sales() },
        { "JOIN evening", new PlayLine.Join("evening") },
        { "evening/Lamp 12", new PlayLine.Bid("evening/Lamp", 12) { Digits = 0, IsOfUnknownCurrency = true } },
        { "pass evening/lamp", new PlayLine.Pass("evening/lamp") },
        { "morning/clock 12", new PlayLine.Bid("Clock", 12_00) },
        { "bid morning/Clock 12", new PlayLine.Bid("Clock", 12_00) },
        { "pass morning/clock", new PlayLine.Pass("Clock") },
        { "help", new PlayLine.Help() },
        { "?", new PlayLine.Help() },
        { "quit", new PlayLine.Quit() },
        { "exit", new PlayLine.Quit() },
    };

    [Theory]
    [InlineData("clock", "Write an amount behind the lot: clock 10.01 would do.")]
    [InlineData("CLOCK", "Write an amount behind the lot: clock 10.01 would do.")]
    [InlineData("gone", "gone is closed.")]
    [InlineData("nothing", "Not understood. Type a lot and an amount, or help.")]
    public void A_lot_alone_is_told_what_is_missing(string typed, string why)
    {
        var lots = Fresh().Lots.Values;
        Assert.Equal(why, Assert.IsType<PlayLine.Wrong>(PlayLine.Parse(typed, lots)).Why);

        static MarketView Fresh() => MarketView.Empty.After(Lot("clock"), Lot("gone", state: "closed"));
    }

    [Theory]
    [InlineData("rounds: bids are hidden")]
    [InlineData("SALE/LOT AMOUNT")]
    [InlineData("proxy")]
    [InlineData("how to come back")]
    public void Help_explains(string what) =>
        Assert.Contains(PlayLine.Explained, line => line.Contains(what, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Understood))]
    public void Is_understood_however_it_is_spaced_or_cased(string text, PlayLine line) =>
        Assert.Equal(line, PlayLine.Parse(text, Market.Lots.Values, "morning"));

    [Theory]
    [InlineData("kyoto/bowl 13000", 13000, 0, false)]
    [InlineData("manama/pearl 12.345", 12345, 3, false)]
    [InlineData("nara/pearl 9100", 9100, 0, true)]
    [InlineData("nara/pearl 9.5", 95, 1, true)]
    [InlineData("clock 9.5", 950, 2, false)]
    public void An_amount_in_another_sale_is_read_in_its_currency_or_as_it_was_typed(
        string text, long minor, byte digits, bool isUnknown)
    {
        var bid = Assert.IsType<PlayLine.Bid>(PlayLine.Parse(text, Market.Lots.Values, "morning", CurrencyOf));
        Assert.Equal((minor, digits, isUnknown), (bid.AmountMinor, bid.Digits, bid.IsOfUnknownCurrency));

        static Currency? CurrencyOf(string lot) => lot switch
        {
            "kyoto/bowl" => Currency.Of("JPY"),
            "manama/pearl" => Currency.Of("BHD"),
            _ => null,
        };
    }

    [Theory]
    [InlineData("clock 1e9", "not an amount")]
    [InlineData("clock -5", "not an amount")]
    [InlineData("clock 1.234", "not an amount")]
    [InlineData("clock 99999999999999999999", "Not sent (206): 99999999999999999999 is above the highest amount the house takes")]
    [InlineData("clock 9,50", "Not sent (205): '9,50' is not an amount; write it like 550.25.")]
    [InlineData("bid clock 9,50", "'9,50' is not an amount")]
    [InlineData("clock,9,50", "'9,50' is not an amount")]
    [InlineData("clöck 5", "'clöck' is no lot's id; type lots")]
    [InlineData("\"clock\" 5", "no lot's id")]
    [InlineData("pass clöck", "no lot's id")]
    [InlineData("a/b/c 5", "no lot's id")]
    [InlineData("join", "join SALE; type sales")]
    [InlineData("join a/b", "join SALE")]
    [InlineData("join a b", "join SALE")]
    [InlineData("bid clock", "bid LOT AMOUNT")]
    [InlineData("bid", "bid LOT AMOUNT")]
    [InlineData("what is this all about", "Not understood")]
    public void Is_answered_with_what_would_be_right_when_it_makes_no_sense(string text, string words) =>
        Assert.Contains(words, Assert.IsType<PlayLine.Wrong>(PlayLine.Parse(text, Market.Lots.Values)).Why, StringComparison.Ordinal);
}
