using System.Globalization;
using Hocon;

namespace AkkaAuction.Hocon.Tests;

/// <summary>The typed getters, each as a table with its boundaries.</summary>
public class TypedValueTests
{
    private static HoconRoot Value(string value) => HoconParser.Parse($"a = {value}");

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1", 1)]
    [InlineData("-1", -1)]
    [InlineData("\"42\"", 42)]
    [InlineData("2147483647", int.MaxValue)]
    [InlineData("-2147483648", int.MinValue)]
    [InlineData("0x1F", 31)]
    [InlineData("0x7fffffff", int.MaxValue)]
    [InlineData("017", 15)]
    public void Whole_numbers_of_32_bits(string value, int expected) => Assert.Equal(expected, Value(value).GetInt("a"));

    [Theory]
    [InlineData("2147483648")]
    [InlineData("-2147483649")]
    [InlineData("1.5")]
    [InlineData("1e3")]
    [InlineData("word")]
    [InlineData("\"\"")]
    [InlineData("08")]
    [InlineData("[1]")]
    [InlineData("{ b = 1 }")]
    public void What_is_no_whole_number_of_32_bits_is_refused_with_its_path(string value)
    {
        var error = Assert.Throws<HoconValueException>(() => Value(value).GetInt("a"));
        Assert.Equal("a", error.FailPath);
        Assert.Contains("[a]", error.Message, StringComparison.Ordinal);
        Assert.Equal(7, Value(value).GetInt("a", 7));
    }

