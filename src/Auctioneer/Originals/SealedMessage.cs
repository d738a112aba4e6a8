using System.Collections.Immutable;
using AkkaAuction.Rules.Originals;

namespace AkkaAuction.Auctioneer.Originals;

/// <summary>Whose turn it is to talk, for one client of the sealed house.</summary>
internal enum Turn
{
    /// <summary>Not yet this client's: what it says meanwhile waits.</summary>
    Wait,

    /// <summary>The next thing it says is taken.</summary>
    Talk,

    /// <summary>It has said all that is taken from it; the rest is dropped.</summary>
    Done,
}

/// <summary>What the sealed house's desk, its sessions and its journal send each other.</summary>
internal abstract record SealedMessage
{
    private SealedMessage() { }

    /// <summary>A client has said something in its turn. Answered with <see cref="Speak"/> or <see cref="Farewell"/>.</summary>
    public sealed record Said(long Connection, string Text) : SealedMessage;

    /// <summary>A client is gone, or will say nothing more.</summary>
    public sealed record Left(long Connection) : SealedMessage;

    /// <param name="Lines">What the client gets.</param>
    /// <param name="Turn">Whose turn it is from here on.</param>
    /// <param name="WasFault">What it said could not be taken.</param>
    public sealed record Speak(ImmutableArray<string> Lines, Turn Turn, bool WasFault = false) : SealedMessage;

    /// <summary>The last words; then the connection is closed.</summary>
    public sealed record Farewell(ImmutableArray<string> Lines) : SealedMessage;

    /// <summary>Facts are stored: the desk that decided them carries them out.</summary>
    /// <param name="Facts">In their order.</param>
    /// <param name="Life">Which of the desk's lives decided them.</param>
    internal sealed record CarryOut(ImmutableArray<SealedHouseFact> Facts, Guid Life) : SealedMessage;

    /// <summary>A timer's wake-up: look at the clock.</summary>
    internal sealed record LookAtClock(DateTimeOffset Until) : SealedMessage;
}
