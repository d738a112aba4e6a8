using Akka.Actor;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Rules;

namespace AkkaAuction.Auctioneer.Sessions;

/// <summary>What is said to the <see cref="Auctioneer"/>, besides what its sales report.</summary>
internal abstract record AuctioneerMessage
{
    private AuctioneerMessage() { }

    /// <summary>A connection is there: it gets a session.</summary>
    public sealed record OpenSession(ISessionLink Link) : AuctioneerMessage, INoSerializationVerificationNeeded;

    /// <summary>
    /// A connection is there, whose session its door makes below itself. Answered with <see cref="AuctioneerAnswer.Admitted"/>.
    /// </summary>
    public sealed record Admit(ISessionLink Link) : AuctioneerMessage, INoSerializationVerificationNeeded;

    /// <summary>The sender is a session, wherever it was made: the auctioneer watches it.</summary>
    /// <param name="Number">Its number.</param>
    public sealed record Begun(long Number) : AuctioneerMessage;

    /// <summary>The sender has its last words to say and takes no bid any more: its name is free.</summary>
    public sealed record Leave : AuctioneerMessage
    {
        public static Leave Instance { get; } = new();
    }

    /// <summary>A session's bidder gives its name. Answered with <see cref="AuctioneerAnswer"/>.</summary>
    public sealed record Register(string Name, string? Token) : AuctioneerMessage;

    /// <summary>The house is stopping: every session is told.</summary>
    public sealed record StopTaking : AuctioneerMessage
    {
        public static StopTaking Instance { get; } = new();
    }
}

/// <summary>What the auctioneer answers a session.</summary>
internal abstract record AuctioneerAnswer
{
    private AuctioneerAnswer() { }

    /// <summary>The name is the session's until the session ends. The sale's <see cref="Sales.SaleAnswer.Joined"/> follows.</summary>
    /// <param name="Name">The bidder's name.</param>
    /// <param name="Token">What the bidder comes back with.</param>
    public sealed record Registered(string Name, string Token) : AuctioneerAnswer;

    /// <summary>A door may make this session.</summary>
    /// <param name="Link">Whose it is.</param>
    /// <param name="Session">What to make it of.</param>
    /// <param name="Name">What to call it.</param>
    public sealed record Admitted(ISessionLink Link, Props Session, string Name) : AuctioneerAnswer, INoSerializationVerificationNeeded;

    public sealed record Refused(RejectionCode Code) : AuctioneerAnswer;
}
