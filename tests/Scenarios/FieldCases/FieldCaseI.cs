namespace AkkaAuction.Scenarios.Tests.FieldCases;

/// <summary>
/// I: a bidder that leads several items at a time never spends more than its budget: what it leads, has under way and was announced as its
/// own counts as spent.
/// </summary>
public sealed class FieldCaseI : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Bots_in_the_room_keep_to_their_budget_where_several_items_are_led_at_a_time(int seed)
    {
        await using var house = await FieldHouse.OpenAsync(_folder.Path, "room", "--journal", "none", "auction.room.deadline=500ms");
        await using var bots = FieldBidder.Start($"bots --connect {house.Door("room")} --door room --count 4 --seed {seed}");
        // Prices only rise, so the last units may find nobody. A first unit of each is always sold, while the others are led.
        foreach (var item in (string[])["Laptop", "Smartphone", "Headphones"]) await bots.UntilAsync($"{item} goes to");
        await bots.SignalAsync("TERM");

        Assert.Equal(0, await bots.EndAsync());
        var spent = bots.Lines.Where(line => line.Contains(": spent ", StringComparison.Ordinal)).ToList();
        Assert.Equal(4, spent.Count);
        // Beyond the budget, what is left is below zero.
        Assert.All(spent, line => Assert.DoesNotContain(", -", line, StringComparison.Ordinal));
    }
}
