namespace AkkaAuction.Lab;

/// <summary>
/// An invalid input. The message says the place, what was found and what would be right. It ends the command with exit code 1 and is never
/// a bug.
/// </summary>
public sealed class InputException : Exception
{
    public InputException(string message) : base(message) { }

    public InputException(string message, Exception cause) : base(message, cause) { }
}
