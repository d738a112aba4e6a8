using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Rules.Forms.Proxy;
using AkkaAuction.Rules.Forms.Reverse;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Tests.Settings;

/// <summary>Catalogues (R1.1): read from a file or made from a seed, exact to the cent, and wrong rows named.</summary>
public sealed class CatalogueTests
{
    private static readonly HouseSettings Defaults = HouseSettings.Default();

    [Fact]
    [Trait("Requirement", "R1.1")]
    public void A_list_of_lots_is_read_as_it_is_written()
    {
        var lots = Read("""
            lots = [
              { id = lamp, title = "Desk lamp", start = "20.00", units = 2 }
              { id = rug, start = 49.99, seller = sam }
              { id = violin, form = proxy, start = "100", reserve = "150.5", increment = "2.50", open-for = 5m }
              { id = cup, form = second_price, start = "0.01" }
            ]
            """).Lots;
        Assert.Equal(
            ("lamp", "Desk lamp", 2000L, 2, null),
            (lots[0].Id, lots[0].Title, lots[0].StartPriceMinor, lots[0].Units, lots[0].OpenFor));
        Assert.Equal(("rug", "rug", 4999L, 1, "sam"), (lots[1].Id, lots[1].Title, lots[1].StartPriceMinor, lots[1].Units, lots[1].Seller));
        var proxy = Assert.IsType<ProxyTerms>(lots[2].Form);
        Assert.Equal((15050L, 250L, TimeSpan.FromMinutes(5)), (proxy.ReserveMinor, proxy.Increments.At(1), lots[2].OpenFor));
        Assert.Equal(("second_price", 1L, TimeSpan.FromSeconds(60)), (lots[3].Form.Name, lots[3].StartPriceMinor, lots[3].OpenFor));
    }

    [Fact]
    public void Steps_are_an_amount_a_share_or_a_table_of_ones_own_and_a_choice_is_a_word()
    {
        var lots = Read("""
            lots = [
              { id = a, form = reverse, start = 100, decrement = "2.50", reserve = 90 }
              { id = b, form = reverse, start = 100, decrement = "2.5%" }
              { id = c, form = reverse, start = 100, decrements = [ { below = 50, by = "0.50" }, { by = 2 } ] }
              { id = d, form = reverse, start = 100 }
              { id = e, form = proxy, start = 1, increments = [ { below = 50, by = "0.50" }, { by = 2 } ] }
              { id = f, form = reverse_sealed, start = 100, pays = Second }
            ]
            """).Lots;
        Assert.Equal(new ReverseTerms(IncrementTable.Flat(250), 90_00), lots[0].Form);
        Assert.Equal(new ReverseTerms(IncrementTable.Percent(2_50), null), lots[1].Form);
        Assert.Equal(new ReverseTerms(new IncrementTable([new(50_00, 50), new(long.MaxValue, 2_00)]), null), lots[2].Form);
        Assert.Equal(new ReverseTerms(IncrementTable.Percent(1_00), null), lots[3].Form);
        Assert.Equal(((ReverseTerms)lots[2].Form).Decrements, ((ProxyTerms)lots[4].Form).Increments);
        Assert.Equal(new ReverseSealedTerms(TenderPrice.Second), lots[5].Form);
    }

    [Fact]
    public void A_soft_close_is_what_a_row_of_an_open_form_says_of_it()
    {
        var lots = Read("""
            lots = [
              { id = a, form = proxy, start = 1, soft-close = 2m }
              { id = b, form = proxy, start = 1, soft-close = 30s, extend = add, extend-by = 10s, extend-times = 5, extend-most = 1m }
              { id = c, form = reverse, start = 1, soft-close = 30s, extend = Reset }
              { id = d, form = proxy, start = 1 }
            ]
            """).Lots;
        Assert.Equal(new SoftClose(TimeSpan.FromMinutes(2), null, null, null, null), ((ProxyTerms)lots[0].Form).SoftClose);
        Assert.Equal(
            new SoftClose(TimeSpan.FromSeconds(30), Extend.Add, TimeSpan.FromSeconds(10), 5, TimeSpan.FromMinutes(1)),
            ((ProxyTerms)lots[1].Form).SoftClose);
        Assert.Equal(new SoftClose(TimeSpan.FromSeconds(30), Extend.Reset, null, null, null), ((ReverseTerms)lots[2].Form).SoftClose);
        Assert.Null(((ProxyTerms)lots[3].Form).SoftClose);
    }

