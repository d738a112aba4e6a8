using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Forms.Rounds;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Tests.Hosting;

/// <summary>
/// The desk failed, and with it a board that had not told everything: the account is whole all the same, and given out once.
/// </summary>
public sealed class AccountAfterFailureTests : ActorKit
{
    private static readonly Catalogue Lots = new(
        [new LotTerms("lamp", "A lamp", new RoundsTerms(new TieBreak.Earlier()), 100, 2, Currency.Default, 1_000_000)]);

    private static readonly Notice[] WholeSale =
    [
        new Notice.RoundOpened(3, 1, DateTimeOffset.UnixEpoch),
        new Notice.UnitSold(5, "lamp", 500, "anna", 1),
        new Notice.UnitSold(7, "lamp", 600, "ben", 0),
        new Notice.SaleEnded(9, 2, 0),
    ];

    private readonly Heard _heard = new();
    private readonly BookKeeper _keeper;

    public AccountAfterFailureTests() => _keeper = new BookKeeper(_heard);

    [Fact]
    public void The_account_of_a_sale_whose_end_was_told_to_nobody_is_given_out_whole_when_the_next_sale_has_begun()
    {
        _keeper.OnSale(TheSale.Terms(1), Lots);
        _keeper.OnNotice(WholeSale[1]);

        _keeper.OnResumed(Resumed(2, []) with { Before = Resumed(1, WholeSale) });

        var account = Assert.Single(_heard.Accounts);
        Assert.Equal((1, true), (account.Sale, account.IsFinal));
        Assert.Equal([500, 600], account.Sales.Select(s => s.PriceMinor));
        Assert.Equal(2, _keeper.Account.Sale);
    }

    [Fact]
    public void The_account_of_a_sale_that_ended_while_its_desk_failed_is_given_out_whole_and_once()
    {
        _keeper.OnSale(TheSale.Terms(1), Lots);

        _keeper.OnResumed(Resumed(1, WholeSale));
        _keeper.OnResumed(Resumed(1, WholeSale));
        _keeper.OnResumed(Resumed(2, []) with { Before = Resumed(1, WholeSale) });

        Assert.Equal([500, 600], Assert.Single(_heard.Accounts).Sales.Select(s => s.PriceMinor));
    }

    [Fact]
    public void A_house_that_was_started_again_gives_out_no_account_of_a_sale_of_an_earlier_day()
    {
        _keeper.OnResumed(Resumed(2, []) with { Before = Resumed(1, WholeSale) });

        Assert.Empty(_heard.Accounts);
    }

    [Fact]
    public async Task A_board_that_follows_one_that_died_tells_nothing_before_it_knows_how_things_stand()
    {
        var board = Sys.ActorOf(Board.Props(TheSale.Id, new MemoryJournal(), TimeProvider.System, _keeper));
        board.Tell(new BoardMessage.Announced([WholeSale[3]]), TestActor);
        board.Tell(new BoardMessage.Restore(Resumed(1, WholeSale[..2]), []), TestActor);
        board.Tell(new BoardMessage.Announced([WholeSale[2], WholeSale[3]]), TestActor);
        board.Tell(BoardMessage.ListLots.Instance, TestActor);
        await ExpectMsgAsync<BoardAnswer.Listing>(Houses.Patience);

        Assert.Equal([500, 600], Assert.Single(_heard.Accounts).Sales.Select(s => s.PriceMinor));
    }

    private static SaleResumed Resumed(int sale, IReadOnlyList<Notice> past) =>
        new(TheSale.Terms(sale), Lots, [.. past], [], OtherCatalogue: false);

    private sealed class Heard : IHouseObserver
    {
        public List<FinalAccount> Accounts { get; } = [];

        public void OnSale(SaleTerms sale, Catalogue catalogue) { }

        public void OnNotice(string sale, Notice notice) { }

        public void OnAccount(FinalAccount account) => Accounts.Add(account);
    }
}
