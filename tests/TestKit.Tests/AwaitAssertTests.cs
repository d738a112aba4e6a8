using static AkkaAuction.TestKit.Tests.Failing;

namespace AkkaAuction.TestKit.Tests;

/// <summary>Waiting for what is no message: a condition, an assertion.</summary>
public sealed class AwaitAssertTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Plenty = TimeSpan.FromSeconds(30);

    public AwaitAssertTests()
        : base("akka.test { timefactor = 2.0, single-expect-default = 5s, default-timeout = 7s, filter-leeway = 1s }")
    {
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
