using AkkaAuction.Auctioneer.Commands;
using AkkaAuction.Auctioneer.Doors.Control;
using AkkaAuction.CommandLine;

namespace AkkaAuction.Auctioneer.Tests.Commands;

/// <summary>What a person reads of the auctioneer fits the terminal: no line is broken within a word.</summary>
public sealed class TextTableTests
{
    private static readonly DateTimeOffset At = new(2036, 12, 24, 18, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public void Sales_stand_on_a_line_each_whatever_the_width(int columns)
    {
        var output = new StringWriter();
        new SaleScreen(output, columns).List(
            [new ControlLine.Sale("winter-evening", "An evening's sale in winter", 1, "waiting", 3, 0, 0, At, 1)]);

        var lines = output.ToString().TrimEnd().Split(Environment.NewLine);
        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, columns));
        Assert.Contains("2036-12-24 18:00:00", lines[2], StringComparison.Ordinal);
        Assert.Equal(columns >= 100, lines[0].EndsWith("Last event", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_terminal_nothing_is_left_out_or_cut()
    {
        var output = new StringWriter();
        Table.Write(output, [["one", new string('x', 50), "7"]], int.MaxValue);
        Assert.Contains(new string('x', 50), output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_are_cut_before_columns_are_left_out()
    {
        var output = new StringWriter();
        Table.Write(output, [["one", new string('x', 50), "7"]], 22);
        Assert.EndsWith(" xxxxxxxxxxx…  7", output.ToString().TrimEnd(), StringComparison.Ordinal);

        output.GetStringBuilder().Clear();
        Table.Write(output, [["one", new string('x', 50), "7"]], 18);
        Assert.DoesNotContain("x", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, "one two|three four")]
    [InlineData(9, "one two|three|four")]
    [InlineData(3, "one|two|three|four")]
    [InlineData(40, "one two three four")]
    public void A_long_line_is_broken_between_words(int columns, string lines) =>
        Assert.Equal(lines.Replace('|', '\n'), WrappedText.Of("one two three four", columns));

    private static TextTable Table => new(["Lot", "Title", "N"], [2]) { Cut = [1], LeftOut = [1] };
}
