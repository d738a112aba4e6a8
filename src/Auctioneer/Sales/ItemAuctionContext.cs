using Akka.Actor;
using AkkaAuction.Journal;

namespace AkkaAuction.Auctioneer.Sales;

/// <summary>What all lots of a house share: one object, however many lots.</summary>
/// <param name="Journal">Where facts go.</param>
/// <param name="Desk">Who hears reports; <see cref="ActorRefs.Nobody"/> for a lot on its own.</param>
/// <param name="Time">The house's clock.</param>
/// <param name="BidIdsMax">Bid ids each lot remembers.</param>
/// <param name="ReportActs">Whether the sale wants to know who has bid in a round.</param>
/// <param name="Halted">Streams of the lots that have failed too often.</param>
public sealed record ItemAuctionContext(
    IJournal Journal, IActorRef Desk, TimeProvider Time, int BidIdsMax, bool ReportActs, HaltedLots Halted)
{
    /// <summary>
    /// Who wakes a lot at its deadline (<see cref="WakeUps"/>); <see cref="ActorRefs.Nobody"/>: whoever made the lot looks at the clock
    /// for it.
    /// </summary>
    internal IActorRef WakeUps { get; init; } = ActorRefs.Nobody;

    /// <summary>What is done with a deadline that passed while the house was down; null: it is closed at once.</summary>
    public Extension? Overdue { get; init; }

    /// <summary>What the lots' facts have come to, where that is known already; null: each reads its own.</summary>
    internal LotsPast? Past { get; init; }
}

/// <summary>How long what fell due while a house was down is held open.</summary>
/// <param name="DueUpTo">When the house began again: what was due by then fell due while it was down.</param>
/// <param name="Until">The new deadline.</param>
public sealed record Extension(DateTimeOffset DueUpTo, DateTimeOffset Until);
