using Hocon;

namespace AkkaAuction.Hocon.Tests;

/// <summary>How HOCON is written: separators, comments, keys, strings, and what fields of one key amount to.</summary>
public class SyntaxTests
{
    private static HoconRoot Parse(string text) => HoconParser.Parse(text);

    [Theory]
    [InlineData("a = 1")]
    [InlineData("a : 1")]
    [InlineData("a=1")]
    [InlineData("{ a = 1 }")]
    [InlineData("\n\n  a = 1  \n")]
    [InlineData("a = 1,")]
    [InlineData("a =\n  1")]
    [InlineData("a = 1 # why")]
    [InlineData("a = 1 // why")]
    [InlineData("# why\n// why not\na = 1")]
    [InlineData("\"a\" = 1")]
    [InlineData("a = 2\na = 1")]
    [InlineData("\uFEFFa = 1")]
    [InlineData("a\t=\u00A01")]
    [InlineData("a = 1\r\n")]
    public void One_field_can_be_written_in_many_ways(string text) => Assert.Equal(1, Parse(text).GetInt("a"));

    [Theory]
    [InlineData("a = 1, b = 2")]
    [InlineData("a = 1\nb = 2")]
    [InlineData("a = 1,\nb = 2,\n")]
    [InlineData("{ a = 1, b = 2 }")]
    [InlineData("{\n  a = 1 # first\n  b = 2 // second\n}")]
    public void Fields_are_parted_by_commas_or_line_ends(string text)
    {
        var root = Parse(text);
        Assert.Equal(1, root.GetInt("a"));
        Assert.Equal(2, root.GetInt("b"));
    }

    [Theory]
    [InlineData("a.b.c = 1", "a.b.c")]
    [InlineData("a { b { c = 1 } }", "a.b.c")]
    [InlineData("a = { b.c : 1 }", "a.b.c")]
    [InlineData("a.\"b.c\".d = 1", "a.\"b.c\".d")]
    [InlineData("\"/user/*\".x = 1", "\"/user/*\".x")]
    [InlineData("/user/a { x = 1 }", "/user/a.x")]
    [InlineData("a b = 1", "a b")]
    [InlineData("a.b { c = 1 }", "\"a\".\"b\".\"c\"")]
    public void A_key_is_a_path_whose_dots_part_it_unless_they_are_quoted(string text, string path) =>
        Assert.Equal(1, Parse(text).GetInt(path));

    [Theory]
    [InlineData("a = hello", "hello")]
    [InlineData("a = hello big  world", "hello big  world")]
    [InlineData("a =   hello   ", "hello")]
    [InlineData("a = \"hello\"", "hello")]
    [InlineData("a = \" hello \"", " hello ")]
    [InlineData("a = \"\"", "")]
    [InlineData("a = one \"two\" three", "one two three")]
    [InlineData("a = one\"two\"three", "onetwothree")]
    [InlineData("a = \"# no comment // at all\"", "# no comment // at all")]
    [InlineData("a = 10 apples", "10 apples")]
    [InlineData("a = true story", "true story")]
    [InlineData("a = 127.0.0.1", "127.0.0.1")]
    [InlineData("a = akka.tcp", "akka.tcp")]
    [InlineData("a = /path/to/it", "/path/to/it")]
    public void A_text_needs_quotes_only_for_special_characters_and_outer_white_space(string text, string expected) =>
        Assert.Equal(expected, Parse(text).GetString("a"));

    [Theory]
    [InlineData("\\\"", "\"")]
    [InlineData("\\\\", "\\")]
    [InlineData("\\/", "/")]
    [InlineData("\\n", "\n")]
    [InlineData("\\r", "\r")]
    [InlineData("\\t", "\t")]
    [InlineData("\\b", "\b")]
    [InlineData("\\f", "\f")]
    [InlineData("\\u0041\\u00e9", "Aé")]
    public void Quoted_text_knows_the_escapes_of_JSON(string escape, string expected) =>
        Assert.Equal($"<{expected}>", Parse($"a = \"<{escape}>\"").GetString("a"));

    [Theory]
    [InlineData("one\ntwo")]
    [InlineData("a \"quoted\" word")]
    [InlineData("${not.a.substitution}")]
    [InlineData("")]
    [InlineData("  kept  ")]
    public void Between_three_quotes_everything_is_text(string content) =>
        Assert.Equal(content, Parse($"a = \"\"\"{content}\"\"\"").GetString("a"));

    [Fact]
    public void Between_three_quotes_a_backslash_is_a_backslash() =>
        Assert.Equal("C:\\temp", Parse("a = \"\"\"C:\\temp\"\"\"").GetString("a"));

