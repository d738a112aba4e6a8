using System.Text;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Rules.Tests.Money;

/// <summary>
/// Amounts as they are written: decimal with a point, no sign, no exponent, at most the currency's digits behind the point.
/// </summary>
public sealed class AmountTests
{
    [Theory]
    [InlineData("0", 2, 0)]
    [InlineData("550", 2, 55000)]
    [InlineData("550.5", 2, 55050)]
    [InlineData("550.25", 2, 55025)]
    [InlineData("0.01", 2, 1)]
    [InlineData("007.10", 2, 710)]
    [InlineData("5", 0, 5)]
    [InlineData("0.000000001", 9, 1)]
    [InlineData("40000000000000000.00", 2, Amount.MaxMinor)]
    [InlineData("0000000000000000000000000000000000000000000001", 2, 100)]
    public void A_well_written_amount_is_read_exactly(string text, int digits, long minor) =>
        Assert.Equal((RejectionCode.None, minor), Read(text, digits));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(" 5")]
    [InlineData("5 ")]
    [InlineData("-5")]
    [InlineData("+5")]
    [InlineData("1e9")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("0x10")]
    [InlineData("1,000")]
    [InlineData("1.234")]
    [InlineData("1.230")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData(".")]
    [InlineData("1..5")]
    [InlineData("1.5.5")]
    [InlineData("$5")]
    [InlineData("５")]
    [InlineData("٥")]
    [InlineData("99999999999999999999.999")]
    [InlineData("99999999999999999999x")]
    public void Anything_else_is_not_an_amount(string text) => Assert.Equal((RejectionCode.NotAnAmount, 0), Read(text, 2));

    [Theory]
    [InlineData("1.0")]
    [InlineData("1.")]
    public void A_currency_without_digits_has_no_point(string text) => Assert.Equal((RejectionCode.NotAnAmount, 0), Read(text, 0));

    [Theory]
    [InlineData("40000000000000000.01")]
    [InlineData("40000000000000001")]
    [InlineData("99999999999999999999")]
    [InlineData("92233720368547758.08")]
    [InlineData("99999999999999999999999999999999999999999999999999.99")]
    public void A_well_written_amount_that_is_too_large_is_above_the_ceiling(string text) =>
        Assert.Equal((RejectionCode.AboveCeiling, 0), Read(text, 2));

    [Fact]
    public void Bytes_that_are_no_text_are_not_an_amount()
    {
        for (var b = 0; b < 256; b++)
        {
            var code = Amount.Parse([(byte)'1', (byte)b], 2, out _);
            Assert.Equal(b is >= '0' and <= '9' ? RejectionCode.None : RejectionCode.NotAnAmount, code);
        }
    }

    [Theory]
    [InlineData(55025, 2, "550.25", "550.25")]
    [InlineData(55050, 2, "550.50", "550.5")]
    [InlineData(10000, 2, "100.00", "100")]
    [InlineData(10000000, 2, "100000.00", "100000")]
    [InlineData(10000250, 2, "100002.50", "100002.5")]
    [InlineData(0, 2, "0.00", "0")]
    [InlineData(1, 2, "0.01", "0.01")]
    [InlineData(7, 0, "7", "7")]
    [InlineData(1, 9, "0.000000001", "0.000000001")]
    [InlineData(-150, 2, "-1.50", "-1.5")]
    [InlineData(long.MaxValue, 2, "92233720368547758.07", "92233720368547758.07")]
    [InlineData(long.MinValue, 9, "-9223372036.854775808", "-9223372036.854775808")]
    [InlineData(long.MinValue, 0, "-9223372036854775808", "-9223372036854775808")]
    public void An_amount_is_written_with_all_digits_or_without_needless_zeros(long minor, int digits, string full, string brief)
    {
        Assert.Equal((full, brief), (Amount.Format(minor, digits), Amount.FormatShort(minor, digits)));
        Span<byte> exact = stackalloc byte[full.Length];
        Assert.True(Amount.TryFormat(minor, digits, exact, out var written));
        Assert.Equal(full, Encoding.ASCII.GetString(exact[..written]));
        Assert.False(Amount.TryFormat(minor, digits, exact[1..], out written));
        Assert.Equal(0, written);
    }

    [Fact]
    public void What_is_written_reads_back_the_same()
    {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var (minor, digits) = (random.NextInt64(Amount.MaxMinor + 1) >> random.Next(62), random.Next(10));
            Assert.Equal((RejectionCode.None, minor), Read(Amount.Format(minor, digits), digits));
            Assert.Equal((RejectionCode.None, minor), Read(Amount.FormatShort(minor, digits), digits));
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(10)]
    public void Digits_that_no_currency_has_are_a_bug(int digits)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Amount.Format(1, digits));
        Assert.Throws<ArgumentOutOfRangeException>(() => Amount.Parse("1", digits, out _));
    }

    // Both readers, which must agree.
    private static (RejectionCode Code, long Minor) Read(string text, int digits)
    {
        var chars = (Amount.Parse(text, digits, out var fromChars), fromChars);
        var bytes = (Amount.Parse(Encoding.UTF8.GetBytes(text), digits, out var fromBytes), fromBytes);
        Assert.Equal(chars, bytes);
        return bytes;
    }
}
