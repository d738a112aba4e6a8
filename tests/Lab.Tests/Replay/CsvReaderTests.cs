using System.Text;
using AkkaAuction.Lab.Replay;

namespace AkkaAuction.Lab.Tests.Replay;

/// <summary>Comma-separated text as RFC 4180 has it, and as files really look.</summary>
public sealed class CsvReaderTests
{
    [Theory]
    [InlineData("a,b\n1,2\n", "1:a|b 2:1|2")]
    [InlineData("a,b\n1,2", "1:a|b 2:1|2")]
    [InlineData("a,b\r\n1,2\r\n", "1:a|b 2:1|2")]
    [InlineData("a,b\r1,2\r", "1:a|b 2:1|2")]
    [InlineData("\uFEFFa,b\n", "1:a|b")]
    [InlineData("a,\n,b\n,", "1:a| 2:|b 3:|")]
    [InlineData("\n\r\na\n\n\nb\n\n", "3:a 6:b")]
    [InlineData("\"a\",\"b,c\"\n", "1:a|b,c")]
    [InlineData("\"say \"\"hi\"\"\",\"\"\nx\n", "1:say \"hi\"| 2:x")]
    [InlineData("\"two\nlines\",b\nc,d", "1:two~lines|b 3:c|d")]
    [InlineData("\"two\r\nlines\",b\r\nc,d", "1:two~~lines|b 3:c|d")]
    [InlineData("5\" screen,b\n", "1:5\" screen|b")]
    [InlineData("\"\"\n", "")]
    [InlineData("", "")]
    public void A_text_falls_into_records_and_fields(string text, string expected)
    {
        using var csv = new CsvReader("t", new MemoryStream(Encoding.UTF8.GetBytes(text)));
        var records = new List<string>();
        while (csv.Read())
        {
            var fields = Enumerable.Range(0, csv.FieldCount).Select(i => csv.Field(i).ToString().Replace('\n', '~').Replace('\r', '~'));
            records.Add($"{csv.Line}:{string.Join('|', fields)}");
        }
        Assert.Equal(expected, string.Join(' ', records));
    }

    [Fact]
    public void A_file_longer_than_any_buffer_is_read_whole()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 40_000; i++) text.Append(i).Append(",\"x,").Append('y', i % 50).Append("\"\r\n");
        using var csv = new CsvReader("t", new MemoryStream(Encoding.UTF8.GetBytes(text.ToString())));
        for (var i = 0; i < 40_000; i++)
        {
            Assert.True(csv.Read());
            Assert.Equal(i + 1, csv.Line);
            Assert.Equal(2, csv.FieldCount);
            Assert.Equal(2 + (i % 50), csv.Field(1).Length);
        }
        Assert.False(csv.Read());
    }

    [Fact]
    public void A_quote_that_is_not_ended_is_named()
    {
        var fault = Assert.Throws<InputException>(() => ReadAll("a\n\"b"u8.ToArray()));
        Assert.Contains("line 2", fault.Message, StringComparison.Ordinal);
        Assert.Contains("a quote is missing", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_quote_out_of_place_breaks_its_own_line()
    {
        using var csv = new CsvReader("t", new MemoryStream("a\n\"b\"c\nd\n"u8.ToArray()));
        Assert.True(csv.Read() && csv.Read());
        Assert.Contains("t, line 2", csv.Broken, StringComparison.Ordinal);
        Assert.Contains("a quote inside is written twice", csv.Broken, StringComparison.Ordinal);
        Assert.True(csv.Read());
        Assert.Null(csv.Broken);
        Assert.Equal("d", csv.Field(0));
    }

    [Fact]
    public void A_quote_that_never_ends_does_not_take_the_whole_file_into_memory()
    {
        var fault = Assert.Throws<InputException>(() => ReadAll(Encoding.UTF8.GetBytes("a\n\"" + new string('x', 1_000_000))));
        Assert.Contains("line 2", fault.Message, StringComparison.Ordinal);
        Assert.Contains("65536", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_UTF_8_is_named()
    {
        var fault = Assert.Throws<InputException>(() => ReadAll([(byte)'a', (byte)'\n', 0xff, 0xfe]));
        Assert.Contains("t, line 2: the byte FF is not UTF-8", fault.Message, StringComparison.Ordinal);
    }

    private static void ReadAll(byte[] bytes)
    {
        using var csv = new CsvReader("t", new MemoryStream(bytes));
        while (csv.Read()) Assert.True(csv.FieldCount > 0);
    }
}
