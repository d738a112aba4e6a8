using Akka.Actor;

namespace Akka.TestKit;

/// <summary>Answers for a test actor as messages come in, before the test sees them.</summary>
public abstract class AutoPilot
{
    public static NoAutoPilot NoAutoPilot => NoAutoPilot.Instance;

    public static KeepRunning KeepRunning => KeepRunning.Instance;

    /// <returns>Who flies on from here: itself or another, <see cref="KeepRunning"/> (the same), <see cref="NoAutoPilot"/> (nobody).</returns>
    public abstract AutoPilot Run(IActorRef sender, object message);
}

/// <summary>Nobody flies.</summary>
public sealed class NoAutoPilot : AutoPilot
{
    public static readonly NoAutoPilot Instance = new();

    private NoAutoPilot()
    {
    }

    public override AutoPilot Run(IActorRef sender, object message) => this;
}

/// <summary>As an answer: who flew now flies on.</summary>
public sealed class KeepRunning : AutoPilot
{
    public static readonly KeepRunning Instance = new();

    private KeepRunning()
    {
    }

    public override AutoPilot Run(IActorRef sender, object message) =>
        throw new InvalidOperationException("KeepRunning is an answer of an auto-pilot, not one itself.");
}

public delegate AutoPilot AutoPilotDelegate(IActorRef sender, object message);

public sealed class DelegateAutoPilot : AutoPilot
{
    private readonly AutoPilotDelegate _fly;

    public DelegateAutoPilot(AutoPilotDelegate autoPilotDelegate) => _fly = autoPilotDelegate;

    public override AutoPilot Run(IActorRef sender, object message) => _fly(sender, message);
}
