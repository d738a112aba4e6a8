using AkkaAuction.Auctioneer.Commands;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Scenarios.Tests.FieldCases;

/// <summary>A closed thing is not told of as open, nor an open one as closed.</summary>
public sealed class FieldCaseG
{
    [Fact]
    public async Task What_a_closed_lot_has_left_is_unsold_while_another_is_still_open()
    {
        await using var auction = await TestAuction.Open("""
            sale = mixed
            lots = [
              { id = cups, form = rounds, start = "1.00", units = 2 }
              { id = jug, form = proxy, start = "1.00", open-for = 1h }
            ]
            """, "auction.rounds.limit=1", "auction.rounds.length=1s");
        var ann = await auction.Enter("ann");
        auction.Pass(TimeSpan.FromSeconds(2));
        await ann.Hears<Messages.Notice.LotClosed>(closed => closed.Lot == "cups");
        var account = await auction.Account("mixed");
        Assert.Equal((0, 3, 1), (account.Sold, account.Unsold, account.Open));
        var screen = new StringWriter();
        new Screen(screen).OnAccount(account);
        var lines = screen.ToString().Split('\n');
        Assert.Contains("Account of sale 1 so far, in round 1: 0 sold, 2 unsold, 1 not sold yet", lines);
        Assert.StartsWith("  cups", lines[Array.IndexOf(lines, "Unsold:") + 3], StringComparison.Ordinal);
        Assert.StartsWith("  jug", lines[Array.IndexOf(lines, "Not sold yet:") + 3], StringComparison.Ordinal);
    }
}
