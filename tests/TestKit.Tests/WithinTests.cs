using static AkkaAuction.TestKit.Tests.Failing;

namespace AkkaAuction.TestKit.Tests;

/// <summary>Blocks with a time, and what is left of it.</summary>
public sealed class WithinTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Plenty = TimeSpan.FromSeconds(30);

    public WithinTests()
        : base("akka.test { timefactor = 2.0, single-expect-default = 5s, default-timeout = 7s, filter-leeway = 1s }")
    {
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
}
