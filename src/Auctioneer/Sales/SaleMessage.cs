using System.Collections.Immutable;
using Akka.Actor;

namespace AkkaAuction.Auctioneer.Sales;

/// <summary>What is asked of a sale (<see cref="SaleActor"/>), besides its own commands, which come from its lots.</summary>
internal abstract record SaleMessage
{
    private SaleMessage() { }

    /// <summary>Who is here as of now. A sale decides about bidders from then on.</summary>
    public sealed record Here(ImmutableArray<string> Bidders) : SaleMessage;

    /// <summary>A bidder is here. Answered to the bidder's session with <see cref="SaleAnswer.Joined"/>.</summary>
    public sealed record Come(string Bidder, IActorRef Session) : SaleMessage;

    /// <summary>A bidder's connection is gone.</summary>
    public sealed record Leave(string Bidder) : SaleMessage;

    /// <summary>A bidder wants nothing more of this round. Answered with an <see cref="Messages.Answer"/>.</summary>
    public sealed record PassAll(string Bidder) : SaleMessage;
}

/// <summary>What a sale answers a session.</summary>
internal abstract record SaleAnswer
{
    private SaleAnswer() { }

    /// <summary>The bidder is counted, and what its coming led to is stored: it may bid on all that is open now.</summary>
    public sealed record Joined(SaleOnOffer Offer) : SaleAnswer, INoSerializationVerificationNeeded;
}

/// <summary>What a sale tells its parent, the auctioneer.</summary>
internal abstract record SaleReport
{
    private SaleReport() { }

    /// <summary>The sale stands, or has restarted: its lots are there. Answered with <see cref="SaleMessage.Here"/>.</summary>
    public sealed record IsUp(SaleOnOffer Offer) : SaleReport, INoSerializationVerificationNeeded;

    /// <summary>The sale has opened.</summary>
    public sealed record IsOpen(int Sale) : SaleReport;

    /// <summary>Every lot is closed.</summary>
    /// <param name="Sale">Which run it is.</param>
    /// <param name="Sold">Units sold.</param>
    /// <param name="Unsold">Units not sold.</param>
    /// <param name="WasClosed">Whether an operator has closed it.</param>
    public sealed record IsOver(int Sale, int Sold, int Unsold, bool WasClosed) : SaleReport;
}
