using System.Text.RegularExpressions;
using AkkaAuction.Auctioneer.Settings;

namespace AkkaAuction.Scenarios.Tests.FieldCases;

/// <summary>What is misspelt, missing or wrong in the settings is named with its place, also where a later layer hides it.</summary>
public sealed class FieldCaseP : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("akka.remote.dot-netty.tcp.prot = 1", "", "house.conf, line 2: there is no setting *.tcp.prot.*tcp.port?")]
    [InlineData("akka.loglevl = INFO", "", "house.conf, line 2: there is no setting akka.loglevl.*akka.loglevel?")]
    [InlineData("akka { actor { default-dispatcher { throughputt = 3 } } }", "", "line 2: there is no setting *.throughputt.*throughput?")]
    [InlineData("akka.coordinated-shutdown.phases.service-stop.timeot = 1s", "", "line 2: there is no setting *timeot.*timeout?")]
    [InlineData("include \"none.conf\"", "", "house.conf, line 2, position 1: The included file none.conf cannot be read*")]
    [InlineData("auction.doors { include \"none.conf\" }", "", "house.conf, line 2*none.conf cannot be read*")]
    [InlineData("auction.sale.repeat = maybe", "auction.sale.repeat=on", "house.conf, line 2: auction.sale.repeat is \"maybe\"*")]
    [InlineData("akka.loglevel = LOUD", "akka.loglevel=INFO", "house.conf, line 2: akka.loglevel is \"LOUD\"*")]
    [InlineData("auction = 3", "", "house.conf, line 2: auction is a group*more: docs/reference/settings.md has the list.")]
    [InlineData("auction.floor.port = 1", "", "house.conf, line 2: there is no setting auction.floor.port.*auction.doors.floor.port?")]
    [InlineData("lots = [{ id = a }]", "", "house.conf, line 2: there is no setting lots; it stands in a catalogue, for --catalogue.")]
    [InlineData("", "akka.loglevl=INFO", "--set akka.loglevl=INFO: there is no setting akka.loglevl.*")]
    public async Task It_is_named(string written, string set, string why)
    {
        _folder.Write("house.conf", $"# What this house has of its own.\n{written}\n");
        string[] more = set.Length > 0 ? [set] : [];
        await using var house = FieldHouse.Start(_folder.Path, "", ["--config", "house.conf", "--journal", "none", .. more]);
        Assert.Equal(1, await house.Run.EndAsync());
        var pattern = "^error: auctioneer: .*" + Regex.Escape(why).Replace("\\*", ".*", StringComparison.Ordinal);
        var said = Assert.Single(house.Run.Lines);
        Assert.Matches(pattern, said);
        Assert.InRange(said.Length, 1, 300);
    }

    [Theory]
    [InlineData("auction.rounds.length = 5s")]
    [InlineData("akka.loglevel = INFO")]
    public async Task A_setting_in_a_catalogue_is_named_with_where_it_belongs(string setting)
    {
        _folder.Write("evening.conf", $"lots = [{{ id = lamp, start = 1 }}]\n{setting}\n");
        await using var house = FieldHouse.Start(_folder.Path, "", "--catalogue", "evening.conf", "--journal", "none");
        Assert.Equal(1, await house.Run.EndAsync());
        Assert.Matches(
            "^error: auctioneer: evening.conf, line 2: there is no key (auction|akka) in a catalogue; .* --config.$",
            Assert.Single(house.Run.Lines));
    }

    [Fact]
    public void The_page_of_settings_says_below_which_groups_any_key_is_taken()
    {
        var page = File.ReadAllText(Path.Combine(DocumentTests.Root, "docs", "reference", "settings.md"));
        Assert.All(AkkaKeys.Unchecked, name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }
}
