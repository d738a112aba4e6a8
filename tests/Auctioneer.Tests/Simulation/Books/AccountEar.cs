using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Tests.Simulation.Books;

/// <summary>Holds the accounts that the house keeps to what was awarded, to the cent.</summary>
internal sealed class AccountEar(Promises promises) : IHouseObserver
{
    public void OnSale(SaleTerms sale, Catalogue catalogue) { }

    public void OnNotice(string sale, Notice notice) { }

    /// <summary>A sale of the floor is over.</summary>
    public void OnAccount(FinalAccount account) => MustBe(account, isOver: true);

    /// <summary>
    /// The account of a sale of the floor: the units that its run has awarded, one by one, each with its event; all of them when it is
    /// over.
    /// </summary>
    public void MustBe(FinalAccount account, bool isOver)
    {
        var (sale, awards) = (promises.Sale(account.Id, account.Sale), promises.Floor.AwardsOf(account.Id, account.Sale).ToArray());
        var isTrue = account.Sales.Length <= awards.Length && (!isOver || account.Sales.Length == awards.Length);
        for (var i = 0; isTrue && i < account.Sales.Length; i++)
        {
            var (told, (written, award)) = (account.Sales[i], awards[i]);
            isTrue = told.Seq == written.Event
                && told.Bidder == award.Bidder
                && told.PriceMinor == award.PriceMinor
                && new LotName(account.Id, told.Lot).StreamIn(account.Sale) == written.Stream;
        }
        var paid = promises.Floor.PaymentsOf(account.Id, long.MaxValue, account.Sale)
            .Select(p => (p.Bidder, p.AmountMinor)).ToArray();
        var toldPaid = account.Payments.Select(p => (p.Bidder, p.AmountMinor)).ToArray();
        isTrue = isTrue && paid.AsSpan().StartsWith(toldPaid) && (!isOver || paid.Length == toldPaid.Length);
        if (!isTrue)
        {
            throw promises.Broken(
                "P7",
                $"the account of {account.Id}, run {account.Sale}, has "
                    + $"{string.Join(", ", account.Sales)}, {string.Join(", ", account.Payments)}; "
                    + $"awarded were {string.Join(", ", awards.Select(a => $"{a.Written.Stream} {a.Award} at {a.Written.Event}"))}.");
        }
        if ((isOver || account.IsFinal) && !sale.HasEnded)
            throw promises.Broken("P5", $"the account of {account.Id}, run {account.Sale}, is told before its end is stored.");
    }

    /// <summary>Units sold, and for how much, as the house tells it and as it was awarded.</summary>
    public void MustBe(string what, FinalAccount account, IEnumerable<LotBook> lots)
    {
        var awards = lots.SelectMany(l => l.Awards.Select(a => (Lot: l.Terms.Id, a.Bidder, a.PriceMinor))).Order().ToArray();
        var told = account.Sales.Select(s => (s.Lot, s.Bidder, s.PriceMinor)).Order().ToArray();
        if (!awards.SequenceEqual(told))
        {
            throw promises.Broken(
                "P7",
                $"the account of {what} has {told.Length} units for {told.Sum(s => s.PriceMinor)}; "
                    + $"awarded were {awards.Length} for {awards.Sum(a => a.PriceMinor)}.");
        }
    }
}
