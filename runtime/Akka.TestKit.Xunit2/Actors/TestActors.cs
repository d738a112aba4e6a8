using Akka.Actor;
using ActorProps = Akka.Actor.Props;

namespace Akka.TestKit.TestActors;

/// <summary>Sends everything back to its sender, and to the test actor.</summary>
public class EchoActor : ReceiveActor
{
    /// <param name="testkit">Whose test actor hears everything.</param>
    /// <param name="echoBackToSenderAsWell">Whether the sender, if it is somebody else, hears it too.</param>
    public EchoActor(TestKitBase testkit, bool echoBackToSenderAsWell = true)
    {
        ReceiveAny(message =>
        {
            var testActor = testkit.TestActor;
            if (echoBackToSenderAsWell && !testActor.Equals(Sender))
                Sender.Tell(message, Sender);
            testActor.Tell(message, Sender);
        });
    }

    public static ActorProps Props(TestKitBase testkit, bool echoBackToSenderAsWell = true) =>
        ActorProps.Create(() => new EchoActor(testkit, echoBackToSenderAsWell));
}

/// <summary>Sends everything back to its sender.</summary>
public class SimpleEchoActor : ReceiveActor
{
    public SimpleEchoActor() => ReceiveAny(message => Sender.Tell(message, Self));

    public static ActorProps Props() => ActorProps.Create(() => new SimpleEchoActor());
}

/// <summary>Takes everything and does nothing with it.</summary>
public class BlackHoleActor : ActorBase
{
    public static ActorProps Props => ActorProps.Create(() => new BlackHoleActor());

    protected override bool Receive(object message) => true;
}

/// <summary>Hands everything on, in its sender's name.</summary>
public class ForwardActor : ActorBase
{
    private readonly IActorRef _target;

    public ForwardActor(IActorRef target) => _target = target;

    public static ActorProps Props(IActorRef target) => ActorProps.Create(() => new ForwardActor(target));

    protected override bool Receive(object message)
    {
        _target.Tell(message, Sender);
        return true;
    }
}

/// <summary>Handles nothing: whatever it is told is an unhandled message.</summary>
public class UnhandledMessageActor : UntypedActor
{
    protected override void OnReceive(object message) => Unhandled(message);
}
