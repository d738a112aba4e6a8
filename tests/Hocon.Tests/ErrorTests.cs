using System.Text;
using Hocon;

namespace AkkaAuction.Hocon.Tests;

/// <summary>What is no HOCON is refused with its place, and nothing that anybody can write brings more than that upon us.</summary>
public class ErrorTests
{
    [Theory]
    [InlineData("a = [1, 2", 1)]
    [InlineData("a {\n  b = 1\n", 0)]
    [InlineData("a = 1\nb = \"open", 2)]
    [InlineData("a = 1\nb = 2 }\nc = 3", 0)]
    [InlineData("a = 1\n= 2", 2)]
    [InlineData("a = 1\nb", 0)]
    [InlineData("a = 1\n\nb = \"\\x\"", 3)]
    [InlineData("a = 1\nb = 2,, c = 3", 2)]
    [InlineData("a = 1\nb = [1,,2]", 2)]
    [InlineData("a = 1\nb = ${c", 0)]
    [InlineData("a = 1\nb = \"\"\"open", 0)]
    [InlineData("a = 1\nb = [1, { c = 2 }]", 0)]
    [InlineData("a = 1\nb = [1] { c = 2 }", 0)]
    [InlineData("a = 1\nb = ?", 2)]
    [InlineData("a = 1\nb = \"\\u12x4\"", 0)]
    public void What_is_no_HOCON_is_refused_with_its_line(string text, int line)
    {
        var error = Assert.Throws<HoconParserException>(() => HoconParser.Parse(text));
        if (line > 0)
            Assert.Equal(line, error.Position.Line);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n ")]
    [InlineData("# why")]
    [InlineData("{}")]
    public void A_text_without_fields_is_the_empty_configuration(string text) => Assert.Empty(HoconParser.Parse(text).Value.GetObject());

    [Theory]
    [InlineData("a = 1\nb = \"open", 2, 5, "Expected \" to close the string that opens here, found the end of the text")]
    [InlineData("a = 1\n  b 2\n", 3, 1, "Expected `=`, `:`, `+=` or `{` after the key `b 2`, found the end of the text")]
    [InlineData("a {\n  b = 1\n", 3, 1, "Expected `}` to close the object that opens at line 1, position 3, found the end of the text")]
    [InlineData("a = [1, 2\n", 2, 1, "Expected `]` to close the array that opens at line 1, position 5, found the end of the text")]
    [InlineData("a = 1 }", 1, 7, "Expected `,` or a new line, found `}`")]
    [InlineData("a = x@y", 1, 6, "Expected a value for `a` (text with special characters needs quotes), found `@`")]
    [InlineData("a =\nb = 2", 2, 3, "Expected a value for `a` (text with special characters needs quotes), found `=`")]
    [InlineData("a..b = 1", 1, 3, "Expected a key, found `.`")]
    [InlineData("a = ${b c", 1, 10, "Expected `}` to close the substitution, found the end of the text")]
    [InlineData("a = \"\\q\"", 1, 6, "Expected one of \" \\ / b f n r t u after a backslash; a literal backslash is written \\\\")]
    [InlineData(
        "a {\n  b = [\n    ${absent.too}\n  ]\n}", 3, 5,
        "Expected a value for the substitution ${absent.too}, found none in the text or the environment")]
    [InlineData("x = 1\na = [1, { b = 2 }]", 2, 9, "Expected a text like those before it in the array, found an object")]
    [InlineData("a = ${b.c}", 1, 5, "Expected a value for the substitution ${b.c}, found none in the text or the environment")]
    [InlineData("a = ${b}\nb = ${a}", 2, 5, "Expected substitutions that end, found a cycle through `a`")]
    public void An_error_says_what_was_expected_and_what_was_found_instead_and_where(string text, int line, int position, string message)
    {
        var error = Assert.Throws<HoconParserException>(() => HoconParser.Parse(text));
        Assert.Equal(message, error.Message);
        Assert.Equal(new HoconPosition("", line, position), error.Position);
    }

    [Fact]
    public void Nesting_has_a_ceiling_in_place_of_the_end_of_the_stack()
    {
        Assert.Single(HoconParser.Parse(Nested(200)).Value.GetArray());
        string[] texts =
        [
            Nested(201), Nested(1_000_000), new string('[', 1_000_000), Repeat("a=[{", 200_000), Repeat("a.", 500_000) + "a=1",
        ];
        foreach (var text in texts)
        {
            var error = Assert.Throws<HoconParserException>(() => HoconParser.Parse(text));
            Assert.Contains("at most 200", error.Message, StringComparison.Ordinal);
        }

        static string Nested(int depth) => new string('[', depth) + new string(']', depth);
    }

    [Fact]
    public void Substitutions_that_lead_to_each_other_have_a_ceiling() =>
        Assert.Throws<HoconParserException>(() => HoconParser.Parse(Rows(100_000, i => $"a{i} = ${{a{i + 1}}}")));

    [Theory]
    [InlineData("a0 = [1]", "a{0} = ${{a{1}}} ${{a{1}}}")]
    [InlineData("a0 = text", "a{0} = ${{a{1}}}${{a{1}}}")]
    [InlineData("a0 { x = 1 }", "a{0} {{ l = ${{a{1}}}, r = ${{a{1}}} }}")]
    public void Substitutions_that_multiply_a_text_have_a_ceiling(string first, string row) =>
        Assert.Throws<HoconParserException>(() => HoconParser.Parse(
            first + "\n" + Rows(100, i => string.Format(System.Globalization.CultureInfo.InvariantCulture, row, i + 1, i))));

    [Fact]
    public void A_large_configuration_is_read_whole()
    {
        var root = HoconParser.Parse(
            "lots = [\n" + Rows(5_000, i => $"  {{ id = lot-{i}, name = \"Lot {i}\", price = {i}, units = 1 }}") + "]");
        Assert.Equal(5_000, root.GetObjectList("lots").Count);
        Assert.Equal("4999", root.GetObjectList("lots")[4_999]["price"].Value.GetString());
    }

    [Fact]
    public void However_large_a_configuration_is_it_is_no_multiplied_one() =>
        Assert.Equal(
            150_000,
            HoconParser.Parse("a = [" + Rows(150_000, i => $"{{ x = {i}, y = 1, z = 2 }}") + "]").GetObjectList("a").Count);

    [Fact]
    public void A_long_row_of_appends_is_read_in_order()
    {
        var list = HoconParser.Parse(Rows(500, i => $"a += {i}")).GetIntList("a");
        Assert.Equal(Enumerable.Range(0, 500), list);
    }

    [Fact]
    public void Whatever_is_thrown_at_the_parser_only_its_own_exceptions_come_back()
    {
        const int Seed = 20260101;
        var random = new Random(Seed);
        string[] words =
        [
            "{", "}", "[", "]", ",", ":", "=", "+=", "\n", " ", "\"", "\"\"\"", "'", "\\", "${", "${?", "$", "#", "//", ".", "a", "b",
            "a.b", "include", "include \"x\"", "required(", "file(", ")", "1", "0x", "-", "1e", "null", "on", "\u0000", "\uD800", "\u00A0",
            "\r", "?", "@", "\\u00", "${a}", "${?b}", "a = ", "b {", "1s",
        ];
        var parsed = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var text = new StringBuilder();
            for (var length = random.Next(1, 24); length > 0; length--)
                text.Append(words[random.Next(words.Length)]);
            try
            {
                var root = HoconParser.Parse(
                    text.ToString(),
                    (_, name, _) => new HoconSource($"{name}{random.Next(4)}", random.Next(4) == 0 ? "a = ${b}" : "b = 1"));
                Assert.Equal(root.PrettyPrint(2), HoconParser.Parse(root.PrettyPrint(2)).PrettyPrint(2));
                parsed++;
            }
            catch (HoconParserException expected)
            {
                Assert.True(expected.Position is { Line: > 0, Column: > 0 });
            }
            catch (Exception other)
            {
                Assert.Fail($"seed {Seed}, round {round}: {other.GetType().Name} for <{text}>: {other.Message}");
            }
        }
        Assert.True(parsed > 100, $"only {parsed} of the random texts were HOCON: the test looks at errors alone");
    }

    private static string Rows(int count, Func<int, string> row)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
            text.Append(row(i)).Append('\n');
        return text.ToString();
    }

    private static string Repeat(string piece, int count) => new StringBuilder(piece.Length * count).Insert(0, piece, count).ToString();
}
