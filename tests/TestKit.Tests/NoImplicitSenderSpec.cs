using Akka.Actor;
using Akka.TestKit;

namespace AkkaAuction.TestKit.Tests;

/// <summary>A kit whose tests send in nobody's name.</summary>
public sealed class NoImplicitSenderSpec : Akka.TestKit.Xunit2.TestKit, INoImplicitSender
{
    [Fact]
    public void Without_an_implicit_sender_what_the_test_tells_comes_from_nobody()
    {
        TestActor.Tell("from nobody");
        ExpectMsg<string>((_, sender) => sender.Equals(ActorRefs.NoSender) || sender.Equals(Sys.DeadLetters));
    }

    [Fact]
    public async Task After_an_await_it_is_still_nobody()
    {
        await Task.Yield();
        TestActor.Tell("from nobody");
        await ExpectMsgAsync<string>((_, sender) => ReferenceEquals(sender, null) || sender.Equals(Sys.DeadLetters));
    }
}
