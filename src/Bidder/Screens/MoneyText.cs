using AkkaAuction.Rules.Money;

namespace AkkaAuction.Bidder.Screens;

/// <summary>Amounts for people: the currency is named unless it is the usual one, and always beside another one.</summary>
public static class MoneyText
{
    /// <param name="minor">Minor units.</param>
    /// <param name="currency">Their currency.</param>
    /// <param name="isNamed">Whether the usual one is named too.</param>
    public static string Of(long minor, Currency currency, bool isNamed = false)
    {
        ArgumentNullException.ThrowIfNull(currency);
        var amount = Amount.Format(minor, currency.Digits);
        return currency == Currency.Default && !isNamed ? amount : $"{amount} {currency.Code}";
    }

    /// <summary>Amounts of several currencies, which have no sum.</summary>
    /// <param name="sums">One for each currency; none: nothing of the usual one.</param>
    /// <param name="between">What stands between two.</param>
    public static string Of(IEnumerable<(Currency Currency, long Minor)> sums, string between)
    {
        var all = sums.ToList();
        return all.Count == 0
            ? Of(0, Currency.Default)
            : string.Join(between, all.Select(sum => Of(sum.Minor, sum.Currency, isNamed: all.Count > 1)));
    }
}
