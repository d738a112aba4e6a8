using Akka.Actor;
using Akka.Configuration;

namespace AkkaAuction.Akka.Tests;

public sealed class ConfigurationSpec
{
    [Fact]
    public void Values_are_read_by_type()
    {
        var config = ConfigurationFactory.ParseString("""
            text = "hello", number = 42, long = 5000000000, real = 1.5, on = on, off = off
            list = [a, b, c], numbers = [1, 2], time = 1500ms, for-ever = infinite, size = 2KiB
            nested { deeper { key = value } }
            """);
        Assert.Equal("hello", config.GetString("text"));
        Assert.Equal(42, config.GetInt("number"));
        Assert.Equal(5_000_000_000, config.GetLong("long"));
        Assert.Equal(1.5, config.GetDouble("real"));
        Assert.True(config.GetBoolean("on"));
        Assert.False(config.GetBoolean("off", true));
        Assert.Equal(["a", "b", "c"], config.GetStringList("list"));
        Assert.Equal([1, 2], config.GetIntList("numbers"));
        Assert.Equal(TimeSpan.FromSeconds(1.5), config.GetTimeSpan("time"));
        Assert.Equal(Timeout.InfiniteTimeSpan, config.GetTimeSpan("for-ever"));
        Assert.Equal(2048, config.GetByteSize("size"));
        Assert.Equal("value", config.GetConfig("nested").GetString("deeper.key"));
    }

    [Fact]
    public void What_is_not_there_gives_the_default()
    {
        var config = ConfigurationFactory.ParseString("a = 1");
        Assert.Null(config.GetString("b"));
        Assert.Equal("x", config.GetString("b", "x"));
        Assert.Equal(7, config.GetInt("b", 7));
        Assert.False(config.HasPath("b"));
        Assert.True(config.HasPath("a"));
        Assert.Null(config.GetConfig("b"));
        Assert.Equal(TimeSpan.FromSeconds(3), config.GetTimeSpan("b", TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public void A_value_of_another_kind_is_a_FormatException() =>
        Assert.Throws<FormatException>(() => ConfigurationFactory.ParseString("a = text").GetInt("a"));

    [Fact]
    public void A_fallback_fills_what_is_missing_and_changes_nothing_that_is_there()
    {
        var config = ConfigurationFactory.ParseString("a { x = 1 }").WithFallback(ConfigurationFactory.ParseString("a { x = 9, y = 2 }\nb = 3"));
        Assert.Equal((1, 2, 3), (config.GetInt("a.x"), config.GetInt("a.y"), config.GetInt("b")));
    }

    [Fact]
    public async Task A_system_sees_its_own_settings_before_the_defaults()
    {
        var system = ActorSystem.Create("settings", "akka.loglevel = ERROR, akka.stdout-loglevel = OFF, my.own = 5");
        Assert.Equal(5, system.Settings.Config.GetInt("my.own"));
        Assert.Equal("ERROR", system.Settings.LogLevel);
        Assert.Equal(30, system.Settings.Config.GetInt("akka.actor.default-dispatcher.throughput"));
        await system.Terminate();
    }

    [Fact]
    public async Task A_bootstrap_setup_carries_the_configuration()
    {
        var system = ActorSystem.Create("setup", BootstrapSetup.Create().WithConfig("akka.loglevel = OFF, akka.stdout-loglevel = OFF, my.own = 6"));
        Assert.Equal(6, system.Settings.Config.GetInt("my.own"));
        await system.Terminate();
    }
}
