using Akka.Actor;

namespace AkkaAuction.Auctioneer.Originals;

/// <summary>
/// What a session of the two original houses knows of its connection: lines out, and a word when the next message may come in. The door implements
/// it. While a session does not ask for the next message, the connection reads no further: what a client says before its turn waits there.
/// </summary>
public interface ITextLink
{
    /// <summary>The peer's address and port.</summary>
    string Peer { get; }

    /// <summary>The session is there: messages may be sent to it.</summary>
    void Attach(IActorRef session);

    /// <param name="line">A line, its LF included.</param>
    void Write(ReadOnlyMemory<byte> line);

    /// <summary>A price: for a slow reader the newest of its lot is enough.</summary>
    void WritePrice(string lot, long seq, ReadOnlyMemory<byte> line);

    /// <summary>Lines that everybody is told, joined.</summary>
    /// <returns>False: it takes them one by one only.</returns>
    bool TryWriteTogether(ReadOnlyMemory<byte> lines) => false;

    /// <summary>Sends what was written.</summary>
    void Flush();

    /// <summary>The last message is answered: the next may come.</summary>
    void Next();

    /// <summary>Sends what was written, then closes.</summary>
    void Close();
}

/// <summary>What a connection tells its session.</summary>
public abstract record TextMessage
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

/// <summary>What a door of the original houses tells the desk behind it.</summary>
/// <param name="Link">A connection is there: it gets a session.</param>
public sealed record OpenTextSession(ITextLink Link);

/// <summary>The house is stopping: nothing more is taken, and every connection is closed.</summary>
public sealed record StopTextSessions
{
    public static StopTextSessions Instance { get; } = new();
}
