using Akka.Actor;
using Akka.TestKit;

namespace AkkaAuction.Akka.Tests;

/// <summary>A system whose time goes on only when the test says so: nothing in such a test waits for a clock.</summary>
public abstract class VirtualTimeSpec() : ActorSpec($"akka.scheduler.implementation = \"{typeof(TestScheduler).AssemblyQualifiedName}\"")
{
    /// <summary>An arbitrary piece of time.</summary>
    protected static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    protected static readonly TimeSpan HalfATick = TimeSpan.FromSeconds(0.5);

    protected TestScheduler Clock => (TestScheduler)System.Scheduler;

    /// <summary>Returns when <paramref name="actor"/> has handled all that it was told before.</summary>
    protected static Task Settled(IActorRef actor) => actor.Ask<ActorIdentity>(new Identify("settled"), Soon);
}
