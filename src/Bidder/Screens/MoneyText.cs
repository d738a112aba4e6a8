using AkkaAuction.Rules.Money;

namespace AkkaAuction.Bidder.Screens;

/// <summary>Amounts for people: the currency is named unless it is the usual one.</summary>
public static class MoneyText
{
    public static string Of(long minor, Currency currency)
    {
        ArgumentNullException.ThrowIfNull(currency);
        var amount = Amount.Format(minor, currency.Digits);
        return currency == Currency.Default ? amount : $"{amount} {currency.Code}";
    }
}
