using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace AkkaAuction.Akka.Tests;

public sealed class MailboxSpec() : ActorSpec("""
    small { mailbox-type = "Akka.Dispatch.BoundedMailbox", mailbox-capacity = 2, mailbox-push-timeout-time = 10ms }
    urgent { mailbox-type = "AkkaAuction.Akka.Tests.MailboxSpec+ShortestFirst, AkkaAuction.Akka.Tests" }
    own-thread { type = PinnedDispatcher, executor = thread-pool-executor }
    """)
{
    [Fact]
    public async Task A_full_bounded_mailbox_sends_what_has_no_place_to_the_dead_letters()
    {
        var letters = NewProbe();
        System.EventStream.Subscribe(letters.Ref, typeof(DeadLetter));
        using var gate = new ManualResetEventSlim();
        using var busy = new ManualResetEventSlim();
        var actor = System.ActorOf(Props.Create(() => new Scripted((_, _) => Hold(busy, gate))).WithMailbox("small"));
        actor.Tell(0, ActorRefs.NoSender);
        Assert.True(busy.Wait(Soon));
        foreach (var number in new[] { 1, 2, 3 }) actor.Tell(number, ActorRefs.NoSender);
        Assert.Equal(3, (await letters.Next<DeadLetter>()).Message);
        gate.Set();
    }

    [Fact]
    public async Task A_priority_mailbox_hands_out_the_most_urgent_first()
    {
        var log = NewProbe();
        using var gate = new ManualResetEventSlim();
        using var busy = new ManualResetEventSlim();
        var actor = System.ActorOf(Props.Create(() => new Scripted((message, _) => HoldOrTell(message, busy, gate, log.Ref))).WithMailbox("urgent"));
        actor.Tell("hold", ActorRefs.NoSender);
        Assert.True(busy.Wait(Soon));
        foreach (var text in new[] { "three", "to", "a" }) actor.Tell(text, ActorRefs.NoSender);
        gate.Set();
        await log.Expect("a", "to", "three");
    }

    [Fact]
    public async Task A_pinned_dispatcher_gives_an_actor_a_thread_of_its_own()
    {
        var actor = System.ActorOf(Props.Create(() => new Scripted((_, context) => context.Sender.Tell(Environment.CurrentManagedThreadId)))
            .WithDispatcher("own-thread"));
        var threads = new HashSet<int>();
        for (var question = 0; question < 20; question++) threads.Add(await actor.Ask<int>("?", Soon));
        Assert.Single(threads);
    }

    [Fact]
    public void A_mailbox_or_dispatcher_that_is_not_configured_is_refused()
    {
        Assert.Throws<ConfigurationException>(() => System.ActorOf(Props.Create(() => new Scripted((_, _) => Nothing())).WithMailbox("none")));
        Assert.Throws<ConfigurationException>(() => System.ActorOf(Props.Create(() => new Scripted((_, _) => Nothing())).WithDispatcher("none")));
    }

    private static void Nothing()
    {
    }

    private static void Hold(ManualResetEventSlim busy, ManualResetEventSlim gate)
    {
        busy.Set();
        gate.Wait(Soon);
    }

    private static void HoldOrTell(object message, ManualResetEventSlim busy, ManualResetEventSlim gate, IActorRef log)
    {
        if (message is "hold") Hold(busy, gate);
        else log.Tell(message);
    }

    public sealed class ShortestFirst(Settings settings, Config config) : UnboundedPriorityMailbox(settings, config)
    {
        protected override int PriorityGenerator(object message) => message is string text ? text.Length : 0;
    }
}
