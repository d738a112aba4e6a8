using Akka.Actor;
using Akka.Event;

namespace AkkaAuction.Akka.Tests;

public sealed class InboxSpec() : ActorSpec("akka.actor.inbox.inbox-size = 3")
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
    public async Task A_full_inbox_drops_what_comes_and_says_so_once()
    {
        var log = NewProbe();
        System.EventStream.Subscribe(log.Ref, typeof(Warning));
        System.EventStream.SetLogLevel(LogLevel.WarningLevel);
        using var inbox = Inbox.Create(System);
        for (var number = 1; number <= 5; number++) inbox.Receiver.Tell(number, ActorRefs.NoSender);
        Assert.StartsWith("Dropping message", (await log.Next<Warning>()).Message.ToString(), StringComparison.Ordinal);
        for (var number = 1; number <= 3; number++) Assert.Equal(number, inbox.Receive(Soon));
        Assert.Throws<TimeoutException>(() => inbox.Receive(TimeSpan.FromMilliseconds(50)));
        await log.ExpectNothingYet();
    }

    [Fact]
    public async Task An_inbox_says_who_it_is_and_ends_like_an_actor()
    {
        var inbox = Inbox.Create(System);
        Assert.Equal(inbox.Receiver, (await inbox.Receiver.Ask<ActorIdentity>(new Identify(1), Soon)).Subject);
        var (watcher, letters) = (NewProbe(), NewProbe());
        await watcher.Watch(inbox.Receiver);
        inbox.Dispose();
        await watcher.ExpectTerminated(inbox.Receiver);
        System.EventStream.Subscribe(letters.Ref, typeof(DeadLetter));
        inbox.Receiver.Tell("too late", ActorRefs.NoSender);
        Assert.Equal("too late", (await letters.Next<DeadLetter>()).Message);
    }

    [Fact]
    public async Task Awaited_for_no_time_at_all_it_fails_at_once()
    {
        using var inbox = Inbox.Create(System);
        Assert.IsType<TimeoutException>(Assert.IsType<Status.Failure>(await inbox.ReceiveAsync(TimeSpan.FromSeconds(-5))).Cause);
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
