using Akka.Actor;

namespace AkkaAuction.Akka.Tests;

public sealed class ReceiveTimeoutSpec : ActorSpec
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(60);

    [Fact]
    public async Task Silence_brings_a_ReceiveTimeout_again_and_again_until_it_is_switched_off()
    {
        var log = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new Impatient(log.Ref)));
        await log.Expect("timeout", "timeout");
        actor.Tell("off");
        Assert.Null(await actor.Ask<object>("which", Soon) is TimeSpan time ? time : (TimeSpan?)null);
    }

    [Fact]
    public async Task The_context_says_which_timeout_is_set()
    {
        var actor = System.ActorOf(Props.Create(() => new Impatient(ActorRefs.Nobody)));
        Assert.Equal(Short, await actor.Ask<object>("which", Soon));
    }

    private sealed class Impatient(IActorRef log) : ReceiveActor
    {
        protected override void PreStart()
        {
            SetReceiveTimeout(Short);
            Become(() =>
            {
                Receive<ReceiveTimeout>(_ => log.Tell("timeout"));
                Receive<string>(text => text == "off", _ => SetReceiveTimeout(null));
                ReceiveAny(_ => Sender.Tell((object?)Context.ReceiveTimeout ?? "none"));
            });
        }
    }
}
