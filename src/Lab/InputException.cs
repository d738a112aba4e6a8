namespace AkkaAuction.Lab;

/// <summary>
/// What somebody handed in cannot be taken: the message says where, what was found and what would be right. It ends the command with exit
/// code 1 and is never a bug of ours.
/// </summary>
public sealed class InputException : Exception
{
    public InputException(string message) : base(message) { }

    public InputException(string message, Exception cause) : base(message, cause) { }
}
