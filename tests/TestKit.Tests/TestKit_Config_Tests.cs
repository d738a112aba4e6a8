using Akka.Configuration;

namespace AkkaAuction.TestKit.Tests;

/// <summary>The settings of a kit, and their defaults.</summary>
public sealed class TestKit_Config_Tests : Akka.TestKit.Xunit2.TestKit
{
    public TestKit_Config_Tests()
        : base("akka.test { timefactor = 2.0, single-expect-default = 5s, default-timeout = 7s, filter-leeway = 1s }")
    {
    }

    [Fact]
    public void The_settings_below_akka_test_are_the_kits()
    {
        Assert.Equal(2.0, TestKitSettings.TestTimeFactor);
        Assert.Equal(TimeSpan.FromSeconds(5), TestKitSettings.SingleExpectDefault);
        Assert.Equal(TimeSpan.FromSeconds(7), TestKitSettings.DefaultTimeout);
        Assert.Equal(TimeSpan.FromSeconds(1), TestKitSettings.TestEventFilterLeeway);
        Assert.False(TestKitSettings.LogTestKitCalls);
    }

    [Fact]
    public void The_defaults_are_those_of_Akka_NET()
    {
        Assert.Equal(TimeSpan.FromSeconds(3), DefaultConfig.GetTimeSpan("akka.test.single-expect-default"));
        Assert.Equal(TimeSpan.FromSeconds(3), DefaultConfig.GetTimeSpan("akka.test.filter-leeway"));
        Assert.Equal(TimeSpan.FromSeconds(5), DefaultConfig.GetTimeSpan("akka.test.default-timeout"));
        Assert.Equal(1.0, DefaultConfig.GetDouble("akka.test.timefactor"));
    }

    [Fact]
    public void A_time_factor_is_positive() =>
        Assert.Throws<ConfigurationException>(() => new Akka.TestKit.TestKitSettings(
            ConfigurationFactory.ParseString("akka.test.timefactor = 0").WithFallback(DefaultConfig)));
}
