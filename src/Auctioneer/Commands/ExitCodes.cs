namespace AkkaAuction.Commands;

/// <summary>What the three programs of this house say when they end. They compile this one file.</summary>
internal static class ExitCodes
{
    public const int Fine = 0;

    /// <summary>What was handed in cannot be taken, or the work could not be done.</summary>
    public const int Failed = 1;

    /// <summary>The command line is wrong.</summary>
    public const int BadCommandLine = 2;
}
