using Akka.Actor;
using Akka.Event;

namespace AkkaAuction.Akka.Tests;

public sealed class AskSpec : ActorSpec
{
    private IActorRef Echo => Start((message, context) =>
    {
        if (message is not "silence") context.Sender.Tell(message is Exception failure ? new Status.Failure(failure) : message);
    });

    [Fact]
    public async Task The_answer_completes_the_task() => Assert.Equal("hello", await Echo.Ask<string>("hello", Soon));

    [Fact]
    public async Task No_answer_in_time_is_an_AskTimeoutException() =>
        await Assert.ThrowsAsync<AskTimeoutException>(() => Echo.Ask<string>("silence", TimeSpan.FromMilliseconds(50)));

    [Fact]
    public async Task An_answer_of_another_type_is_an_ArgumentException() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Echo.Ask<int>("text", Soon));

    [Fact]
    public async Task An_answer_that_the_asker_cannot_use_or_does_not_wait_for_any_more_is_a_dead_letter()
    {
        var letters = NewProbe();
        System.EventStream.Subscribe(letters.Ref, typeof(DeadLetter));
        await Assert.ThrowsAsync<ArgumentException>(() => Echo.Ask<int>("text", Soon));
        Assert.Equal("text", (await letters.Next<DeadLetter>()).Message);
        var twice = Start((_, context) =>
        {
            context.Sender.Tell("first");
            context.Sender.Tell("second");
        });
        Assert.Equal("first", await twice.Ask<string>("?", Soon));
        Assert.Equal("second", (await letters.Next<DeadLetter>()).Message);
    }

    [Fact]
    public async Task Nothing_is_an_answer_too() => Assert.Null(await Start((_, context) => context.Sender.Tell(null!)).Ask<string>("?", Soon));

    [Fact]
    public async Task A_failure_as_answer_is_thrown()
    {
        var boom = new Boom();
        Assert.Same(boom, await Assert.ThrowsAsync<Boom>(() => Echo.Ask<string>(boom, Soon)));
    }

    [Fact]
    public async Task An_asker_that_expects_anything_gets_the_failure_as_the_answer() =>
        Assert.IsType<Status.Failure>(await Echo.Ask<object>(new Boom(), Soon));

    [Fact]
    public async Task A_cancelled_question_is_a_cancelled_task()
    {
        using var source = new CancellationTokenSource();
        var asked = Echo.Ask<string>("silence", Timeout.InfiniteTimeSpan, source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
    }

    [Fact]
    public async Task A_question_can_carry_the_reference_to_answer_to()
    {
        var actor = Start((message, _) => ((IActorRef)message).Tell("answered"));
        Assert.Equal("answered", await actor.Ask<string>(me => me, Soon, CancellationToken.None));
    }

    [Fact]
    public async Task A_selection_can_be_asked()
    {
        Start((message, context) => context.Sender.Tell(message), "named");
        Assert.Equal("hi", await System.ActorSelection("/user/named").Ask<string>("hi", Soon));
    }

    [Fact]
    public async Task Thousands_of_questions_at_once_each_get_their_own_answer()
    {
        var actor = Echo;
        var answers = await Task.WhenAll(Enumerable.Range(0, 5000).Select(number => actor.Ask<int>(number, Soon)));
        Assert.Equal(Enumerable.Range(0, 5000), answers);
    }
}
