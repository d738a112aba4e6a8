namespace AkkaAuction.Scenarios.Tests.FieldCases;

/// <summary>
/// J: a default works every time. A second run of bots finds its default names in use and takes the next free numbers; names that somebody
/// chose are not changed, and the refusal says what to give.
/// </summary>
public sealed class FieldCaseJ : IDisposable
{
    private const string Catalogue = "lots = [{ id = lamp, start = \"1.00\", units = 500 }]";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private Task<FieldHouse> OpenAsync(string door) => FieldHouse.OpenAsync(
        _folder.Path, door, "--journal", "none", "--catalogue", _folder.Write("evening.conf", Catalogue), "auction.rounds.length=10m");

    [Theory]
    [InlineData("floor", 3)]
    [InlineData("remote", 2)]
    public async Task Bots_of_a_later_run_take_the_next_free_numbers_and_one_of_them_reports_the_sale(string door, int runs)
    {
        await using var house = await OpenAsync(door);
        for (var run = 0; run < runs; run++)
        {
            await using var bots = FieldBidder.Start($"bots {house.At(door)} --count 3");
            await bots.UntilAsync("Round 1 opens");
            await bots.SignalAsync("TERM");
            Assert.Equal(0, await bots.EndAsync());
            // The order in which the house refuses decides which of them has which free number.
            var own = Enumerable.Range((run * 3) + 1, 3).Select(number => $"bot-{number}");
            Assert.All(own, name => Assert.Contains(bots.Lines, line => line.StartsWith($"{name}: spent ", StringComparison.Ordinal)));
            Assert.Contains(bots.Lines, line => line.StartsWith("All 3 bidders: ", StringComparison.Ordinal));
            Assert.Equal(run > 0, bots.Lines.Any(line => line.Contains(
                "refused (301): the name is in use; goes on under the next free number", StringComparison.Ordinal)));
        }
    }

    [Theory]
    [InlineData("floor")]
    [InlineData("remote")]
    public async Task A_chosen_name_that_is_in_use_is_refused_with_what_to_give(string door)
    {
        await using var house = await OpenAsync(door);
        await using var first = FieldBidder.Start($"bots {house.At(door)} --name bot");
        await first.UntilAsync("Round 1 opens");
        var (code, lines) = await FieldBidder.ScriptAsync($"bots {house.At(door)} --name bot");
        Assert.Equal(1, code);
        Assert.Contains(lines, line => line.StartsWith(
            "error: bidder: bot-1: refused (301): the name is in use; give another --name, or none for the next free numbers",
            StringComparison.Ordinal));
    }
}
