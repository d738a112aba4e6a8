using Akka.Actor;
using Akka.Event;

namespace AkkaAuction.Akka.Tests;

public sealed class DeadLetterSuspensionSpec
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Only_so_many_are_logged_as_the_configuration_says()
    {
        var system = ActorSystem.Create("counting", """
            akka.loglevel = INFO
            akka.stdout-loglevel = OFF
            akka.log-dead-letters = 2
            akka.loggers = ["AkkaAuction.Akka.Tests.SilentLogger, AkkaAuction.Akka.Tests"]
            """);
        var log = new Probe(system);
        system.EventStream.Subscribe(log.Ref, typeof(Info));
        // It listens from its start on, which this answer comes after.
        await system.ActorSelection("/system/deadLetterListener").ResolveOne(Soon);
        for (var letter = 0; letter < 5; letter++) system.DeadLetters.Tell($"letter {letter}", ActorRefs.NoSender);
        Assert.Contains("letter 0", (await log.Next<Info>()).Message.ToString());
        var last = (await log.Next<Info>()).Message.ToString();
        Assert.Contains("no more dead letters will be logged", last);
        await system.Terminate();
    }
}

/// <summary>A logger that a configuration can name, and that says nothing.</summary>
public sealed class SilentLogger : ReceiveActor
{
    public SilentLogger()
    {
        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        ReceiveAny(_ => { });
    }
}
