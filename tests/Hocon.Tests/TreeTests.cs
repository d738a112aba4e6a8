using Hocon;

namespace AkkaAuction.Hocon.Tests;

/// <summary>The tree behind the getters: walking objects and fields, paths, merging and copying.</summary>
public class TreeTests
{
    [Fact]
    public void An_object_is_a_dictionary_by_bare_keys_and_an_index_by_paths()
    {
        var root = HoconParser.Parse("a { \"b.c\" = 1, d { e = 2 } }").GetObject("a");
        Assert.True(root.ContainsKey("b.c"));
        Assert.Equal("1", root["\"b.c\""].GetString());
        Assert.Equal("2", root["d.e"].GetString());
        Assert.Equal(2, root.Count);
        Assert.Throws<KeyNotFoundException>(() => root["x"]);
        Assert.False(root.TryGetField("d.x", out _));
        Assert.True(root.TryGetField("d.e", out var field));
        Assert.Equal("e", field.Key);
        Assert.Equal("a.d.e", field.Path.Value);
    }

    [Fact]
    public void Every_field_knows_its_path_from_the_root()
    {
        var paths = new List<string>();
        Walk(HoconParser.Parse("a { b { c = 1 }, \"d.e\" = 2 }\nf = 3").Value.GetObject());
        Assert.Equal(["a", "a.b", "a.b.c", "a.\"d.e\"", "f"], paths);

        void Walk(HoconObject node)
        {
            foreach (var field in node.Values)
            {
                paths.Add(field.Path.Value);
                if (field.Type == HoconType.Object)
                    Walk(field.GetObject());
            }
        }
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
        Assert.Equal(expected[^1], path.Key);
    }

    [Fact]
    public void A_part_of_a_path_is_a_path()
    {
        var path = HoconPath.Parse("a.b.c");
        Assert.Equal("a.b", path.SubPath(2).Value);
        Assert.Equal("b.c", path.SubPath(1, 2).Value);
        Assert.NotEqual(path, path.SubPath(2));
        Assert.True(HoconPath.Empty.IsEmpty);
        Assert.False(HoconPath.TryParse("\"open", out _));
    }

    [Fact]
    public void Merging_lets_the_other_win_and_goes_down_into_objects()
    {
        var ours = HoconParser.Parse("a { x = 1, y = 2 }, b = 1").Value.GetObject();
        ours.Merge(HoconParser.Parse("a { y = 3, z = 4 }, c = 5").Value.GetObject());
        Assert.Equal(["1", "3", "4", "1", "5"], new[] { "a.x", "a.y", "a.z", "b", "c" }.Select(path => ours[path].GetString()));
    }

    [Fact]
    public void Falling_back_only_fills_in_what_is_missing()
    {
        var ours = HoconParser.Parse("a { x = 1, y = 2 }, b = 1").Value.GetObject();
        ours.FallbackMerge(HoconParser.Parse("a { y = 3, z = 4 }, b = 2, d = 5").Value.GetObject());
        Assert.Equal(["1", "2", "4", "1", "5"], new[] { "a.x", "a.y", "a.z", "b", "d" }.Select(path => ours[path].GetString()));
    }

    [Fact]
    public void A_value_can_be_hung_under_a_key() => Assert.Equal(1, HoconParser.Parse("a { b = 1 }").GetValue("a").AtKey("x").GetInt("x.b"));

    [Fact]
    public void Values_are_equal_by_content()
    {
        Assert.Equal(HoconParser.Parse("a { b = [1, 2] }").Value, HoconParser.Parse("a.b = [1, 2]").Value);
        Assert.NotEqual(HoconParser.Parse("a = 1").Value, HoconParser.Parse("a = 2").Value);
    }

    [Fact]
    public void Asking_a_value_for_another_type_is_an_error()
    {
        var root = HoconParser.Parse("text = x, array = [1], object { a = 1 }");
        Assert.Throws<HoconValueException>(() => root.GetObject("text"));
        Assert.Throws<HoconValueException>(() => root.GetObject("array"));
        Assert.Throws<HoconValueException>(() => root.GetString("array"));
        Assert.Throws<HoconValueException>(() => root.GetString("object"));
        Assert.Throws<HoconValueException>(() => root.GetStringList("text"));
        Assert.IsAssignableFrom<HoconException>(Assert.Throws<HoconValueException>(() => root.GetString("absent")));
    }
}
