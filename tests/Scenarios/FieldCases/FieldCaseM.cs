namespace AkkaAuction.Scenarios.Tests.FieldCases;

/// <summary>
/// M: what a house refuses is told to a person in words that name no line or field of a protocol, the number first.
/// That every number is, at every width, stands in <c>RefusalScreenTests</c>.
/// </summary>
public sealed class FieldCaseM : IDisposable
{
    private const string Catalogue = "lots = [{ id = lamp, form = proxy, start = \"1.00\", open-for = 10m }]";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("floor")]
    [InlineData("remote")]
    public async Task A_person_reads_what_to_type(string door)
    {
        await using var house = await FieldHouse.OpenAsync(
            _folder.Path, door, "--journal", "none", "--catalogue", _folder.Write("evening.conf", Catalogue));
        var (code, lines) = await FieldBidder.ScriptAsync(
            $"play {house.At(door)} --name m", "lamp 0.50", "vase 3", "lamp 2", "lamp 2", "quit");

        Assert.Equal(0, code);
        Assert.Contains("Refused (204): the bid is too low; lamp is at 1.00, bid 1.00 or more.", lines);
        Assert.Contains(lines, line => line.StartsWith("Refused (201): there is no lot of this name; type lots", StringComparison.Ordinal));
        AssertForPeople(lines);
    }

    [Fact]
    public async Task A_name_in_use_is_refused_with_what_to_give()
    {
        await using var house = await FieldHouse.OpenAsync(
            _folder.Path, "floor", "--journal", "none", "--catalogue", _folder.Write("evening.conf", Catalogue));
        await FieldBidder.ScriptAsync(
            $"play {house.At("floor")} --name m", "quit");
        var (code, lines) = await FieldBidder.ScriptAsync(
            $"play {house.At("floor")} --name m", "quit");

        Assert.Equal(1, code);
        Assert.Contains(lines, line => line.Contains(
            "refused (301): the name is in use; come back with --token, or take another name", StringComparison.Ordinal));
        AssertForPeople(lines);
    }

    [Fact]
    public async Task A_bidder_who_leads_reads_you_lead_in_the_list_of_lots()
    {
        await using var house = await FieldHouse.OpenAsync(
            _folder.Path, "floor", "--journal", "none", "--catalogue", _folder.Write("evening.conf", Catalogue));
        await using var play = FieldBidder.Start($"play {house.At("floor")} --name m");
        play.Type("lamp 2");
        await play.UntilAsync("lamp is at 1.00; you lead.");
        play.Type("lots");
        await play.UntilAsync(", you lead, closes ");
    }

    [Theory]
    [InlineData("play")]
    [InlineData("bots")]
    public async Task That_the_house_is_full_is_told_with_its_number_first(string command)
    {
        await using var house = await FieldHouse.OpenAsync(
            _folder.Path, "floor", "--journal", "none", "--catalogue", _folder.Write("evening.conf", Catalogue),
            "auction.doors.floor.connections=1");
        await using var first = FieldBidder.Start($"play {house.At("floor")} --name m");
        await first.UntilAsync("Welcome");
        await using var second = FieldBidder.Start($"{command} {house.At("floor")} --name n");
        await second.UntilAsync("refused (401): the house is full");
    }

    private static void AssertForPeople(string[] lines) => Assert.All(
        (string[])["next=", "price=", "LIST", "HELLO", "SALES", "<name>"],
        word => Assert.DoesNotContain(lines, line => line.Contains(word, StringComparison.Ordinal)));
}
