using System.Globalization;
using Hocon;

namespace AkkaAuction.Hocon.Tests;

/// <summary>Sizes, as a table with its boundaries; and what is asked for as something that it is not.</summary>
public class TypedValueTests
{
    private static HoconValue Value(string value) => HoconParser.Parse($"a = {value}").GetValue("a");

    [Theory]
    [InlineData("0", 0)]
    [InlineData("512", 512)]
    [InlineData("512b", 512)]
    [InlineData("512B", 512)]
    [InlineData("512 bytes", 512)]
    [InlineData("1k", 1_024)]
    [InlineData("1K", 1_024)]
    [InlineData("1Ki", 1_024)]
    [InlineData("1KiB", 1_024)]
    [InlineData("1 kibibyte", 1_024)]
    [InlineData("1kB", 1_000)]
    [InlineData("2 kilobytes", 2_000)]
    [InlineData("1.5k", 1_536)]
    [InlineData("1m", 1_048_576)]
    [InlineData("1MiB", 1_048_576)]
    [InlineData("1MB", 1_000_000)]
    [InlineData("1 megabyte", 1_000_000)]
    [InlineData("1g", 1L << 30)]
    [InlineData("1GB", 1_000_000_000)]
    [InlineData("1TiB", 1L << 40)]
    [InlineData("1TB", 1_000_000_000_000)]
    [InlineData("1PiB", 1L << 50)]
    [InlineData("1EiB", 1L << 60)]
    public void Sizes_have_units_of_powers_of_1000_and_1024(string value, long expected) =>
        Assert.Equal(expected, Value(value).GetByteSize());

    [Theory]
    [InlineData("1 elephant")]
    [InlineData("much")]
    [InlineData("1 KB")]
    [InlineData("[1k]")]
    public void What_is_no_size_is_refused(string value) => Assert.Throws<HoconException>(() => Value(value).GetByteSize());

    [Theory]
    [InlineData("8EiB")]
    [InlineData("-1k")]
    public void A_size_that_is_negative_or_beyond_64_bits_is_refused(string value) =>
        Assert.Throws<HoconException>(() => Value(value).GetByteSize());

    [Fact]
    public void Sizes_read_the_same_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture =
                new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NumberGroupSeparator = "." } };
            Assert.Equal(1536, Value("1.5k").GetByteSize());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("text = x", "`x`")]
    [InlineData("text = null", "`null`")]
    public void A_text_asked_for_as_something_else_is_named(string text, string found)
    {
        var value = HoconParser.Parse(text).GetValue("text");
        Assert.Equal($"Expected an object, found {found}", Assert.Throws<HoconException>(value.GetObject).Message);
        Assert.Equal($"Expected an array, found {found}", Assert.Throws<HoconException>(value.GetArray).Message);
    }

    [Fact]
    public void An_array_and_an_object_are_no_texts()
    {
        Assert.Equal("Expected a text, found an array", Assert.Throws<HoconException>(Value("[1]").GetString).Message);
        Assert.Equal("Expected a text, found an object", Assert.Throws<HoconException>(Value("{ b = 1 }").GetString).Message);
    }

    [Fact]
    public void A_value_that_was_left_out_is_empty_as_whatever_it_is_read()
    {
        var value = Value("");
        Assert.Equal("", value.GetString());
        Assert.Empty(value.GetArray());
        Assert.Empty(value.GetObject());
    }
}
