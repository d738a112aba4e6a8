using Akka.Actor;

namespace AkkaAuction.Akka.Tests;

public sealed class InboxSpec : ActorSpec
{
    [Fact]
    public void An_inbox_sends_with_itself_as_sender_and_receives_the_answer()
    {
        using var inbox = Inbox.Create(System);
        inbox.Send(Start((message, context) => context.Sender.Tell($"{message}!")), "hello");
        Assert.Equal("hello!", inbox.Receive(Soon));
    }

    [Fact]
    public void ReceiveWhere_takes_the_first_that_fits_and_leaves_the_others()
    {
        using var inbox = Inbox.Create(System);
        foreach (var number in new[] { 1, 2, 3 }) inbox.Receiver.Tell(number, ActorRefs.NoSender);
        Assert.Equal(2, inbox.ReceiveWhere(message => message is 2, Soon));
        Assert.Equal(1, inbox.Receive(Soon));
        Assert.Equal(3, inbox.Receive(Soon));
    }

    [Fact]
    public void Nothing_in_time_is_a_TimeoutException()
    {
        using var inbox = Inbox.Create(System);
        Assert.Throws<TimeoutException>(() => inbox.Receive(TimeSpan.FromMilliseconds(50)));
    }

    [Fact]
    public void An_inbox_watches()
    {
        using var inbox = Inbox.Create(System);
        var actor = Start((_, _) => { });
        inbox.Watch(actor);
        actor.Tell(PoisonPill.Instance);
        Assert.Equal(actor, Assert.IsType<Terminated>(inbox.Receive(Soon)).ActorRef);
    }

    [Fact]
    public async Task A_message_can_be_awaited()
    {
        using var inbox = Inbox.Create(System);
        var next = inbox.ReceiveAsync(Soon);
        inbox.Receiver.Tell("there", ActorRefs.NoSender);
        Assert.Equal("there", await next);
    }
}