    [Theory]
    [InlineData("form = proxy, soft-close = 1ms", "soft-close is \"1ms\"; it must be ")]
    [InlineData("form = proxy, extend-by = 1m", "extensions need soft-close, the time before the deadline in which a bid is late")]
    [InlineData("form = proxy, soft-close = 1m, extend = later", "extend is \"later\"; it must be one of reset, add")]
    [InlineData("form = proxy, soft-close = 1m, extend-times = 0", "extend-times is \"0\"; it must be a whole number from 1 to 1000000")]
    [InlineData("form = first_price, soft-close = 1m", "soft-close is \"1m\"; it must be left out: the form first_price has none")]
    public void A_soft_close_that_cannot_be_used_is_named(string keys, string fault) => Assert.Contains(
        fault,
        Assert.Throws<SettingsException>(() => Read($"lots = [ {{ id = a, start = 1, {keys} }} ]")).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("decrement = \"101%\"", "lots[0] (a): decrement is \"101%\"; it must be an amount, or a share from 0.01% to 100%")]
    [InlineData("decrement = \"0%\"", "decrement is \"0%\"")]
    [InlineData("decrement = \"1.234%\"", "decrement is \"1.234%\"")]
    [InlineData("decrement = 0", "decrement is \"0\"; it must be an amount from 0.01")]
    [InlineData("decrement = 1, decrements = ebay", "decrements is \"ebay\"; it must be left out beside decrement")]
    [InlineData("decrements = 5", "decrements is \"5\"; it must be ebay, or a list")]
    [InlineData("decrements = []", "the increments need at least one row")]
    [InlineData("decrements = [ { below = 5 } ]", "decrements[0] is an object; it must be a step")]
    [InlineData("decrements = [ { by = 5, till = 3 } ]", "there is no key till here")]
    [InlineData("decrements = [ { below = 5, by = 1 } ]", "its row has no bound")]
    [InlineData("decrements = [ { below = 5, by = 1 }, { below = 4, by = 2 }, { by = 1 } ]", "the bounds of the increments must rise")]
    [InlineData("reserve = 100.01", "reserve is \"100.01\"; it must be an amount from 0.00 to 100.00")]
    [InlineData("increment = 1", "increment is \"1\"; it must be left out: the form reverse has none; it belongs to proxy")]
    public void A_step_that_cannot_be_used_is_named(string keys, string fault) => Assert.Contains(
        fault,
        Assert.Throws<SettingsException>(() => Read($"lots = [ {{ id = a, form = reverse, start = 100, {keys} }} ]")).Message,
        StringComparison.Ordinal);

    [Fact]
    [Trait("Requirement", "R1.1")]
    public void The_same_seed_makes_the_same_catalogue_within_its_bounds_and_another_seed_another()
    {
        static Catalogue Seeded(long seed) => Read($"random {{ seed = {seed}, lots = 50, price = [10.00, 99.00], units = [1, 4] }}");
        Assert.Equal(Seeded(7).Lots.AsEnumerable(), Seeded(7).Lots.AsEnumerable());
        Assert.NotEqual(Seeded(7).Lots.AsEnumerable(), Seeded(8).Lots.AsEnumerable());
        Assert.All(Seeded(7).Lots, lot =>
        {
            Assert.InRange(lot.StartPriceMinor, 1000, 9900);
            Assert.InRange(lot.Units, 1, 4);
        });
        Assert.Equal(50, Seeded(7).Lots.Select(l => l.Id).Distinct().Count());
        // Frozen: a catalogue that changed with a version would change every recorded sale.
        Assert.Equal(Frozen, Seeded(7).Lots.Take(3).Select(l => $"{l.Id} {l.Title} {l.StartPriceMinor} {l.Units}"));
    }

    private static readonly string[] Frozen =
        ["lot-01 Inlaid bracelet 4600 4", "lot-02 Restored painting 9800 3", "lot-03 Enamelled painting 8300 1"];

