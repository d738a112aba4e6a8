using System.Numerics;
using AkkaAuction.Rules.Forms.Rounds;
using AkkaAuction.Rules.Tests.Lots;

namespace AkkaAuction.Rules.Tests.Forms.Rounds;

/// <summary>The lot drawn between equal bids.</summary>
public sealed class DrawTests
{
    // Written down from the definition by other means (FNV-1a over the fields, SplitMix64's finaliser): a change here changes the winners
    // of old sales.
    [Theory]
    [InlineData(0, 1, "lot", "ann", 16431183152053706837UL)]
    [InlineData(42, 7, "lamp-3", "bot-12", 4465914232414159240UL)]
    [InlineData(-1, 1, "", "ü", 13781862386155416829UL)]
    public void A_draw_is_the_same_on_every_machine_and_in_every_run(long seed, int round, string lot, string bidder, ulong draw) =>
        Assert.Equal(draw, Draw.Of(seed, round, lot, bidder));

    [Fact]
    public void Of_two_bidders_exactly_one_beats_the_other()
    {
        for (var seed = 0; seed < 200; seed++)
            Assert.NotEqual(Draw.Beats(seed, 1, "lot", "ann", "bob"), Draw.Beats(seed, 1, "lot", "bob", "ann"));
        Assert.False(Draw.Beats(1, 1, "lot", "ann", "ann"));
    }

    [Fact]
    public void Every_bidder_has_the_same_chance()
    {
        const int Draws = 20_000;
        var wins = Enumerable.Range(0, Draws)
            .CountBy(seed => Enumerable.Range(1, 5).MinBy(bidder => Draw.Of(seed, 1, "lot", $"bot-{bidder}")));
        Assert.All(wins, win => Assert.InRange(win.Value, Draws / 5 * 0.95, Draws / 5 * 1.05));
    }

    [Fact]
    public void Each_part_of_what_is_drawn_from_changes_about_half_of_the_bits()
    {
        var bits = Enumerable.Range(0, 1000)
            .Average(i => BitOperations.PopCount(Draw.Of(i, 1, "lot", "ann") ^ Draw.Of(i + 1, 1, "lot", "ann")));
        Assert.InRange(bits, 31, 33);
        Assert.NotEqual(Draw.Of(1, 1, "ab", "c"), Draw.Of(1, 1, "a", "bc"));
        Assert.NotEqual(Draw.Of(1, 2, "lot", "ann"), Draw.Of(2, 1, "lot", "ann"));
    }
}
