using Akka.Actor;
using Akka.Dispatch.SysMsg;

namespace AkkaAuction.Akka.Tests;

public sealed class SystemGuardianTests : ActorSpec
{
    [Fact]
    public async Task Who_registered_is_told_when_the_users_actors_are_gone_and_the_system_waits_for_him()
    {
        var log = NewProbe();
        var user = System.ActorOf(Props.Create(() => new Dying(log.Ref)));
        await user.Ask<ActorIdentity>(new Identify(1), Soon);
        // A hook lives below /system, or it would be gone with the users' actors.
        var told = new TaskCompletionSource<IActorRef>();
        var hook = ((ExtendedActorSystem)System).SystemActorOf(Props.Create(() => new Hook(told)), "hook");
        await hook.Ask<string>("register", Soon);
        var ended = System.Terminate();
        var guardian = await told.Task.WaitAsync(Soon);
        Assert.Equal("/system", guardian.Path.ToStringWithoutAddress());
        Assert.False(ended.IsCompleted);
        hook.Tell("done");
        await ended.WaitAsync(Soon);
    }

    [Fact]
    public async Task A_hook_that_ends_is_not_waited_for()
    {
        var told = new TaskCompletionSource<IActorRef>();
        var hook = ((ExtendedActorSystem)System).SystemActorOf(Props.Create(() => new Hook(told)), "hook");
        await hook.Ask<string>("register", Soon);
        var ended = System.Terminate();
        await told.Task.WaitAsync(Soon);
        hook.Tell(PoisonPill.Instance);
        await ended.WaitAsync(Soon);
    }

    [Fact]
    public async Task The_guardians_stand_at_the_top_of_the_tree()
    {
        foreach (var path in new[] { "/user", "/system" })
        {
            var guardian = await System.ActorSelection(path).ResolveOne(Soon);
            Assert.Equal(path, guardian.Path.ToStringWithoutAddress());
            Assert.Equal(guardian.Path.Root, guardian.Path.Parent);
        }
        Assert.Equal("/user", Start((_, _) => { }).Path.Parent.ToStringWithoutAddress());
    }

    private sealed class Dying(IActorRef log) : UntypedActor
    {
        protected override void PostStop() => log.Tell("user ended");

        protected override void OnReceive(object message)
        {
        }
    }

    private sealed class Hook(TaskCompletionSource<IActorRef> told) : UntypedActor
    {
        private IActorRef? _guardian;

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case "register":
                    var asker = Sender;
                    Context.ActorSelection("/system").Tell(RegisterTerminationHook.Instance, Self);
                    // Comes back behind the registration.
                    Context.ActorSelection("/system").Tell(new Identify(asker), Self);
                    break;
                case ActorIdentity identity:
                    ((IActorRef)identity.MessageId).Tell("registered");
                    break;
                case TerminationHook:
                    _guardian = Sender;
                    told.SetResult(_guardian);
                    break;
                case "done":
                    _guardian!.Tell(TerminationHookDone.Instance);
                    break;
            }
        }
    }
}
