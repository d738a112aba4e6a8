using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Lab.Demo;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Forms.Rounds;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;
using AkkaAuction.Rules.Sales;
using Spectre.Console.Testing;

namespace AkkaAuction.Lab.Tests.Demo;

/// <summary>The live screen's picture at a moment of a sale, without a terminal.</summary>
public sealed class LiveFrameTests
{
    private readonly LiveFrame _frame = new();
    private readonly AccountBook _book = new();

    [Fact]
    public void Before_the_first_round_it_waits_for_its_bidders()
    {
        Open(Lot("a", "Brass clock", units: 2));
        var picture = Picture();
        Assert.Contains("The floor at 127.0.0.1:1, seed 9", picture, StringComparison.Ordinal);
        Assert.Contains("Waiting for 3 bidders", picture, StringComparison.Ordinal);
        Assert.Contains("0 of 2 units sold", picture, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sale_changes_the_lots_line_and_joins_the_latest_events()
    {
        Open(Lot("a", "Brass clock", units: 2));
        Tell(new Notice.RoundOpened(1, 1, DateTimeOffset.UnixEpoch));
        _frame.Acted = 2;
        Assert.Contains("2 of 3 have acted", Picture(), StringComparison.Ordinal);
        Tell(new Notice.UnitSold(2, "a", 12_50, "bot-2", 1));
        var picture = Picture();
        Assert.Matches(@"Brass clock +10\.00 +12\.50 +●○ +bot-2, round 1", picture);
        Assert.Contains("1 of 2 units sold", picture, StringComparison.Ordinal);
        Assert.Contains("Brass clock: one to bot-2 at 12.50, 1 left", picture, StringComparison.Ordinal);
        _frame.End(isFinal: true);
        Assert.Contains("The sale is over", Picture(), StringComparison.Ordinal);
    }

    [Fact]
    public void More_lots_than_there_is_room_for_are_counted_and_those_that_can_be_had_come_first()
    {
        Open([.. Enumerable.Range(1, 40).Select(i => Lot($"l{i}", $"Lot {i}", units: 1))]);
        Tell(new Notice.RoundOpened(1, 1, DateTimeOffset.UnixEpoch));
        Tell(new Notice.UnitSold(2, "l1", 12_50, "bot-2", 0));
        var picture = Picture(height: 24);
        Assert.InRange(picture.TrimEnd('\n').Split('\n').Length, 10, 24);
        Assert.Contains("… and 31 more", picture, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\nLot 1 ", picture);
        Assert.Matches(@"\nLot 2 ", picture);
    }

    private static LotTerms Lot(string id, string title, int units) =>
        new(id, title, new RoundsTerms(new TieBreak.Earlier()), 10_00, units, Currency.Default, 1_000_000_00);

    private void Open(params LotTerms[] lots)
    {
        var catalogue = new Catalogue([.. lots]);
        _book.Begin(1, catalogue);
        _frame.Open("127.0.0.1:1", new DemoSettings(lots.Length, 3, 9, TimeSpan.FromSeconds(5)), catalogue);
    }

    private void Tell(Notice notice)
    {
        _book.Add(notice);
        _frame.Tell(notice, _book);
    }

    private string Picture(int height = 40)
    {
        using var console = new TestConsole().Width(100);
        console.Write(_frame.Picture(height));
        return console.Output;
    }
}
