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
    public void A_dead_letter_has_a_sender_and_a_recipient()
    {
        Assert.Throws<ArgumentNullException>(() => new DeadLetter("lost", null!, System.DeadLetters));
        Assert.Throws<ArgumentNullException>(() => new DeadLetter("lost", System.DeadLetters, null!));
    }

    [Fact]
    public async Task Asked_who_they_are_the_dead_letters_say_nobody() =>
        Assert.Same(ActorRefs.Nobody, (await System.DeadLetters.Ask<ActorIdentity>(new Identify(1), Soon)).Subject);

    [Fact]
    public async Task An_answer_to_nobody_is_a_dead_letter()
    {
        var log = NewProbe();
        System.EventStream.Subscribe(log.Ref, typeof(DeadLetter));
        Start((_, context) => context.Sender.Tell("answer")).Tell("question", ActorRefs.NoSender);
        Assert.Equal("answer", (await log.Next<DeadLetter>()).Message);
    }
}
