using System.Collections.Immutable;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Messages;

namespace AkkaAuction.Auctioneer.Doors.Control;

/// <summary>What the house knows of its sales, as lines of the control socket.</summary>
internal static class SaleLines
{
    /// <summary>A sale in a line.</summary>
    public static ControlLine Of(SaleSummary sale) => new ControlLine.Sale(
        sale.Id,
        sale.Title,
        sale.Run,
        Word(sale.State),
        sale.Lots,
        sale.Sold,
        sale.Unsold,
        sale.OpensAt?.ToUniversalTime(),
        sale.LastEvent);

    /// <summary>A sale with its lots as they stand, and what was sold of them.</summary>
    /// <param name="account">The account.</param>
    /// <param name="lots">Every lot, also those that are closed.</param>
    /// <param name="now">The time; the price of some forms follows it.</param>
    public static IEnumerable<ControlLine> Of(FinalAccount account, ImmutableArray<LotView> lots, DateTimeOffset now)
    {
        yield return new ControlLine.Account(account.Id, account.Title, account.Sale, account.IsFinal, account.Rounds);
        var views = lots.ToDictionary(lot => lot.Lot, StringComparer.Ordinal);
        foreach (var lot in account.Lots)
        {
            var view = views.GetValueOrDefault(lot.Lot)?.At(now);
            yield return new ControlLine.Lot(
                lot.Lot,
                lot.Title,
                lot.Form,
                Word(view?.State ?? LotViewState.Closed),
                lot.StartPriceMinor,
                view is { State: LotViewState.Open } ? view.PriceMinor : lot.LastPriceMinor,
                view is { State: LotViewState.Open } ? view.Leader : null,
                view is { State: LotViewState.Open } ? view.ClosesAt?.ToUniversalTime() : null,
                lot.Units,
                lot.Sold,
                lot.Currency.Code,
                lot.Currency.Digits)
            {
                ReserveNotMet = lot.ReserveNotMet,
            };
        }
        foreach (var sold in account.Sales)
        {
            var (code, digits) = sold.Currency;
            yield return new ControlLine.Bought(sold.Lot, sold.Bidder, sold.PriceMinor, sold.Round, sold.Seq, code, digits);
        }
        foreach (var paid in account.Payments)
        {
            var (code, digits) = paid.Currency;
            yield return new ControlLine.Paid(paid.Lot, paid.Bidder, paid.AmountMinor, paid.Seq, code, digits);
        }
    }

    private static string Word<T>(T state) where T : struct, Enum => state.ToString().ToLowerInvariant();
}
