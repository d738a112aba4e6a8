using Akka.Actor;
using Akka.TestKit.Xunit2;
using Xunit.Sdk;

namespace AkkaAuction.Auctioneer.Tests.Support;

/// <summary>A message that is not data makes a test fail, although Akka only logs it.</summary>
public sealed class LostMessagesTests() : TestKit(LostMessages.Setting + "\nakka.loglevel = OFF")
{
    [Fact]
    public async Task A_message_that_cannot_be_made_anew_is_reported()
    {
        var lost = new LostMessages(Sys);
        TestActor.Tell(new Closure(() => { }));
        TestActor.Tell("data");
        await ExpectMsgAsync("data");
        var fault = await Assert.ThrowsAsync<TrueException>(lost.AssertNone);
        Assert.Contains(typeof(Closure).FullName!, fault.Message);
    }

    [Fact]
    public async Task Data_is_not_reported()
    {
        var lost = new LostMessages(Sys);
        TestActor.Tell("data");
        await ExpectMsgAsync("data");
        await lost.AssertNone();
    }

    [Fact]
    public async Task An_actor_that_is_stopped_from_outside_is_not_reported()
    {
        var lost = new LostMessages(Sys);
        var other = CreateTestProbe().Ref;
        Watch(other);
        Sys.Stop(other);
        await ExpectTerminatedAsync(other);
        await lost.AssertNone();
    }

    private sealed record Closure(Action Act);
}
