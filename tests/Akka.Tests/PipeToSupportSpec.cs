using Akka.Actor;

namespace AkkaAuction.Akka.Tests;

public sealed class PipeToSupportSpec : ActorSpec
{
    [Fact]
    public async Task A_result_arrives_as_a_message_with_the_chosen_sender()
    {
        var log = NewProbe();
        var other = NewProbe();
        await Task.FromResult("done").PipeTo(log.Ref, other.Ref);
        await log.Expect("done");
        Assert.Equal(other.Ref, log.LastSender);
    }

    [Fact]
    public async Task A_failure_arrives_as_Status_Failure()
    {
        var log = NewProbe();
        var boom = new Boom();
        await Task.FromException<string>(boom).PipeTo(log.Ref);
        Assert.Same(boom, (await log.Next<Status.Failure>()).Cause);
    }

    [Fact]
    public async Task Both_can_be_translated_on_the_way()
    {
        var log = NewProbe();
        await Task.FromResult(2).PipeTo(log.Ref, success: number => $"got {number}");
        await Task.FromException<int>(new Boom("no")).PipeTo(log.Ref, failure: error => $"lost {error.Message}");
        await Task.CompletedTask.PipeTo(log.Ref, success: () => "finished");
        await log.Expect("got 2", "lost no", "finished");
    }
}
