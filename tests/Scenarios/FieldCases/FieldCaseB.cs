namespace AkkaAuction.Scenarios.Tests.FieldCases;

/// <summary>Nothing opens that nobody asked for, and nobody is told of a catalogue that nobody gave.</summary>
public sealed class FieldCaseB : IDisposable
{
    private const string Example = "violin";

    private readonly TemporaryFolder _folder = new();

    public FieldCaseB() => _folder.Write("mine.conf", """lots = [ { id = cup, form = rounds, start = "1.00" } ]""");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task B1_a_journal_whose_sale_is_over_puts_up_nothing_new()
    {
        await SellAsync("--catalogue", "mine.conf");
        await using var again = await OpenAsync();
        Assert.Contains("The sale of this journal is over", again.Said, StringComparison.Ordinal);
        Assert.DoesNotContain(Example, again.Said, StringComparison.Ordinal);
        await using var bob = await FloorClient.EnterAsync(again.Door("floor"), "bob");
        Assert.DoesNotContain(bob.Heard, line => line.StartsWith("LOT", StringComparison.Ordinal));
        Assert.Equal(0, await again.StopAsync());
        Assert.DoesNotContain("Sale 2", again.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task B1_the_example_that_is_over_is_not_put_up_again_unasked()
    {
        await using (var house = await OpenAsync())
        {
            string[] words = ["sale", "close", "example", "--journal", "a.db"];
            await using var close = ProgramRun.Of(Programs.Auctioneer, words, null, _folder.Path);
            Assert.Equal(0, await close.EndAsync());
            Assert.Equal(0, await house.StopAsync());
        }
        await using var again = await OpenAsync();
        Assert.Contains("The sale of this journal is over", again.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("Sale 2", again.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task B2_a_sale_goes_on_without_a_word_of_a_catalogue_that_was_not_given()
    {
        // The example's lots have another length by these settings, and so differ from those in the journal.
        await using (var house = await OpenAsync()) await house.StopAsync();
        await using (var again = await OpenAsync("auction.lots.open-for=1h", "auction.lots.form=proxy")) await again.StopAsync();
        _folder.Write("example.conf", """lots = [ { id = cup, start = "2.00" } ]""");
        await using var given = await OpenAsync("--catalogue", "example.conf");
        Assert.Contains("the catalogue given is for the next sale", given.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task B2_repeat_without_a_catalogue_puts_up_the_sales_own_lots_again()
    {
        await SellAsync("--catalogue", "mine.conf");
        await using var again = await OpenAsync("--repeat");
        Assert.Contains("Sale 2", again.Said, StringComparison.Ordinal);
        Assert.DoesNotContain(Example, again.Said, StringComparison.Ordinal);
        await using var ann = await FloorClient.EnterAsync(again.Door("floor"), "ann-again");
        Assert.Contains(ann.Heard, line => line.StartsWith("LOT cup", StringComparison.Ordinal));
        await again.Run.UntilAsync("Final account of sale 2");
        await again.Run.UntilAsync("Sale 3");
    }

    private async Task SellAsync(params string[] arguments)
    {
        await using var house = await OpenAsync(arguments);
        await using var ann = await FloorClient.EnterAsync(house.Door("floor"), "ann");
        await ann.UntilAsync("END");
        Assert.Equal(0, await house.StopAsync());
    }

    private Task<FieldHouse> OpenAsync(params string[] arguments) => FieldHouse.OpenAsync(
        _folder.Path, "floor", ["--journal", "a.db", "auction.rounds.length=1s", "auction.rounds.limit=1", .. arguments]);
}
