using AkkaAuction.Lab.Demo;

namespace AkkaAuction.Lab.Tests.Demo;

public sealed class DemoSettingsTests
{
    [Theory]
    [InlineData("5s", 5_000)]
    [InlineData("500ms", 500)]
    [InlineData("1.5s", 1_500)]
    [InlineData("2m", 120_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("10ms", 10)]
    public void A_length_of_time_is_a_number_and_a_unit(string text, int milliseconds)
    {
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), DemoSettings.ReadRound(text, out var fault));
        Assert.Null(fault);
    }

    [Fact]
    public void A_round_is_given_the_time_that_many_bidders_need()
    {
        Assert.Equal(TimeSpan.FromSeconds(5), DemoSettings.DefaultRound(8));
        Assert.Equal(TimeSpan.FromSeconds(25), DemoSettings.DefaultRound(500));
    }
}
