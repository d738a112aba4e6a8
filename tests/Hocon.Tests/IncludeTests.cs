using Hocon;

namespace AkkaAuction.Hocon.Tests;

/// <summary>include: who is asked for what, where it lands, and what happens when there is nothing.</summary>
public class IncludeTests
{
    private static HoconRoot Parse(string text, params (string Name, string Text)[] texts) =>
        HoconParser.Parse(text, (_, name) => Task.FromResult(texts.FirstOrDefault(entry => entry.Name == name).Text));

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
        var asked = new List<(HoconCallbackType, string)>();
        var root = HoconParser.Parse(text, (kind, name) =>
        {
            asked.Add((kind, name));
            return Task.FromResult("a = 1");
        });
        Assert.Equal([(expected, "x")], asked);
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

    [OwnSupplierFact("the included text wins")]
    public void What_is_written_after_an_include_wins_over_it() =>
        Assert.Equal(3, Parse("include \"x\"\na = 3", ("x", "a = 2")).GetInt("a"));

    [Fact]
    public void Included_texts_include_others() => Assert.Equal(1, Parse("include \"x\"", ("x", "include \"y\""), ("y", "a = 1")).GetInt("a"));

    [Fact]
    public void A_substitution_in_an_included_text_means_the_place_it_was_included_at()
    {
        var root = Parse("c { include \"x\" }\nc.a = 5", ("x", "a = 1, b = ${a}"));
        Assert.Equal(5, root.GetInt("c.b"));
    }

    [OwnSupplierFact("only the place that the text was included at is looked at")]
    public void A_substitution_in_an_included_text_may_also_mean_the_root() =>
        Assert.Equal(7, Parse("top = 7, c { include \"x\" }", ("x", "b = ${top}")).GetInt("c.b"));

    [Fact]
    public void An_include_that_finds_nothing_is_empty_unless_it_is_required()
    {
        Assert.Equal(1, Parse("include \"absent\"\na = 1").GetInt("a"));
        Assert.Throws<HoconParserException>(() => Parse("include required(\"absent\")\na = 1"));
    }

    [Fact]
    public void A_key_may_begin_like_an_include() => Assert.Equal(1, Parse("includes = 1").GetInt("includes"));

    [Fact]
    public void An_error_inside_an_included_text_is_an_error() =>
        Assert.Throws<HoconParserException>(() => Parse("a = 1\ninclude \"x\"", ("x", "b = 1\nc = \"open")));

    [OwnSupplierFact("the error does not say which text it is in")]
    public void An_error_inside_an_included_text_names_it_with_its_own_line()
    {
        var error = Assert.Throws<HoconParserException>(() => Parse("include \"x\"", ("x", "b = 1\nc = \"open")));
        Assert.Equal(2, error.LineNumber);
        Assert.Contains("`x`", error.Message, StringComparison.Ordinal);
    }

    [OwnSupplierFact("it runs out of stack and takes the process with it")]
    public void A_text_that_includes_itself_is_an_error() =>
        Assert.Throws<HoconParserException>(() => Parse("include \"x\"", ("x", "a { include \"x\" }")));
}
