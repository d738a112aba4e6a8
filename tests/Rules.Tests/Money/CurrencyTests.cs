using AkkaAuction.Rules.Money;

namespace AkkaAuction.Rules.Tests.Money;

/// <summary>Currencies and their digits by ISO 4217.</summary>
public sealed class CurrencyTests
{
    [Theory]
    [InlineData("USD", 2)]
    [InlineData("EUR", 2)]
    [InlineData("JPY", 0)]
    [InlineData("KRW", 0)]
    [InlineData("ISK", 0)]
    [InlineData("BHD", 3)]
    [InlineData("KWD", 3)]
    [InlineData("TND", 3)]
    [InlineData("CLF", 4)]
    [InlineData("HUF", 2)]
    [InlineData("XYZ", 2)]
    public void A_currency_has_its_digits(string code, int digits) => Assert.Equal(new Currency(code, digits), Currency.Of(code));

    [Theory]
    [InlineData("JPY", 12_34, 12)]
    [InlineData("BHD", 12_34, 12_340)]
    [InlineData("EUR", 12_34, 12_34)]
    [InlineData("BHD", Amount.MaxMinor, Amount.MaxMinor)]
    public void As_many_major_units_of_another_currency_have_its_digits(string code, long dollarsMinor, long minor) =>
        Assert.Equal(minor, Currency.Of(code).Same(dollarsMinor, Currency.Default));

    [Theory]
    [InlineData("JPY", 0, 1)]
    [InlineData("JPY", 99, 1)]
    [InlineData("JPY", 100, 2)]
    [InlineData("JPY", 1_000, 25)]
    [InlineData("JPY", 9_999_999, 100)]
    [InlineData("BHD", 99_999, 1_000)]
    [InlineData("BHD", 999, 50)]
    public void The_usual_steps_are_as_many_major_units_and_never_nothing(string code, long priceMinor, long stepMinor) =>
        Assert.Equal(stepMinor, IncrementTable.EBay.In(Currency.Of(code)).At(priceMinor));
}
