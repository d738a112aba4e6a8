using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.TestActors;
using static AkkaAuction.TestKit.Tests.Failing;

namespace AkkaAuction.TestKit.Tests;

/// <summary>Probes, auto-pilots, and the actors that come with the kit.</summary>
public sealed class TestProbeSpec : Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public void A_probe_is_an_actor_with_a_queue_of_its_own()
    {
        var probe = CreateTestProbe("eyes");
        IActorRef asActor = probe;
        Assert.Equal("eyes", probe.Ref.Path.Name);
        Assert.Equal(probe.Ref.Path, asActor.Path);
        Assert.True(asActor.Equals(probe.Ref));
        asActor.Tell("for the probe");
        probe.ExpectMsg("for the probe");
        ExpectNoMsg(0);
    }

    [Fact]
    public void A_probe_sends_in_its_own_name_and_answers_the_last_message()
    {
        var probe = CreateTestProbe();
        var echo = Sys.ActorOf(SimpleEchoActor.Props());
        probe.Send(echo, "question");
        probe.ExpectMsgFrom(echo, "question");
        probe.Ref.Tell("ask");
        probe.ExpectMsg("ask");
        Assert.Equal(TestActor, probe.Sender);
        probe.Reply("answer");
        ExpectMsgFrom(probe.Ref, "answer");
    }

    [Fact]
    public void A_probe_forwards_in_the_name_of_the_last_sender()
    {
        var first = CreateTestProbe();
        var second = CreateTestProbe();
        first.Ref.Tell("letter");
        first.ExpectMsg("letter");
        first.Forward(second.Ref);
        second.ExpectMsgFrom(TestActor, "letter");
        first.Forward(second.Ref, "copy");
        second.ExpectMsgFrom(TestActor, "copy");
    }

    [Fact]
    public void A_probe_watches_for_itself()
    {
        var probe = CreateTestProbe();
        var actor = Sys.ActorOf(BlackHoleActor.Props);
        probe.Watch(actor);
        Sys.Stop(actor);
        probe.ExpectTerminated(actor);
        ExpectNoMsg(0);
    }

    [Fact]
    public void A_probe_can_be_watched()
    {
        var probe = CreateTestProbe();
        Watch(probe.Ref);
        probe.Ref.Tell(PoisonPill.Instance);
        ExpectTerminated(probe.Ref);
    }

    [Fact]
    public void Without_a_message_a_probe_has_no_last_one() => Assert.ThrowsAny<AkkaException>(() => CreateTestProbe().LastMessage);

    [Fact]
    public void A_probe_fails_like_the_kit_does() => Fails(() => CreateTestProbe().ExpectMsg<string>(Briefly), "Timeout");

    [Fact]
    public void An_auto_pilot_answers_while_the_test_still_sees_everything()
    {
        var probe = CreateTestProbe();
        probe.SetAutoPilot(new DelegateAutoPilot((sender, message) =>
        {
            sender.Tell($"re: {message}", ActorRefs.NoSender);
            return message is "last" ? AutoPilot.NoAutoPilot : AutoPilot.KeepRunning;
        }));
        foreach (var message in new[] { "first", "last", "after" })
            probe.Ref.Tell(message);
        ExpectMsg("re: first");
        ExpectMsg("re: last");
        Assert.Equal(new object[] { "first", "last", "after" }, probe.ReceiveN(3));
        ExpectNoMsg(0);
    }

    [Fact]
    public void An_auto_pilot_may_hand_over_to_another()
    {
        var second = new DelegateAutoPilot((sender, _) =>
        {
            sender.Tell(2, ActorRefs.NoSender);
            return TestActorKit.KeepRunning;
        });
        SetAutoPilot(new DelegateAutoPilot((sender, _) =>
        {
            sender.Tell(1, ActorRefs.NoSender);
            return second;
        }));
        var probe = CreateTestProbe();
        foreach (var message in new[] { "a", "b", "c" })
            probe.Send(TestActor, message);
        Assert.Equal(new object[] { 1, 2, 2 }, probe.ReceiveN(3));
    }

    [Fact]
    public void The_test_actor_makes_children()
    {
        var child = ChildActorOf(SimpleEchoActor.Props(), "child");
        Assert.Equal(TestActor.Path, child.Path.Parent);
        Assert.Equal("child", child.Path.Name);
        child.Tell("hello");
        ExpectMsgFrom(child, "hello");
    }

    [Fact]
    public async Task A_probe_makes_children_too()
    {
        var probe = CreateTestProbe();
        var child = probe.ChildActorOf<SimpleEchoActor>("child");
        Assert.Equal(probe.Ref.Path, child.Path.Parent);
        var other = await probe.ChildActorOfAsync(SimpleEchoActor.Props());
        probe.Send(other, "hello");
        probe.ExpectMsgFrom(other, "hello");
    }

    [Fact]
    public void An_echo_actor_tells_the_test_and_the_sender()
    {
        var probe = CreateTestProbe();
        var echo = Sys.ActorOf(EchoActor.Props(this));
        probe.Send(echo, "hello");
        ExpectMsg("hello");
        probe.ExpectMsg("hello");
        var quiet = Sys.ActorOf(EchoActor.Props(this, echoBackToSenderAsWell: false));
        probe.Send(quiet, "again");
        ExpectMsg("again");
        probe.ExpectNoMsg(0);
    }

    [Fact]
    public void A_forward_actor_hands_on_and_a_black_hole_does_not()
    {
        var probe = CreateTestProbe();
        Sys.ActorOf(ForwardActor.Props(probe.Ref)).Tell("through");
        probe.ExpectMsgFrom(TestActor, "through");
        var hole = Sys.ActorOf(BlackHoleActor.Props);
        hole.Tell("gone");
        hole.Tell(new Identify(1));
        ExpectMsg<ActorIdentity>();
    }
}

/// <summary>The kit's own name for what an auto-pilot answers, next to <see cref="AutoPilot"/>'s.</summary>
internal static class TestActorKit
{
    internal static AutoPilot KeepRunning => Akka.TestKit.TestActor.KeepRunning;
}
