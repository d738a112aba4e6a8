namespace Akka.Dispatch.SysMsg;

/// <summary>Told to <c>/system</c>: the sender has something to end after the users' actors and before the runtime's own.</summary>
public sealed class RegisterTerminationHook
{
    private RegisterTerminationHook()
    {
    }

    public static RegisterTerminationHook Instance { get; } = new();
}

/// <summary>Told to whoever registered: the users' actors are gone, now is the time.</summary>
public sealed class TerminationHook
{
    private TerminationHook()
    {
    }

    public static TerminationHook Instance { get; } = new();
}

/// <summary>The answer to <see cref="TerminationHook"/>: this one is done.</summary>
public sealed class TerminationHookDone
{
    private TerminationHookDone()
    {
    }

    public static TerminationHookDone Instance { get; } = new();
}
