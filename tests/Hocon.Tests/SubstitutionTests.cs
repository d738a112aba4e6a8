using Hocon;

namespace AkkaAuction.Hocon.Tests;

/// <summary>${path}: where the value comes from, what a key may say about itself, and what has no end.</summary>
public class SubstitutionTests
{
    private static HoconRoot Parse(string text) => HoconParser.Parse(text);

    [Theory]
    [InlineData("x = 1, a = ${x}", "1")]
    [InlineData("a = ${x}, x = 1", "1")]
    [InlineData("x = 1, x = 2, a = ${x}", "2")]
    [InlineData("a = ${x.y}, x { y = 1 }", "1")]
    [InlineData("a = ${x.\"y.z\"}, x { \"y.z\" = 1 }", "1")]
    [InlineData("x = 1, y = ${x}, a = ${y}", "1")]
    [InlineData("x = 8, a = ${x}kB", "8kB")]
    [InlineData("x = 8, a = before ${x}", "before 8")]
    [InlineData("x = 8, y = 9, a = ${x}${y}", "89")]
    [InlineData("x = 8, a = \"before\"${x}", "before8")]
    [InlineData("x = 1, a = ${?x}", "1")]
    public void A_substitution_takes_the_final_value_of_its_path_wherever_it_stands(string text, string expected) =>
        Assert.Equal(expected, Parse(text).GetString("a"));

    [Theory]
    [InlineData("x = 8, y = 9, a = ${x} ${y}", "8 9")]
    [InlineData("x = 8, a = ${x} after", "8 after")]
    public void White_space_between_substitutions_and_texts_is_kept(string text, string expected) =>
        Assert.Equal(expected, Parse(text).GetString("a"));

    [Fact]
    public void An_object_is_taken_over_whole_and_can_be_added_to()
    {
        var root = Parse("base { x = 1, y = 2 }\nderived = ${base} { y = 3, z = 4 }\nbase.x = 5");
        Assert.Equal(5, root.GetInt("derived.x"));
        Assert.Equal(3, root.GetInt("derived.y"));
        Assert.Equal(4, root.GetInt("derived.z"));
        Assert.Equal(2, root.GetInt("base.y"));
    }

    [Fact]
    public void Arrays_are_joined_with_substitutions() =>
        Assert.Equal([1, 2, 3], Parse("x = [1, 2], a = ${x} [3]").GetIntList("a"));

    [Fact]
    public void A_key_may_build_on_what_it_held_before()
    {
        var root = Parse(
            "path = \"a:b\"\npath = ${path}\":c\"\nlist = [1]\nlist = ${list} [2]\nobject { x = 1 }\nobject = ${object} { y = 2 }");
        Assert.Equal("a:b:c", root.GetString("path"));
        Assert.Equal([1, 2], root.GetIntList("list"));
        Assert.Equal(1, root.GetInt("object.x"));
        Assert.Equal(2, root.GetInt("object.y"));
    }

    [Fact]
    public void A_field_may_take_from_its_neighbours()
    {
        var root = Parse("bar { foo = 42, baz = ${bar.foo} }\nbar { foo = 43 }");
        Assert.Equal(43, root.GetInt("bar.baz"));
    }

    [Fact]
    public void Without_a_value_an_optional_substitution_leaves_nothing_behind()
    {
        var root = Parse("a = ${?absent.here}\nb = 1\nb = ${?absent.here}\nc = x${?absent.here}\nd = [1, ${?absent.here}]");
        Assert.False(root.HasPath("a"));
        Assert.Equal(1, root.GetInt("b"));
        Assert.Equal("x", root.GetString("c"));
        Assert.Equal([1], root.GetIntList("d"));
    }

    [Fact]
    public void What_the_text_does_not_hold_may_come_from_the_environment()
    {
        Environment.SetEnvironmentVariable("AKKAAUCTION_HOCON_TEST", "from outside");
        Assert.Equal("from outside", Parse("a = ${AKKAAUCTION_HOCON_TEST}").GetString("a"));
        Assert.Equal("from outside", Parse("a = ${?AKKAAUCTION_HOCON_TEST}").GetString("a"));
        Assert.Equal("inside", Parse("AKKAAUCTION_HOCON_TEST = inside, a = ${AKKAAUCTION_HOCON_TEST}").GetString("a"));
    }

    [Theory]
    [InlineData("a = ${absent}", 1)]
    [InlineData("b = 1\na = ${absent}", 2)]
    public void Without_a_value_a_required_substitution_is_an_error_with_its_line(string text, int line) =>
        Assert.Equal(line, Assert.Throws<HoconParserException>(() => Parse(text)).Position.Line);

    [Theory]
    [InlineData("a = ${b}, b = ${a}")]
    [InlineData("a = ${b}, b = ${c}, c = ${a}")]
    [InlineData("a { b = ${c} }, c { d = ${a} }")]
    [InlineData("a { b = ${a} }")]
    [InlineData("a = ${b}x, b = ${a}y")]
    [InlineData("a = [${b}], b = [${a}]")]
    public void Substitutions_that_never_end_are_an_error(string text) => Assert.Throws<HoconParserException>(() => Parse(text));

    [Theory]
    [InlineData("x = [1], a = text${x}")]
    [InlineData("x { y = 1 }, a = ${x}text")]
    [InlineData("x { y = 1 }, a = [1] ${x}")]
    public void Values_of_different_types_do_not_join(string text) => Assert.Throws<HoconParserException>(() => Parse(text));

    [Fact]
    public void A_definition_that_a_later_one_replaces_is_never_looked_at() => Assert.Equal(1, Parse("a = ${absent}\na = 1").GetInt("a"));
}
