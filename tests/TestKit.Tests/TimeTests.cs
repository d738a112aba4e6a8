using Akka.Configuration;
using static AkkaAuction.TestKit.Tests.Failing;

namespace AkkaAuction.TestKit.Tests;

/// <summary>Blocks with a time, dilation, and waiting for what is no message.</summary>
public sealed class TimeTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Plenty = TimeSpan.FromSeconds(30);

    public TimeTests()
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

    [Fact]
    public void Durations_are_dilated_by_the_time_factor()
    {
        Assert.Equal(TimeSpan.FromSeconds(6), Dilated(TimeSpan.FromSeconds(3)));
        Assert.Equal(TimeSpan.FromSeconds(6), RemainingOrDilated(TimeSpan.FromSeconds(3)));
        Assert.Equal(TimeSpan.FromSeconds(10), RemainingOrDefault);
        Assert.Throws<ArgumentException>(() => Dilated(TimeSpan.FromSeconds(-1)));
    }

    [Fact]
    public void Inside_a_block_expectations_wait_for_what_is_left_of_it()
    {
        Assert.Throws<InvalidOperationException>(() => Remaining);
        Within(Plenty, () =>
        {
            Assert.InRange(Remaining, TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(60));
            Within(TimeSpan.FromSeconds(1), () => Assert.InRange(Remaining, TimeSpan.Zero, TimeSpan.FromSeconds(2)));
            Assert.InRange(RemainingOrDefault, TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(60));
        });
        Within(Briefly, () => Fails(() => ExpectMsg<string>()), epsilonValue: Plenty);
        Assert.Throws<InvalidOperationException>(() => Remaining);
    }

    [Fact]
    public void A_block_returns_what_it_makes_and_passes_on_what_it_throws()
    {
        Assert.Equal(7, Within(Plenty, () => 7));
        Assert.Throws<InvalidOperationException>(() => Within(Plenty, () => Refuse()));

        static void Refuse() => throw new InvalidOperationException("no");
    }

    [Fact]
    public void A_block_that_is_too_fast_fails() =>
        Fails(() => Within(Plenty, Plenty, () => { }, "not so fast"), "not so fast");

    [Fact]
    public void A_block_that_is_too_slow_fails() =>
        Fails(() => Within(TimeSpan.FromMilliseconds(1), () => AwaitConditionNoThrow(() => false, Briefly), TimeSpan.Zero));

    [Fact]
    public void A_block_cannot_ask_for_more_time_than_the_one_around_it_has() =>
        Within(TimeSpan.FromSeconds(1), () => Fails(() => Within(Plenty, Plenty, () => { })));

    [Fact]
    public async Task A_block_can_be_awaited()
    {
        Assert.Equal(7, await WithinAsync(Plenty, async () =>
        {
            await Task.Yield();
            Assert.True(Remaining > TimeSpan.Zero);
            return 7;
        }));
        await FailsAsync(() => WithinAsync(TimeSpan.FromMilliseconds(1), () => new TaskCompletionSource().Task));
    }

    [Fact]
    public void A_condition_is_waited_for()
    {
        var looks = 0;
        AwaitCondition(() => ++looks == 3, Plenty, TimeSpan.FromMilliseconds(1));
        Assert.Equal(3, looks);
        Fails(() => AwaitCondition(() => false, Briefly, TimeSpan.FromMilliseconds(5), "never comes true"), "Timeout", "never comes true");
        Assert.False(AwaitConditionNoThrow(() => false, Briefly, TimeSpan.FromMilliseconds(5)));
        Assert.True(AwaitConditionNoThrow(() => true, Briefly));
    }

    [Fact]
    public async Task A_condition_can_be_awaited()
    {
        var looks = 0;
        await AwaitConditionAsync(() => Task.FromResult(++looks == 3), Plenty, TimeSpan.FromMilliseconds(1));
        await AwaitConditionAsync(() => true);
        await FailsAsync(() => AwaitConditionAsync(() => false, Briefly, TimeSpan.FromMilliseconds(5)));
    }

    [Fact]
    public async Task An_assertion_is_tried_until_it_holds_and_its_last_failure_comes_out()
    {
        var tries = 0;
        AwaitAssert(() => Assert.Equal(3, ++tries), Plenty, TimeSpan.FromMilliseconds(1));
        Assert.Equal(3, tries);
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => AwaitAssert(() => Assert.Fail("still not"), Briefly, TimeSpan.FromMilliseconds(5)));
        await AwaitAssertAsync(() => Task.CompletedTask);
        var failure = await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(
            () => AwaitAssertAsync(() => Task.FromException(new Xunit.Sdk.XunitException("still not")), Briefly, TimeSpan.FromMilliseconds(5)));
        Assert.Contains("still not", failure.Message, StringComparison.Ordinal);
    }
}
