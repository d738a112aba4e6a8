using Hocon;

namespace AkkaAuction.Hocon.Tests;

/// <summary>The tree: keys and paths, where its values were written, and merging.</summary>
public class TreeTests
{
    [Fact]
    public void An_object_is_asked_for_bare_keys_and_a_root_for_paths()
    {
        var root = HoconParser.Parse("a { \"b.c\" = 1, d { e = 2 } }");
        Assert.Equal(["b.c", "d"], root.GetValue("a").GetObject().Keys);
        Assert.Equal("1", root.GetValue("a.\"b.c\"").GetString());
        Assert.True(root.HasPath("a.d.e"));
        Assert.False(root.HasPath("a.b.c"));
        Assert.False(root.HasPath("a.d.e.f"));
        Assert.Equal("There is no value at a.x", Assert.Throws<HoconException>(() => root.GetValue("a.x")).Message);
    }

    [Theory]
    [InlineData("a", new[] { "a" })]
    [InlineData("a.b.c", new[] { "a", "b", "c" })]
    [InlineData("a.\"b.c\"", new[] { "a", "b.c" })]
    [InlineData("\"a b\".c", new[] { "a b", "c" })]
    [InlineData("a b.c d", new[] { "a b", "c d" })]
    public void A_path_is_read_like_a_key(string text, string[] expected)
    {
        var path = HoconPath.Parse(text);
        Assert.Equal(expected, path);
        Assert.Equal(path, HoconPath.Parse(path.Value));
        Assert.NotEqual(path, path.Plus("more"));
        Assert.Throws<HoconParserException>(() => HoconPath.Parse($"{text}.\"open"));
    }

    [Fact]
    public void A_value_knows_the_line_and_the_column_it_was_written_at()
    {
        var root = HoconParser.Parse(new HoconSource("house.conf", "a {\n  b = 1\n  c.d = [x,\n    y]\n}\ne = ${a}\na.b = 2\nf =\n"));
        (string, int, int)[] positions = [("a.b", 7, 7), ("a.c.d", 3, 9), ("a", 7, 1), ("e", 6, 5), ("e.c.d", 3, 9), ("f", 9, 1)];
        foreach (var (path, line, column) in positions)
            Assert.Equal(new HoconPosition("house.conf", line, column), root.GetValue(path).Position);
        Assert.Equal(new HoconPosition("house.conf", 4, 5), root.GetValue("a.c.d").GetArray()[1].Position);
    }

    [Fact]
    public void A_value_from_an_included_text_knows_that_text()
    {
        var root = HoconParser.Parse(
            new HoconSource("house.conf", "x = 1\na { include \"part.conf\" }\na.c = 3"),
            (_, name, from) => new HoconSource($"{from.Name}/{name}", "\n b = 2, c = 2"));
        Assert.Equal(new HoconPosition("house.conf/part.conf", 2, 6), root.GetValue("a.b").Position);
        Assert.Equal(new HoconPosition("house.conf", 3, 7), root.GetValue("a.c").Position);
    }

    [Fact]
    public void Merging_lets_the_other_win_and_goes_down_into_objects()
    {
        var ours = HoconParser.Parse("a { x = 1, y = 2 }, b = 1, d { e = 1 }").Value.GetObject();
        var merged = ours.Merge(HoconParser.Parse("a { y = 3, z = 4 }, c = 5, d = 6").Value.GetObject());
        Assert.Equal(
            """
            "a" : {
            "x" : "1"
            "y" : "3"
            "z" : "4"
            }
            "b" : "1"
            "d" : "6"
            "c" : "5"

            """,
            merged.PrettyPrint(0));
        Assert.Equal("2", ours["a"].Value.GetObject()["y"].Value.GetString());
    }
}
