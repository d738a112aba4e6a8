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

    public sealed record Refused(RejectionCode Code) : AuctioneerAnswer;
}
