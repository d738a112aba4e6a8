using Akka.Actor;

namespace AkkaAuction.Auctioneer.Originals;

/// <summary>
/// A session's view of its connection in the two original houses: it writes lines, and asks for the next message. The door implements it.
/// The connection reads no further until the session asks, so input that comes before a client's turn waits there.
/// </summary>
internal interface ITextLink
{
    /// <summary>The peer's address and port.</summary>
    string Peer { get; }

    /// <summary>The session is there: messages may be sent to it.</summary>
    void Attach(IActorRef session);

    /// <param name="line">A line, without its end.</param>
    void Write(string line);

    /// <param name="text">What stands on the wire, with the end of its line where it has one.</param>
    void WriteAsIs(string text) => Write(text.EndsWith('\n') ? text[..^1] : text);

    /// <summary>Writes those of the room's lines that are for this bidder; a slow reader gets only the newest price of each lot.</summary>
    /// <param name="broadcast">One and the same object for all readers.</param>
    /// <param name="lines">Which of its lines.</param>
    /// <param name="bidder">Whose connection it is.</param>
    void Write(RoomMessage.Broadcast broadcast, Range lines, string bidder)
    {
        foreach (var line in broadcast.Lines[lines])
        {
            if (line.IsFor(bidder)) Write(line.Text);
        }
    }

    /// <summary>Sends what was written.</summary>
    void Flush();

    /// <summary>The last message is answered: the next may come.</summary>
    void Next();

    /// <summary>Sends what was written, then closes.</summary>
    void Close();
}

/// <summary>What a connection sends its session.</summary>
internal abstract record TextMessage
{
    private TextMessage() { }

    /// <summary>A message; the next comes after <see cref="ITextLink.Next"/>.</summary>
    public sealed record Said(string Text) : TextMessage;

    /// <summary>A message that is longer than any may be; what it says is not known.</summary>
    public sealed record SaidTooMuch : TextMessage
    {
        public static SaidTooMuch Instance { get; } = new();
    }

    /// <summary>The peer will say nothing more; it may still listen.</summary>
    public sealed record InputEnded : TextMessage
    {
        public static InputEnded Instance { get; } = new();
    }

    /// <summary>The connection is gone.</summary>
    public sealed record Gone : TextMessage
    {
        public static Gone Instance { get; } = new();
    }
}

/// <summary>A door of the original houses has a connection: the desk behind it gives it a session.</summary>
/// <param name="Link">The connection, which is in this process.</param>
internal sealed record OpenTextSession(ITextLink Link) : INoSerializationVerificationNeeded;

/// <summary>The house is stopping: nothing more is taken, and every connection is closed.</summary>
internal sealed record StopTextSessions
{
    public static StopTextSessions Instance { get; } = new();
}
