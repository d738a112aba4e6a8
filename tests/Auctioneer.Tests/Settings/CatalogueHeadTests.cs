using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Tests.Settings;

/// <summary>What a catalogue says of its sale beside the lots: id, title, opening time, and settings for this sale alone.</summary>
public sealed class CatalogueHeadTests
{
    private const string Lots = "\nlots = [ { id = a, start = 1 } ]";

    private static readonly HouseSettings Defaults = HouseSettings.Default();

    [Fact]
    public void What_it_says_goes_before_the_settings_and_what_it_leaves_out_is_theirs()
    {
        var terms = Terms("""
            sale = winter-evening
            title = "An evening's sale"
            opens = "2026-12-24T18:00:00Z"
            bidders-to-start = 0
            rounds { length = 2m, limit = 7, silence = none, close-when-all-acted = on }
            """);
        Assert.Equal(("winter-evening", "An evening's sale", 0), (terms.Name, terms.Title, terms.BiddersToStart));
        Assert.Equal(new DateTimeOffset(2026, 12, 24, 18, 0, 0, TimeSpan.Zero), terms.OpensAt);
        Assert.Equal(
            (TimeSpan.FromMinutes(2), 7, null, true),
            (terms.RoundLength, terms.RoundLimit, terms.SilentRoundLimit, terms.CloseRoundWhenAllActed));

        var rest = Terms("rounds { limit = 7 }");
        Assert.Equal((Defaults.Rounds.Length, 7, Defaults.Rounds.Silence), (rest.RoundLength, rest.RoundLimit, rest.SilentRoundLimit));
        Assert.Equal(("lots", "lots", null, Defaults.Sale.BiddersToStart), (rest.Name, rest.Title, rest.OpensAt, rest.BiddersToStart));
        Assert.Equal(Defaults.Rounds.CloseWhenAllActed, rest.CloseRoundWhenAllActed);
    }

    [Theory]
    [InlineData("catalogue.conf", "catalogue")]
    [InlineData("/some/folder/evening.2026.conf", "evening.2026")]
    [InlineData("the l\u00e4mps & more.conf", "the-l-mps---more")]
    [InlineData(".conf", "sale")]
    [InlineData("...conf", "sale")]
    [InlineData("-.conf", "sale")]
    public void A_sale_without_an_id_has_its_files_name(string source, string name) =>
        Assert.Equal(name, CatalogueReader.Read(Lots, source, Defaults).SaleTerms(1, Defaults).Name);

    [Fact]
    public void A_random_catalogue_says_as_much_of_its_sale()
    {
        var made = CatalogueReader.Read("sale = x, random { seed = 1, lots = 2, price = [5, 6], units = [1, 1] }", "lots.conf", Defaults);
        Assert.Equal(("x", 2), (made.SaleTerms(1, Defaults).Name, made.Lots.Length));
    }

    [Theory]
    [InlineData("2026-12-24T18:00Z", 0)]
    [InlineData("2026-12-24T18:00:01.5Z", 1500)]
    public void A_time_may_leave_out_its_seconds_or_have_parts_of_them(string text, int milliseconds) => Assert.Equal(
        new DateTimeOffset(2026, 12, 24, 18, 0, 0, TimeSpan.Zero).AddMilliseconds(milliseconds), Terms($"opens = \"{text}\"").OpensAt);

    [Theory]
    [InlineData("opens = \"2026-12-24T18:00:00\"", "it must be a time in UTC, with Z at its end: \"2026-12-24T18:00:00Z\" if it is")]
    [InlineData("opens = \"2026-12-24T18:00:00+01:00\"", "it must be a time in UTC: this one is \"2026-12-24T17:00:00Z\"")]
    [InlineData("opens = tomorrow", "opens is \"tomorrow\"; it must be a time in UTC, like \"2026-12-24T18:00:00Z\"")]
    [InlineData("opens = \"2026-13-24T18:00:00Z\"", "it must be a time in UTC, like")]
    [InlineData("sale = \"two words\"", "sale is \"two words\"; it must be 1 to 64 letters, digits, dots, - and _")]
    [InlineData("sale = \"..\"", "with a letter or digit among them")]
    [InlineData("bidders-to-start = 0", "it must be a whole number from 1 to 1000000; 0 only where the sale has an opening time")]
    [InlineData("rounds = 5", "rounds is \"5\"; it must be an object")]
    [InlineData("rounds { length = 0s }", "rounds.length is \"0s\"; it must be a time from")]
    [InlineData("rounds { limit = 0 }", "rounds.limit is \"0\"; it must be a whole number from 1 to")]
    [InlineData("rounds { lenght = 5s }", "rounds: there is no key lenght here. Did you mean length?")]
    [InlineData("open = 5", "there is no key open here. Did you mean opens?")]
    public void What_cannot_be_used_is_named_with_its_line_and_what_would_be_right(string text, string words)
    {
        var fault = Assert.Throws<SettingsException>(() => Terms("# a comment\n" + text));
        Assert.StartsWith("lots.conf, line 2: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
    }

    private static SaleTerms Terms(string head) => CatalogueReader.Read(head + Lots, "lots.conf", Defaults).SaleTerms(1, Defaults);
}
