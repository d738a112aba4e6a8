using System.Collections.Immutable;
using Akka.Actor;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Sales;

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

    /// <summary>
    /// The sender's bidder wants to be in this sale. Answered as for one who comes, with <see cref="SaleAnswer.Joined"/>, or with
    /// <see cref="AuctioneerAnswer.NoSuchSale"/>.
    /// </summary>
    /// <param name="Sale">The sale's id.</param>
    public sealed record Join(string Sale) : AuctioneerMessage;

    /// <summary>
    /// For the board of a sale, which is made again where the sale was let go of: the board answers the sender.
    /// </summary>
    /// <param name="Sale">The sale's id.</param>
    /// <param name="Question">What it is asked.</param>
    public sealed record AskBoard(string Sale, object Question) : AuctioneerMessage;

    /// <summary>Bids of the sender's bidder on a lot of a sale that was let go of. Answered as a lot answers them.</summary>
    /// <param name="Sale">The sale's id; null: the lot's name has it in front, or the bidder is in it.</param>
    public sealed record BidsOnLetGo(string? Sale, PlaceBids Bids) : AuctioneerMessage;

    /// <summary>A sale's actor ended before it had counted a bidder: the bidder is brought again.</summary>
    /// <param name="Sale">The sale's id.</param>
    public sealed record BringAgain(string Sale, SaleMessage.Come Come) : AuctioneerMessage;

    /// <summary>What sales are there? Answered with <see cref="AuctioneerAnswer.SaleList"/>.</summary>
    /// <param name="WithSold">Whether it matters how much is sold of those that are open: each board is asked.</param>
    public sealed record ListSales(bool WithSold = false) : AuctioneerMessage
    {
        public static ListSales Instance { get; } = new();
    }

    /// <summary>
    /// How does a sale stand, or how did it end? Answered with <see cref="BoardAnswer.Shown"/> or
    /// <see cref="AuctioneerAnswer.NotDone"/>.
    /// </summary>
    /// <param name="Sale">The sale's id.</param>
    public sealed record ShowSale(string Sale) : AuctioneerMessage;

    /// <summary>
    /// The operator puts up a sale. Answered with <see cref="AuctioneerAnswer.PutUp"/> once that is stored, or with
    /// <see cref="AuctioneerAnswer.NotDone"/>.
    /// </summary>
    /// <param name="Catalogue">Its lots, and its id.</param>
    public sealed record PutUpSale(Catalogue Catalogue) : AuctioneerMessage;

    /// <summary>
    /// The operator closes a sale. Answered with <see cref="AuctioneerAnswer.Closed"/> once it is over, or with
    /// <see cref="AuctioneerAnswer.NotDone"/>.
    /// </summary>
    /// <param name="Sale">The sale's id.</param>
    public sealed record CloseSale(string Sale) : AuctioneerMessage;

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

    /// <summary>
    /// The name is the session's until the session ends. The house's sales (<see cref="SalesOnOffer"/>) and the sale's
    /// <see cref="SaleAnswer.Joined"/> follow.
    /// </summary>
    /// <param name="Name">The bidder's name.</param>
    /// <param name="Token">What the bidder comes back with.</param>
    public sealed record Registered(string Name, string Token) : AuctioneerAnswer;

    /// <summary>A door may make this session.</summary>
    /// <param name="Link">Whose it is.</param>
    /// <param name="Session">What to make it of.</param>
    /// <param name="Name">What to call it.</param>
    public sealed record Admitted(ISessionLink Link, Props Session, string Name) : AuctioneerAnswer, INoSerializationVerificationNeeded;

    public sealed record Refused(RejectionCode Code) : AuctioneerAnswer;

    /// <param name="Reason">Which sales there are, for a person.</param>
    public sealed record NoSuchSale(string Reason) : AuctioneerAnswer;

    /// <param name="All">In the order in which they were first put up.</param>
    public sealed record SaleList(ImmutableArray<SaleSummary> All) : AuctioneerAnswer;

    /// <param name="Sale">Its id.</param>
    /// <param name="Run">Which putting-up of the house it is.</param>
    public sealed record PutUp(string Sale, int Run) : AuctioneerAnswer;

    /// <param name="Sale">How it ended.</param>
    public sealed record Closed(SaleSummary Sale) : AuctioneerAnswer;

    /// <summary>What the operator wanted was not done.</summary>
    /// <param name="Why">Why, and what would do, for a person.</param>
    public sealed record NotDone(string Why) : AuctioneerAnswer;
}