    [Theory]
    [InlineData("[]", new string[0])]
    [InlineData("[a]", new[] { "a" })]
    [InlineData("[a, b,c]", new[] { "a", "b", "c" })]
    [InlineData("[a, b, ]", new[] { "a", "b" })]
    [InlineData("[\n  a\n  b # second\n\n  c,\n]", new[] { "a", "b", "c" })]
    [InlineData("[one two, \"three, four\"]", new[] { "one two", "three, four" })]
    [InlineData("[a] [b, c]", new[] { "a", "b", "c" })]
    public void An_array_parts_its_elements_by_commas_or_line_ends_and_arrays_side_by_side_are_one(string array, string[] expected) =>
        Assert.Equal(expected, Parse($"a = {array}").GetStringList("a"));

    [Fact]
    public void Plus_equals_appends_to_an_array_or_begins_one()
    {
        var root = Parse("a += 1\na += 2\nb = [x]\nb += y");
        Assert.Equal([1, 2], root.GetIntList("a"));
        Assert.Equal(["x", "y"], root.GetStringList("b"));
    }

    [Fact]
    public void Arrays_hold_arrays_and_objects()
    {
        var root = Parse("grid = [[1, 2], [3]], lots = [{ id = a }, { id = b, n { m = 1 } }]");
        Assert.Equal([3], root.GetValue("grid").GetArray()[1].GetIntList());
        Assert.Equal(["a", "b"], root.GetObjectList("lots").Select(lot => lot["id"].Value.GetString()));
        Assert.Equal("1", root.GetObjectList("lots")[1]["n"].Value.GetObject()["m"].Value.GetString());
    }

    [Fact]
    public void Objects_of_one_key_are_merged_and_other_values_replaced()
    {
        var root = Parse("a { x = 1, y { z = 1 } }\na { y { w = 2 }, x = 3 }\nb = 1\nb = { c = 1 }\nd { e = 1 }\nd = 5");
        Assert.Equal(3, root.GetInt("a.x"));
        Assert.Equal(1, root.GetInt("a.y.z"));
        Assert.Equal(2, root.GetInt("a.y.w"));
        Assert.Equal(1, root.GetInt("b.c"));
        Assert.Equal(5, root.GetInt("d"));
    }

    [Fact]
    public void A_value_between_two_objects_cuts_the_older_one_off()
    {
        var root = Parse("a = { x = 1 }\na = 5\na = { y = 2 }");
        Assert.False(root.HasPath("a.x"));
        Assert.Equal(2, root.GetInt("a.y"));
    }

    [Fact]
    public void Objects_side_by_side_are_merged() => Assert.Equal(2, Parse("a = { x = 1 } { x = 2, y = 3 }").GetInt("a.x"));

    [Fact]
    public void Null_is_a_value_without_a_text() => Assert.Null(Parse("a = null").GetString("a"));

    [Fact]
    public void Fields_keep_the_order_they_were_first_written_in() =>
        Assert.Equal(["b", "a", "c"], Parse("b = 1, a = 2, c = 3, b = 4").Value.GetObject().Keys);

    [Fact]
    public void The_top_of_a_text_may_be_an_array() => Assert.Equal([1, 2], Parse("[1, 2]").Value.GetIntList());

    [Theory]
    [InlineData("1", HoconType.String)]
    [InlineData("true", HoconType.String)]
    [InlineData("word", HoconType.String)]
    [InlineData("\"1\"", HoconType.String)]
    [InlineData("1 word", HoconType.String)]
    [InlineData("null", HoconType.String)]
    [InlineData("[1]", HoconType.Array)]
    [InlineData("{ a = 1 }", HoconType.Object)]
    [InlineData("", HoconType.Empty)]
    public void A_value_knows_its_type(string value, HoconType expected) =>
        Assert.Equal(expected, Parse($"a = {value}").GetValue("a").Type);

    [Fact]
    public void What_is_printed_reads_back_as_the_same()
    {
        var root = Parse("a { b = [1, 2], c = \"x y\", d = 10s, e { f = on } }, g = \"with # hash\"");
        Assert.Equal(
            """
            "a" : {
              "b" : ["1","2"]
              "c" : "x y"
              "d" : "10s"
              "e" : {
                "f" : "on"
              }
            }
            "g" : "with # hash"

            """,
            root.PrettyPrint(2));
        Assert.Equal(root.PrettyPrint(2), Parse(root.PrettyPrint(2)).PrettyPrint(2));
    }

    [Fact]
    public void What_is_printed_reads_back_as_the_same_whatever_the_text_holds()
    {
        var root = HoconParser.Parse(
            """a = "quote \" backslash \\ line \n tab \t nul \u0000", "" = 1, "k\ney" = { "c d" = "" }, l = [" x ", "//"]""");
        Assert.Equal(root.PrettyPrint(4), Parse(root.PrettyPrint(4)).PrettyPrint(4));
        Assert.Equal("quote \" backslash \\ line \n tab \t nul \u0000", Parse(root.PrettyPrint(4)).GetString("a"));
    }
}
