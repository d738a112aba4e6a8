using Hocon;

namespace AkkaAuction.Hocon.Tests;

/// <summary>include: who is asked for what, where it lands, and what happens when there is nothing.</summary>
public class IncludeTests
{
    private static HoconRoot Parse(string text, params (string Name, string Text)[] texts) =>
        HoconParser.Parse(
            new HoconSource("top", text),
            (_, name, _) => texts.FirstOrDefault(entry => entry.Name == name) is ({ } known, var found) ? new(known, found) : null);

    [Theory]
    [InlineData("include \"x\"", HoconCallbackType.File)]
    [InlineData("include file(\"x\")", HoconCallbackType.File)]
    [InlineData("include url(\"x\")", HoconCallbackType.Url)]
    [InlineData("include classpath(\"x\")", HoconCallbackType.Resource)]
    [InlineData("include required(\"x\")", HoconCallbackType.File)]
    [InlineData("include required(file(\"x\"))", HoconCallbackType.File)]
    [InlineData("include required(url(\"x\"))", HoconCallbackType.Url)]
    public void An_include_asks_for_its_name_and_says_what_kind_it_is(string text, HoconCallbackType expected)
    {
        var asked = new List<(HoconCallbackType, string, string)>();
        var root = HoconParser.Parse(new HoconSource("top", text), (kind, name, from) =>
        {
            asked.Add((kind, name, from.Name));
            return new HoconSource(name, "a = 1");
        });
        Assert.Equal([(expected, "x", "top")], asked);
        Assert.Equal(1, root.GetInt("a"));
    }

    [Fact]
    public void What_is_included_stands_where_the_include_stands()
    {
        var root = Parse("a = 1\ninclude \"x\"\nc { include \"x\" }", ("x", "a = 2, b = 2"));
        Assert.Equal(2, root.GetInt("a"));
        Assert.Equal(2, root.GetInt("b"));
        Assert.Equal(2, root.GetInt("c.a"));
    }

    [Fact]
    public void What_is_written_after_an_include_wins_over_it() =>
        Assert.Equal(3, Parse("include \"x\"\na = 3", ("x", "a = 2")).GetInt("a"));

    [Fact]
    public void Included_texts_include_others() =>
        Assert.Equal(1, Parse("include \"x\"", ("x", "include \"y\""), ("y", "a = 1")).GetInt("a"));

    [Fact]
    public void One_text_may_be_included_twice() =>
        Assert.Equal(1, Parse("b { include \"x\" }\nc { include \"x\" }", ("x", "a = 1")).GetInt("c.a"));

    [Fact]
    public void A_substitution_in_an_included_text_means_the_place_it_was_included_at()
    {
        var root = Parse("c { include \"x\" }\nc.a = 5", ("x", "a = 1, b = ${a}"));
        Assert.Equal(5, root.GetInt("c.b"));
    }

    [Fact]
    public void A_substitution_in_an_included_text_may_also_mean_the_root() =>
        Assert.Equal(7, Parse("top = 7, c { include \"x\" }", ("x", "b = ${top}")).GetInt("c.b"));

    [Theory]
    [InlineData("a = 1\n  include \"absent\"")]
    [InlineData("a = 1\n  include required(\"absent\")")]
    public void An_include_that_finds_nothing_is_an_error_with_its_place_and_name(string text)
    {
        var error = Assert.Throws<HoconParserException>(() => Parse(text));
        Assert.Equal(new HoconPosition("top", 2, 3), error.Position);
        Assert.Equal("Expected the included `absent`, found nothing of that name", error.Message);
    }

    [Fact]
    public void Why_there_is_nothing_to_include_is_for_the_one_who_looked_to_say()
    {
        var error = Assert.Throws<HoconParserException>(
            () => HoconParser.Parse("include \"x\"", (_, name, _) => throw new HoconException($"{name} is a folder")));
        Assert.Equal("x is a folder", error.Message);
        Assert.Equal(1, error.Position.Line);
    }

    [Fact]
    public void An_included_text_may_be_empty() => Assert.Equal(1, Parse("include \"x\"\na = 1", ("x", " ")).GetInt("a"));

    [Fact]
    public void A_key_may_begin_like_an_include() => Assert.Equal(1, Parse("includes = 1").GetInt("includes"));

    [Fact]
    public void An_error_inside_an_included_text_names_it_with_its_own_line()
    {
        var error = Assert.Throws<HoconParserException>(() => Parse("include \"x\"", ("x", "b = 1\nc = \"open")));
        Assert.Equal(new HoconPosition("x", 2, 5), error.Position);
    }

    [Fact]
    public void A_text_that_includes_itself_is_an_error_that_shows_the_way()
    {
        var error = Assert.Throws<HoconParserException>(
            () => Parse("include \"x\"", ("x", "a {\n include \"y\" }"), ("y", "include \"x\"")));
        Assert.Equal("Expected includes that end, found a cycle: `x` includes `y` includes `x`", error.Message);
        Assert.Equal(new HoconPosition("y", 1, 1), error.Position);
    }

    [Fact]
    public void Includes_that_never_end_under_ever_new_names_have_a_ceiling() =>
        Assert.Contains("at most 32", Assert.Throws<HoconParserException>(() => HoconParser.Parse(
            "include \"x\"", (_, name, _) => new HoconSource(name + "x", $"include \"{name}x\""))).Message, StringComparison.Ordinal);
}
