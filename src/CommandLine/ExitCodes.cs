namespace AkkaAuction.CommandLine;

/// <summary>The exit codes of the three programs.</summary>
public static class ExitCodes
{
    public const int Fine = 0;

    /// <summary>The input is faulty, or the work could not be done.</summary>
    public const int Failed = 1;

    /// <summary>The command line is wrong.</summary>
    public const int BadCommandLine = 2;
}
