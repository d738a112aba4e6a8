namespace AkkaAuction.TestKit.Tests;

/// <summary>Times that are stretched on slow machines.</summary>
public sealed class DilatedTests : Akka.TestKit.Xunit2.TestKit
{
    public DilatedTests()
        : base("akka.test { timefactor = 2.0, single-expect-default = 5s, default-timeout = 7s, filter-leeway = 1s }")
    {
    }

    [Fact]
    public void Durations_are_dilated_by_the_time_factor()
    {
        Assert.Equal(TimeSpan.FromSeconds(6), Dilated(TimeSpan.FromSeconds(3)));
        Assert.Equal(TimeSpan.FromSeconds(6), RemainingOrDilated(TimeSpan.FromSeconds(3)));
        Assert.Equal(TimeSpan.FromSeconds(10), RemainingOrDefault);
        Assert.Throws<ArgumentException>(() => Dilated(TimeSpan.FromSeconds(-1)));
    }
}
