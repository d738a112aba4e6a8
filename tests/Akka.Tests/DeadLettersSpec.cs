using Akka.Actor;
using Akka.Event;

namespace AkkaAuction.Akka.Tests;

public sealed class DeadLettersSpec : ActorSpec
{
    [Fact]
    public async Task What_is_told_to_the_dead_letters_is_published()
    {
        var log = NewProbe();
        System.EventStream.Subscribe(log.Ref, typeof(DeadLetter));
        System.DeadLetters.Tell("hello", log.Ref);
        var letter = await log.Next<DeadLetter>();
        Assert.Equal(("hello", log.Ref, System.DeadLetters), (letter.Message, letter.Sender, letter.Recipient));
    }

    [Fact]
    public async Task A_suppressed_one_is_published_apart()
    {
        var log = NewProbe();
        System.EventStream.Subscribe(log.Ref, typeof(AllDeadLetters));
        System.DeadLetters.Tell(new Quiet(), log.Ref);
        Assert.IsType<SuppressedDeadLetter>(await log.Next());
    }

    [Fact]
    public async Task An_answer_to_nobody_is_a_dead_letter()
    {
        var log = NewProbe();
        System.EventStream.Subscribe(log.Ref, typeof(DeadLetter));
        Start((_, context) => context.Sender.Tell("answer")).Tell("question", ActorRefs.NoSender);
        Assert.Equal("answer", (await log.Next<DeadLetter>()).Message);
    }

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

    private sealed class Quiet : IDeadLetterSuppression;
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
