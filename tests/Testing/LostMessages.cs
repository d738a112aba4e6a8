using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Xunit;

namespace AkkaAuction.Testing;

/// <summary>
/// The messages of a system that Akka could not make anew from their serialized form. Akka drops such a message and goes on: a test that
/// does not wait for the message would pass. So every test with actors asks at its end.
/// </summary>
public sealed class LostMessages
{
    /// <summary>Akka makes every message anew from its serialized form: what is not data is lost.</summary>
    public const string Setting = "akka.actor.serialize-messages=on";

    private readonly IActorRef _collector;

    public LostMessages(ActorSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        _collector = ((ExtendedActorSystem)system).SystemActorOf(Props.Create<Collector>(), "lost-messages");
        system.EventStream.Subscribe(_collector, typeof(Error));
    }

    /// <summary>Fails when one of the project's messages was lost.</summary>
    public async Task AssertNone()
    {
        var lost = await _collector.Ask<ImmutableArray<string>>(Question.Instance);
        Assert.True(lost.IsEmpty, $"Messages that are not data:\n{string.Join('\n', lost)}");
    }

    private sealed record Question : INoSerializationVerificationNeeded
    {
        public static Question Instance { get; } = new();
    }

    private sealed class Collector : ReceiveActor
    {
        public Collector()
        {
            var lost = ImmutableArray<string>.Empty;
            Receive<Error>(
                error => error.Cause is System.Runtime.Serialization.SerializationException,
                error => lost = lost.Add(error.Cause.Message));
            Receive<Question>(_ => Sender.Tell(lost));
        }
    }
}
