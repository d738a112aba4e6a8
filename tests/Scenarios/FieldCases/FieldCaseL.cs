namespace AkkaAuction.Scenarios.Tests.FieldCases;

/// <summary>L: bots account for themselves whatever ends them: a signal, a closed terminal, after a restart of the house.</summary>
public sealed class FieldCaseL : IDisposable
{
    private const string Catalogue = "lots = [{ id = lamp, start = \"1.00\", units = 500 }]";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("floor", "TERM")]
    [InlineData("floor", "HUP")]
    [InlineData("remote", "TERM")]
    [InlineData("remote", "INT")]
    public async Task Stopped_after_a_restart_of_the_house_they_show_their_account(string door, string signal)
    {
        var catalogue = _folder.Write("evening.conf", Catalogue);
        var house = await FieldHouse.OpenAsync(
            _folder.Path, door, "--journal", "a.db", "--catalogue", catalogue, "auction.rounds.length=10m");
        await using var bots = FieldBidder.Start($"bots {house.At(door)} --count 3");
        try
        {
            await bots.UntilAsync("Round 1 opens");
        }
        finally
        {
            await house.DisposeAsync();
        }
        var address = house.At(door).Split(':')[^1];
        await using var again = await FieldHouse.OpenAsync(
            _folder.Path, "", "--journal", "a.db", "--catalogue", catalogue, $"auction.doors.{door}.port={address}",
            "auction.rounds.length=10m");
        await bots.UntilAsync("all 3 are connected");
        await bots.SignalTwiceAsync(signal);

        Assert.Equal(0, await bots.EndAsync());
        Assert.Contains(bots.Lines, line => line.StartsWith("All 3 bidders: ", StringComparison.Ordinal));
    }
}