    [Theory]
    [InlineData("lots = []", "lots is empty")]
    [InlineData("", "a catalogue is either a list")]
    [InlineData("lots = [ { id = a, start = 1 } ], random { seed = 1 }", "a catalogue is either a list")]
    [InlineData("lots = 5", "lots is \"5\"; it must be a list of lots")]
    [InlineData("lost = [ ]", "there is no key lost here. Did you mean lots?")]
    [InlineData("lots = [ { id = a, start = 1 }, { id = b } ]", "lots[1] (b): start is missing")]
    [InlineData("lots = [ { start = 1 } ]", "lots[0]: id is missing")]
    [InlineData("lots = [ { id = a, start = 1 }, { id = a, start = 2 } ]", "lots[1] (a): another lot has this id")]
    [InlineData(
        "lots = [ { id = \"a b\", start = 1 } ]",
        "lots[0] (a b): id is \"a b\"; it must be 1 to 64 letters, digits, dots, - and _.")]
    [InlineData("lots = [ { id = a, start = 1.234 } ]", "lots[0] (a): start is \"1.234\"; it must be an amount")]
    [InlineData("lots = [ { id = a, start = -1 } ]", "lots[0] (a): start is \"-1\"; it must be an amount")]
    [InlineData("lots = [ { id = a, start = 1, units = 0 } ]", "lots[0] (a): units is \"0\"; it must be a whole number from 1")]
    [InlineData(
        "lots = [ { id = a, start = 1, form = clock } ]",
        "lots[0] (a): form is \"clock\"; it must be one of rounds, room, proxy, first_price, second_price")]
    [InlineData("lots = [ { id = a, start = 1, pirce = 2 } ]", "lots[0] (a): there is no key pirce here.")]
    [InlineData("lots = [ { id = a, start = 1, reserve = 2 } ]", "lots[0] (a): reserve is \"2\"; it must be left out")]
    [InlineData(
        "lots = [ { id = a, form = proxy, start = 5, reserve = 2 } ]",
        "lots[0] (a): reserve is \"2\"; it must be an amount from 5.00")]
    [InlineData("lots = [ { id = a, form = proxy, start = 5, units = 2 } ]", "lots[0] (a): units is \"2\"; it must be 1")]
    [InlineData("lots = [ { id = a, start = 5, open-for = 5s } ]", "lots[0] (a): open-for is \"5s\"; it must be left out")]
    [InlineData("lots = [ 5 ]", "lots[0] is \"5\"; it must be an object")]
    [InlineData(
        "random { seed = 1, lots = 2, price = [5, 4], units = [1, 1] }",
        "random.price[1] is \"4\"; it must be an amount from 5.00")]
    [InlineData("random { seed = 1, lots = 2, price = [5, 6] }", "random.units is missing")]
    [InlineData("random { seed = x, lots = 2, price = [5, 6], units = [1, 1] }", "random.seed is \"x\"; it must be a whole number")]
    public void A_broken_row_is_named_with_its_key_and_what_would_be_right(string text, string words)
    {
        var fault = Assert.Throws<SettingsException>(() => Read(text));
        Assert.StartsWith("lots.conf", fault.Message, StringComparison.Ordinal);
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lots = [\n  { id = a, start = 1 }\n  { id = b }\n]", "lots.conf, line 3: lots[1] (b): start is missing.")]
    [InlineData("lots = [\n  { id = a\n    start = x }\n]", "lots.conf, line 3: lots[0] (a): start is \"x\"; ")]
    [InlineData("lots = [\n  { id = a, start = 1\n    pirce = 2 }\n]", "lots.conf, line 3: lots[0] (a): there is no key pirce here.")]
    [InlineData("lots = [\n  { id = a, start = 1 }\n  { id = a, start = 1 } ]", "lots.conf, line 3: lots[1] (a): another lot has this id")]
    [InlineData("\nrandom {\n  seed = 1 }", "lots.conf, line 2: random.price is missing;")]
    [InlineData("\nlost = []", "lots.conf, line 2: there is no key lost here. Did you mean lots?")]
    [InlineData(
        "lots = [ { id = a, start = 1 }\n",
        "lots.conf, line 2, position 1: Expected `]` to close the array that opens at line 1, position 8")]
    public void A_broken_row_is_named_with_its_line(string text, string beginning) =>
        Assert.StartsWith(beginning, Assert.Throws<SettingsException>(() => Read(text)).Message, StringComparison.Ordinal);

    private static Catalogue Read(string text) => CatalogueReader.Read(text, "lots.conf", Defaults);
}
