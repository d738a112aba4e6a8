using Akka.Actor;

namespace AkkaAuction.Akka.Tests;

public sealed class ActorPathSpec
{
    [Theory]
    [InlineData("akka://sys/user/a/b")]
    [InlineData("akka.tcp://sys@host:1234/user/a")]
    [InlineData("akka://sys/")]
    public void A_path_reads_back_as_it_was_written(string text) => Assert.Equal(text, ActorPath.Parse(text).ToString());

    [Fact]
    public void A_path_has_address_elements_name_parent_and_root()
    {
        var path = ActorPath.Parse("akka.tcp://sys@host:1234/user/a/b#77");
        Assert.Equal(new Address("akka.tcp", "sys", "host", 1234), path.Address);
        Assert.Equal(["user", "a", "b"], path.Elements);
        Assert.Equal("b", path.Name);
        Assert.Equal(77, path.Uid);
        Assert.Equal("/user/a/b", path.ToStringWithoutAddress());
        Assert.Equal("akka.tcp://sys@host:1234/user/a", path.Parent.ToString());
        Assert.Equal(path.Root, path.ParentOf(0));
        Assert.Equal("akka.tcp://sys@host:1234/user/a/b#77", path.ToSerializationFormat());
    }

    [Theory]
    [InlineData("")]
    [InlineData("user/a")]
    [InlineData("http://sys/user")]
    [InlineData("not a path")]
    public void What_is_no_path_does_not_parse(string text) => Assert.False(ActorPath.TryParse(text, out _));

    [Fact]
    public void The_incarnation_does_not_count_in_a_comparison_of_paths()
    {
        var path = new RootActorPath(new Address("akka", "sys")) / "user" / "a";
        Assert.Equal(path, path.WithUid(5));
        Assert.Equal(path.GetHashCode(), path.WithUid(5).GetHashCode());
        Assert.NotEqual(path, path / "b");
        Assert.True(path.CompareTo(path / "b") < 0);
    }

    [Theory]
    [InlineData("abc", true)]
    [InlineData("a-b_c.d*$+:@&=,!~';()\"", true)]
    [InlineData("%20space", true)]
    [InlineData("", false)]
    [InlineData("$a", false)]
    [InlineData("a b", false)]
    [InlineData("a/b", false)]
    [InlineData("ä", false)]
    [InlineData("%2", false)]
    [InlineData("a#1", false)]
    public void Names_keep_to_the_rules(string name, bool valid) => Assert.Equal(valid, ActorPath.IsValidPathElement(name));

    [Fact]
    public void A_local_path_takes_the_address_it_is_shown_with_and_a_global_one_keeps_its_own()
    {
        var other = new Address("akka.tcp", "other", "example.org", 99);
        Assert.Equal("akka.tcp://other@example.org:99/user/a", ActorPath.Parse("akka://sys/user/a").ToStringWithAddress(other));
        Assert.Equal("akka.tcp://sys@host:1/user/a", ActorPath.Parse("akka.tcp://sys@host:1/user/a").ToStringWithAddress(other));
    }

    [Fact]
    public void Above_the_root_there_is_nothing()
    {
        var root = ActorPath.Parse("akka://sys/user").Parent;
        Assert.Equal("akka://sys/", root.ToString());
        Assert.Empty(root.Elements);
        Assert.Null(root.Parent);
    }

    [Fact]
    public void Of_a_path_the_address_can_be_read_alone() =>
        Assert.Equal(new Address("akka.tcp", "sys", "host", 80), Address.Parse("akka.tcp://sys@host:80/user/a"));

    [Theory]
    [InlineData("akka://sys", "akka", "sys", null, null)]
    [InlineData("akka.tcp://sys@host:80", "akka.tcp", "sys", "host", 80)]
    [InlineData("akka.tcp://sys@[::1]:80", "akka.tcp", "sys", "[::1]", 80)]
    public void An_address_reads_back_as_it_was_written(string text, string protocol, string system, string? host, int? port)
    {
        var address = Address.Parse(text);
        Assert.Equal((protocol, system, host, port), (address.Protocol, address.System, address.Host, address.Port));
        Assert.Equal(text, address.ToString());
        Assert.Equal(host is null, address.HasLocalScope);
    }
}
