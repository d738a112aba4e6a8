using System.Text.RegularExpressions;
using AkkaAuction.Bidder.Market;
using AkkaAuction.Bidder.Play;
using AkkaAuction.Bidder.Screens;
using AkkaAuction.Rules.Money;
using static AkkaAuction.Bidder.Tests.Told;

namespace AkkaAuction.Bidder.Tests.Play;

public sealed partial class LiveScreenTests
{
    private static readonly BidderState State = new BidderState("me", 1000_00)
        .After(
            "WELCOME me t time=2026-11-20T12:00:00.000Z", Lot("clock", 10, 2),
            Lot("[vase]", 5, 1, "proxy", closes: "2026-11-20T12:00:30.000Z"),
            Lot("gone", 5, 0, state: "closed"), "READY 4", "ROUND 1 OPEN 5 closes=2026-11-20T12:00:09.500Z")
        .Bidding("clock", 12_00, 1);

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(200)]
    public void Shows_every_lot_what_is_ones_own_and_what_is_being_typed(int width)
    {
        var lines = Drawn(width, 30);

        Assert.Contains("me at here", lines[0], StringComparison.Ordinal);
        Assert.Contains("round 1, 10 s left", lines[0], StringComparison.Ordinal);
        Assert.Matches(
            "clock .*10\\.00 +10\\.01 +2 .*bid 12\\.00",
            Assert.Single(lines, line => line.StartsWith("  clock ", StringComparison.Ordinal)));
        Assert.Matches("\\[vase\\] .*30 s", Assert.Single(lines, line => line.StartsWith("  [vase] ", StringComparison.Ordinal)));
        Assert.Contains(
            lines, line => line.Contains("gone", StringComparison.Ordinal) && line.Contains("closed", StringComparison.Ordinal));
        Assert.Contains("Something happened.", lines);
        Assert.Equal("> clock 1", lines[^1]);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void A_long_text_is_wrapped_between_words_with_its_number_on_the_first_line(int width)
    {
        const string Text = "Refused (204): the bid is too low; an-old-clock is at 1250.00, bid 1260.00 or more. "
            + "Its seller takes no less, now or later.";
        var screen = Screen(width, 30, out var output);
        screen.Say("Before.");
        screen.Say(Text);
        screen.Show(Model(State));

        var lines = Plain(output.ToString()).ToList();
        var first = lines.FindIndex(line => line.StartsWith("Refused (204)", StringComparison.Ordinal));
        Assert.Equal("Before.", lines[first - 1]);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, width - 1));
        Assert.Equal(Text, $"{lines[first]} {lines[first + 1].TrimStart()}");
    }

    [Theory]
    [InlineData(60, 24)]
    [InlineData(80, 24)]
    [InlineData(80, 12)]
    [InlineData(120, 24)]
    [InlineData(30, 10)]
    public void A_lot_takes_one_line_however_long_its_names_are(int width, int height)
    {
        var state = new BidderState("me", 1000_00).After(
            "WELCOME me t time=2026-11-20T12:00:00.000Z",
            Lot("an-old-grandfather-clock-of-1850-with-a-long-name", 1_234_567, form: "proxy", closes: "2026-11-20T12:30:00.000Z"),
            Lot("花瓶-一つの古い陶器の花瓶です", 10, 3), Lot("lamp", 5, 1, "reverse_sealed"), "READY 4");
        var screen = Screen(width, height, out var output);
        screen.Say("Something happened.");
        screen.Show(Model(state));

        var lines = Plain(output.ToString());
        Assert.InRange(lines.Length, 1, height);
        Assert.StartsWith("me at he", lines[0], StringComparison.Ordinal);
        Assert.Equal("> clock 1", lines[^1]);
        Assert.All(lines, line => Assert.InRange(Cells.Width(line), 0, width - 1));
        if (width < 60) return;
        Assert.Matches(
            "^  an-old-.* 1234567.00 .*30 min$", Assert.Single(lines, line => line.Contains("an-old-", StringComparison.Ordinal)));
        Assert.Contains("Something happened.", lines);
    }

    [Fact]
    public void What_happened_fills_a_tall_window()
    {
        var screen = Screen(80, 50, out var output);
        foreach (var number in Enumerable.Range(1, 100)) screen.Say($"Happened {number}.");
        screen.Show(Model(State));

        var lines = Plain(output.ToString());
        Assert.Equal(50, lines.Length);
        Assert.Contains("Happened 70.", lines);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(80)]
    public void All_that_can_be_typed_is_shown_whatever_the_width(int width)
    {
        var lines = Drawn(width, 24);
        var first = Array.FindIndex(lines, line => line.StartsWith("Type a lot", StringComparison.Ordinal));
        Assert.Equal(PlayLine.HelpText, string.Join(' ', lines[first..^1].Select(line => line.Trim())));
    }

    [Fact]
    public void Stays_within_a_small_window()
    {
        var state = Enumerable.Range(1, 100).Aggregate(State, (known, number) => known.After(Lot($"lot-{number:000}")));
        var screen = Screen(80, 20, out var output);
        for (var happened = 0; happened < 50; happened++) screen.Say($"Happened {happened}: {new string('x', 200)}");

        screen.Show(Model(state));

        var lines = Plain(output.ToString());
        Assert.InRange(lines.Length, 10, 20);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
        Assert.Contains(lines, line => line.Contains("more: a taller window shows them", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("Happened 49", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void Names_the_joined_sale_and_rather_cuts_the_address_than_the_line(int width)
    {
        var screen = Screen(width, 24, out var output);
        screen.Show(Model(State) with { Sale = "evening", Connection = "akka.tcp://house@auctions.example.org:8110" });

        var lines = Plain(output.ToString());
        Assert.StartsWith("me in evening at akka.tcp://house@auc", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("   round 1, 10 s left   bought 0 for 0.00", lines[0], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
    }

    [Fact]
    public void All_that_was_bought_stands_in_the_head_each_amount_with_its_currency_where_there_are_two()
    {
        var screen = Screen(120, 24, out var output);
        screen.Show(Model(State) with
        {
            Sale = "south",
            Title = "Southern wines",
            Bought = [new Purchase("red", 45_00, 3) { Currency = new Currency("EUR", 2) }, new Purchase("hammer", 60_00, 9)],
        });

        var head = Plain(output.ToString())[0];
        Assert.StartsWith("me in south (Southern wines) at here   round 1", head, StringComparison.Ordinal);
        Assert.EndsWith("bought 2 for 45.00 EUR + 60.00 USD", head, StringComparison.Ordinal);
    }

    [Fact]
    public void What_others_bid_on_lots_of_theirs_pushes_no_answer_out_and_ones_own_lot_has_one_line()
    {
        var screen = Screen(80, 14, out var output);
        screen.Say("Taken: 12.00 on clock.");
        foreach (var price in Enumerable.Range(1, 50))
        {
            screen.SayPrice("vase", $"vase is at {price}.00; bot-1 leads.", isOnes: false);
            screen.SayPrice("clock", $"clock is at {price}.00; bot-2 leads.", isOnes: true);
        }
        screen.Show(Model(State));

        var lines = Plain(output.ToString());
        Assert.Contains("Taken: 12.00 on clock.", lines);
        Assert.Equal(
            "clock is at 50.00; bot-2 leads.", Assert.Single(lines, line => line.StartsWith("clock is at", StringComparison.Ordinal)));
        Assert.DoesNotContain(lines, line => line.StartsWith("vase is at", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("outbid", "OUTBID 12 vase 31.00", "PRICE 12 vase 31.00 leader=ada next=32.00 closes=-")]
    [InlineData("bid 30.00", "PRICE 12 vase 30.00 leader=me next=31.00 closes=-")]
    [InlineData("won 1", "SOLD 12 vase 30.00 to=me units=0", "WON 12 vase 30.00", "CLOSED 13 vase sold=1 unsold=0")]
    [InlineData("lost", "SOLD 12 vase 31.00 to=ada units=0", "CLOSED 13 vase sold=1 unsold=0")]
    public void How_ones_bid_stands_is_told(string yours, params string[] lines)
    {
        var state = new BidderState("me", 1000_00)
            .After("WELCOME me t time=2026-11-20T12:00:00.000Z", Lot("vase", form: "proxy"), "READY 4")
            .Bidding("vase", 30_00, 0).After(lines);
        var screen = Screen(80, 24, out var output);
        screen.Show(Model(state));

        Assert.EndsWith(yours, Row("vase", output), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_leads_by_a_bid_of_an_earlier_visit_is_told_so()
    {
        var state = new BidderState("me", 1000_00) { IsBack = true }.After(
            "WELCOME me t time=2026-11-20T12:00:00.000Z",
            Lot("vase", form: "proxy").Replace("leader=-", "leader=me", StringComparison.Ordinal), "READY 4");
        var screen = Screen(80, 24, out var output);
        screen.Show(Model(state));

        Assert.EndsWith("you lead", Row("vase", output), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_lot_that_closed_while_nobody_listened_no_price_is_told()
    {
        var state = new BidderState("me", 1000_00).After(
            "WELCOME me t time=2026-11-20T12:00:00.000Z", Lot("anvil", 65), Lot("vase"), "READY 4",
            "WELCOME me t time=2026-11-20T12:00:00.000Z", Lot("vase"), "READY 8");
        var screen = Screen(80, 24, out var output);
        screen.Show(Model(state));

        var row = Row("anvil", output);
        Assert.Matches("anvil .*not known +- +- +- +closed$", row);
        Assert.DoesNotContain("65", row, StringComparison.Ordinal);
        Assert.Equal(
            "anvil: anvil, rounds, closed while you were away; at what price is not known",
            EventText.OfLot(state.Market.Lots["anvil"], "me", state.Market.ClosedUnseen.Contains("anvil")));
    }

    [Fact]
    public void In_a_sale_of_two_currencies_each_price_has_its_own()
    {
        var state = new BidderState("me", 1000_00).After(
            "WELCOME me t time=2026-11-20T12:00:00.000Z", Lot("vase"),
            Lot("red", 45).Replace("currency=USD", "currency=EUR", StringComparison.Ordinal), "READY 4");
        var screen = Screen(120, 24, out var output);
        screen.Show(Model(state));

        Assert.Contains("45.00 EUR", Row("red", output), StringComparison.Ordinal);
        Assert.Contains("10.00 USD", Row("vase", output), StringComparison.Ordinal);
    }

    private static string Row(string lot, StringWriter drawn) =>
        Assert.Single(Plain(drawn.ToString()), line => line.StartsWith($"  {lot} ", StringComparison.Ordinal));

    [Fact]
    public void Gives_the_terminal_back_as_it_was()
    {
        var screen = Screen(80, 24, out var output);
        screen.Show(Model(State));
        screen.Dispose();

        Assert.StartsWith("\e[?1049h", output.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("\e[?1049l", output.ToString(), StringComparison.Ordinal);
    }

    private static string[] Drawn(int width, int height)
    {
        var screen = Screen(width, height, out var output);
        screen.Say("Something happened.");
        screen.Show(Model(State));
        return Plain(output.ToString());
    }

    private static PlayModel Model(BidderState state) => new(state, "here", Noon, "clock 1");

    private static LivePlayScreen Screen(int width, int height, out StringWriter output)
    {
        var written = output = new StringWriter();
        return new LivePlayScreen(written, () => (width, height));
    }

    private static string[] Plain(string drawn) => Escapes().Replace(drawn, "").Split("\r\n");

    [GeneratedRegex("\e\\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Escapes();
}
