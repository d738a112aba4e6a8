using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace AkkaAuction.Akka.Tests;

public sealed class MailboxesSpec() : ActorSpec("""
    small { mailbox-type = "Akka.Dispatch.BoundedMailbox", mailbox-capacity = 2, mailbox-push-timeout-time = 10ms }
    urgent { mailbox-type = "AkkaAuction.Akka.Tests.MailboxesSpec+ShortestFirst, AkkaAuction.Akka.Tests" }
    stable { mailbox-type = "AkkaAuction.Akka.Tests.MailboxesSpec+StableShortestFirst, AkkaAuction.Akka.Tests" }
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
    public async Task A_stable_priority_mailbox_keeps_the_order_of_equals()
    {
        var log = NewProbe();
        using var gate = new ManualResetEventSlim();
        using var busy = new ManualResetEventSlim();
        var actor = System.ActorOf(Props.Create(() => new Scripted((message, _) => HoldOrTell(message, busy, gate, log.Ref))).WithMailbox("stable"));
        actor.Tell("hold", ActorRefs.NoSender);
        Assert.True(busy.Wait(Soon));
        foreach (var text in new[] { "ccc", "aa", "bbb", "a", "bb", "aaa", "b" }) actor.Tell(text, ActorRefs.NoSender);
        gate.Set();
        await log.Expect("a", "b", "aa", "bb", "ccc", "bbb", "aaa");
    }

    [Theory]
    [InlineData("urgent")]
    [InlineData("stable")]
    public async Task A_stash_works_on_a_priority_mailbox(string mailbox)
    {
        var log = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new Stashing(log.Ref)).WithMailbox(mailbox));
        foreach (var text in new[] { "aaaa", "bbbb", "cccc" }) await actor.Ask<string>(text, Soon);
        actor.Tell("open", ActorRefs.NoSender);
        await log.Expect("aaaa", "bbbb", "cccc");
    }

    [Fact]
    public void A_mailbox_that_is_not_configured_is_refused() => Assert.Throws<ConfigurationException>(() =>
        System.ActorOf(Props.Create(() => new Stashing(ActorRefs.Nobody)).WithMailbox("none")));

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

    private sealed class Stashing(IActorRef log) : UntypedActorWithUnboundedStash
    {
        private bool _open;

        protected override void OnReceive(object message)
        {
            if (message is "open")
            {
                _open = true;
                Stash.UnstashAll();
            }
            else if (_open)
            {
                log.Tell(message);
            }
            else
            {
                Stash.Stash();
                Sender.Tell("stashed");
            }
        }
    }

    public sealed class StableShortestFirst(Settings settings, Config config) : UnboundedStablePriorityMailbox(settings, config)
    {
        protected override int PriorityGenerator(object message) => message is string text ? text.Length : 0;
    }

    public sealed class ShortestFirst(Settings settings, Config config) : UnboundedPriorityMailbox(settings, config)
    {
        protected override int PriorityGenerator(object message) => message is string text ? text.Length : 0;
    }
}
