using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Messages;
using AkkaAuction.Rules;

namespace AkkaAuction.Auctioneer.Sessions;

/// <summary>What is said to the desk (<see cref="Auctioneer"/>), besides the sale's own commands.</summary>
public abstract record DeskMessage
{
    private DeskMessage() { }

    /// <summary>A connection is there: it gets a session.</summary>
    public sealed record OpenSession(ISessionLink Link) : DeskMessage;

    /// <summary>A session's bidder gives its name. Answered with <see cref="DeskAnswer"/>.</summary>
    public sealed record Register(string Name, string? Token) : DeskMessage;

    /// <summary>A bidder wants nothing more of this round. Answered with <see cref="DeskAnswer.PassTaken"/>.</summary>
    public sealed record PassAll(string Bidder) : DeskMessage;

    /// <summary>A bidder has passed one lot in this round.</summary>
    public sealed record PassedLot(string Bidder, string Lot, int Round) : DeskMessage;

    /// <summary>A lot failed and is back: it is told again what it may have missed.</summary>
    /// <param name="Life">Which of its lives asks; the answer names it.</param>
    public sealed record LotIsBack(string Lot, Guid Life) : DeskMessage;

    /// <summary>A lot failed too often and awards nothing more: the sale goes on without it.</summary>
    public sealed record LotIsHalted(string Lot, int Sold, int Unsold) : DeskMessage;

    /// <summary>A wake-up at the running round's deadline.</summary>
    public sealed record LookAtClock : DeskMessage
    {
        public static LookAtClock Instance { get; } = new();
    }

    /// <summary>After a restart: bidders that were here before and are not back by now are not waited for.</summary>
    public sealed record ReturnIsOver : DeskMessage
    {
        public static ReturnIsOver Instance { get; } = new();
    }

    /// <summary>The lots of a sale that has long been over are let go.</summary>
    public sealed record ClearAway(LotDirectory Lots) : DeskMessage;

    /// <summary>The house is stopping: every session is told.</summary>
    public sealed record StopTaking : DeskMessage;
}

/// <summary>What the desk answers a session.</summary>
public abstract record DeskAnswer
{
    private DeskAnswer() { }

    /// <summary>The bidder is known here; its record is the session's until the session ends.</summary>
    public sealed record Registered(BidderRecord Record) : DeskAnswer;

    public sealed record Refused(RejectionCode Code) : DeskAnswer;

    public sealed record PassTaken(Answer Answer) : DeskAnswer;
}
