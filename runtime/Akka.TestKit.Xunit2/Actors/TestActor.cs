using Akka.Actor;
using Akka.Util;

namespace Akka.TestKit;

/// <summary>What a test actor is told by its kit, rather than by the actors under test.</summary>
public static class TestActor
{
    public delegate bool Ignore(object message);

    public static AutoPilot NoAutoPilot => TestKit.NoAutoPilot.Instance;

    public static AutoPilot KeepRunning => TestKit.KeepRunning.Instance;

    public static NullMessageEnvelope NullMessage => NullMessageEnvelope.Instance;

    /// <summary>Which messages are dropped from now on; null drops none.</summary>
    public class SetIgnore : INoSerializationVerificationNeeded
    {
        public SetIgnore(Ignore? ignore) => Ignore = ignore;

        public Ignore? Ignore { get; }
    }

    /// <summary>Lets the test actor watch, and answer when it does.</summary>
    public class Watch : INoSerializationVerificationNeeded
    {
        public Watch(IActorRef actorToWatch) => Actor = actorToWatch;

        public IActorRef Actor { get; }
    }

    public class Unwatch : INoSerializationVerificationNeeded
    {
        public Unwatch(IActorRef actorToUnwatch) => Actor = actorToUnwatch;

        public IActorRef Actor { get; }
    }

    public class SetAutoPilot : INoSerializationVerificationNeeded
    {
        public SetAutoPilot(AutoPilot autoPilot) => AutoPilot = autoPilot;

        public AutoPilot AutoPilot { get; }
    }

    /// <summary>Lets the test actor make a child, whose reference then comes as a message.</summary>
    public class Spawn : INoSerializationVerificationNeeded
    {
        private readonly Props _props;
        private readonly Option<string> _name;

        public Spawn(Props props, Option<string> name, Option<SupervisorStrategy> supervisorStrategy)
        {
            _props = props;
            _name = name;
            Strategy = supervisorStrategy;
        }

        internal Option<SupervisorStrategy> Strategy { get; }

        public IActorRef Apply(IActorRefFactory context) => _name.HasValue ? context.ActorOf(_props, _name.Value) : context.ActorOf(_props);
    }

    internal sealed class Done : INoSerializationVerificationNeeded
    {
        internal static readonly Done Instance = new();
    }
}
