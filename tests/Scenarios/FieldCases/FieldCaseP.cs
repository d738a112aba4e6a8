using System.Text.RegularExpressions;

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
    [InlineData("", "akka.loglevl=INFO", "--set akka.loglevl=INFO: there is no setting akka.loglevl.*")]
    public async Task It_is_named(string written, string set, string why)
    {
        _folder.Write("house.conf", $"# What this house has of its own.\n{written}\n");
        string[] more = set.Length > 0 ? [set] : [];
        await using var house = FieldHouse.Start(_folder.Path, "", ["--config", "house.conf", "--journal", "none", .. more]);
        Assert.Equal(1, await house.Run.EndAsync());
        var pattern = "^error: auctioneer: .*" + Regex.Escape(why).Replace("\\*", ".*", StringComparison.Ordinal);
        Assert.Matches(pattern, Assert.Single(house.Run.Lines));
    }
}