    [Theory]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("0x10", 16L)]
    public void Whole_numbers_of_64_bits(string value, long expected) => Assert.Equal(expected, Value(value).GetLong("a"));

    [Fact]
    public void One_more_than_64_bits_hold_is_refused() =>
        Assert.Throws<HoconValueException>(() => Value("9223372036854775808").GetLong("a"));

    [Theory]
    [InlineData("1.5", 1.5)]
    [InlineData("-0.25", -0.25)]
    [InlineData(".5", 0.5)]
    [InlineData("1e3", 1000.0)]
    [InlineData("2", 2.0)]
    [InlineData("Infinity", double.PositiveInfinity)]
    [InlineData("-Infinity", double.NegativeInfinity)]
    [InlineData("NaN", double.NaN)]
    public void Numbers_with_fractions(string value, double expected)
    {
        Assert.Equal(expected, Value(value).GetDouble("a"));
        Assert.Equal((float)expected, Value(value).GetFloat("a"));
    }

    [Fact]
    public void Decimals_are_exact() => Assert.Equal(0.1m + 0.2m, Value("0.3").GetDecimal("a"));

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("word")]
    public void What_is_no_decimal_is_refused(string value) => Assert.Throws<HoconValueException>(() => Value(value).GetDecimal("a"));

    [Theory]
    [InlineData("true", true)]
    [InlineData("yes", true)]
    [InlineData("on", true)]
    [InlineData("\"true\"", true)]
    [InlineData("false", false)]
    [InlineData("no", false)]
    [InlineData("off", false)]
    public void Switches_have_three_spellings_each(string value, bool expected) => Assert.Equal(expected, Value(value).GetBoolean("a"));

    [Theory]
    [InlineData("1")]
    [InlineData("True")]
    [InlineData("maybe")]
    [InlineData("[true]")]
    public void What_is_no_switch_is_refused(string value) => Assert.Throws<HoconValueException>(() => Value(value).GetBoolean("a"));

    [Theory]
    [InlineData("0", 0)]
    [InlineData("250", 250)]
    [InlineData("250ms", 250)]
    [InlineData("250 ms", 250)]
    [InlineData("\"250 ms\"", 250)]
    [InlineData("1 milli", 1)]
    [InlineData("2 millis", 2)]
    [InlineData("1 millisecond", 1)]
    [InlineData("2 milliseconds", 2)]
    [InlineData("5000 micros", 5)]
    [InlineData("5000 microseconds", 5)]
    [InlineData("5000000 ns", 5)]
    [InlineData("5000000 nanoseconds", 5)]
    [InlineData("1s", 1_000)]
    [InlineData("1.5s", 1_500)]
    [InlineData("0.1s", 100)]
    [InlineData("2 seconds", 2_000)]
    [InlineData("1 second", 1_000)]
    [InlineData("1m", 60_000)]
    [InlineData("2 minutes", 120_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("1 hour", 3_600_000)]
    [InlineData("1d", 86_400_000)]
    [InlineData("2 days", 172_800_000)]
    public void Durations_have_units_and_count_milliseconds_without_one(string value, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Value(value).GetTimeSpan("a"));

    [OwnSupplierTheory("the unit has to be written out")]
    [InlineData("5000us")]
    [InlineData("5000 us")]
    public void Microseconds_have_a_short_unit_too(string value) =>
        Assert.Equal(TimeSpan.FromMilliseconds(5), Value(value).GetTimeSpan("a"));

    [Theory]
    [InlineData("infinite")]
    [InlineData("Infinite")]
    [InlineData("INFINITE")]
    public void Infinite_is_a_duration_where_it_is_allowed(string value)
    {
        Assert.Equal(Timeout.InfiniteTimeSpan, Value(value).GetTimeSpan("a"));
        Assert.Throws<HoconValueException>(() => Value(value).GetTimeSpan("a", allowInfinite: false));
    }

    [Theory]
    [InlineData("-1s")]
    [InlineData("-1")]
    [InlineData("1 fortnight")]
    [InlineData("s")]
    [InlineData("soon")]
    [InlineData("1 s s")]
    [InlineData("[1s]")]
    public void What_is_no_duration_is_refused(string value)
    {
        Assert.Throws<HoconValueException>(() => Value(value).GetTimeSpan("a"));
        Assert.Equal(TimeSpan.FromSeconds(3), Value(value).GetTimeSpan("a", TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public void A_duration_that_no_TimeSpan_holds_is_refused() =>
        Assert.Throws<HoconValueException>(() => Value("99999999999999 days").GetTimeSpan("a"));

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
    public void Sizes_have_units_of_powers_of_1000_and_1024(string value, long expected) => Assert.Equal(expected, Value(value).GetByteSize("a"));

    [Theory]
    [InlineData("1 elephant")]
    [InlineData("much")]
    [InlineData("1 KB")]
    [InlineData("[1k]")]
    public void What_is_no_size_is_refused(string value) => Assert.Throws<HoconValueException>(() => Value(value).GetByteSize("a"));

    [OwnSupplierTheory("it wraps round or stays negative")]
    [InlineData("8EiB")]
    [InlineData("-1k")]
    public void A_size_that_is_negative_or_beyond_64_bits_is_refused(string value) =>
        Assert.Throws<HoconValueException>(() => Value(value).GetByteSize("a"));

    [Fact]
    public void Lists_are_read_element_by_element()
    {
        var root = HoconParser.Parse("i = [1, 0x2, 3], d = [1.5, 2], b = [on, false], s = [a, \"b c\"], m = [0.1, 0.2], l = [9000000000]");
        Assert.Equal([1, 2, 3], root.GetIntList("i"));
        Assert.Equal([1.5, 2.0], root.GetDoubleList("d"));
        Assert.Equal([true, false], root.GetBooleanList("b"));
        Assert.Equal(["a", "b c"], root.GetStringList("s"));
        Assert.Equal([0.1m, 0.2m], root.GetDecimalList("m"));
        Assert.Equal([9_000_000_000L], root.GetLongList("l"));
    }

    [Fact]
    public void One_wrong_element_and_the_list_is_none()
    {
        var root = HoconParser.Parse("a = [1, two]");
        Assert.Throws<HoconValueException>(() => root.GetIntList("a"));
        Assert.Equal([9], root.GetIntList("a", [9]));
        Assert.Throws<HoconValueException>(() => root.GetIntList("missing"));
    }

    [Fact]
    public void An_object_with_numbered_keys_reads_as_a_list_in_their_order() =>
        Assert.Equal(["zero", "one", "ten"], HoconParser.Parse("a { 10 = ten, 0 = zero, 1 = one }").GetStringList("a"));

    [Fact]
    public void A_missing_key_is_refused_with_its_path_or_answered_by_the_default()
    {
        var root = HoconParser.Parse("a { b = 1 }");
        Assert.Equal("a.c", Assert.Throws<HoconValueException>(() => root.GetString("a.c")).FailPath);
        Assert.Equal("a.b.c", Assert.Throws<HoconValueException>(() => root.GetString("a.b.c")).FailPath);
        Assert.Equal("x", root.GetString("a.c", "x"));
        Assert.Equal(5, root.GetInt("a.b.c", 5));
        Assert.Equal(TimeSpan.FromSeconds(1), root.GetTimeSpan("a.c", TimeSpan.FromSeconds(1)));
        Assert.False(root.HasPath("a.c"));
        Assert.False(root.TryGetValue("a.c", out _));
        Assert.True(root.HasPath("a.b"));
        Assert.True(root.TryGetValue("a.b", out var found));
        Assert.Equal("1", found.GetString());
    }

    [Fact]
    public void Numbers_read_the_same_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NumberGroupSeparator = "." } };
            Assert.Equal(1.5, Value("1.5").GetDouble("a"));
            Assert.Equal(1.5m, Value("1.5").GetDecimal("a"));
            Assert.Equal(TimeSpan.FromSeconds(1.5), Value("1.5s").GetTimeSpan("a"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
