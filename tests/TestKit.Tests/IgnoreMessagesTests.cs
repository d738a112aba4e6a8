namespace AkkaAuction.TestKit.Tests;

/// <summary>Messages that a test does not want to see.</summary>
public sealed class IgnoreMessagesTests : Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public void Ignored_messages_never_reach_the_test()
    {
        IgnoreMessages<int>(number => number > 1);
        Tell(1, 2, "text");
        ExpectMsg(1);
        ExpectMsg("text");
        IgnoreMessages<string>();
        Tell("text", 3);
        ExpectMsg(3);
        IgnoreMessages(message => message is 4);
        Tell(4, 5);
        ExpectMsg(5);
        IgnoreNoMessages();
        Tell(4);
        ExpectMsg(4);
    }

    private void Tell(params object[] messages)
    {
        foreach (var message in messages)
            TestActor.Tell(message, TestActor);
    }
}
