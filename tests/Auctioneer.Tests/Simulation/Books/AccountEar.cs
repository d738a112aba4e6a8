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
    public void OnAccount(FinalAccount account)
    {
        var sale = promises.Sale(account.Sale);
        MustBe($"sale {account.Sale}", account, sale.Lots.Values);
        if (!sale.HasEnded) throw promises.Broken("P5", $"the account of sale {account.Sale} is told before its end is stored.");
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
