using Akka.Actor;
using AkkaAuction.Journal;

namespace AkkaAuction.Auctioneer.Sales;

/// <summary>What all lots of a sale share: one object, however many lots.</summary>
/// <param name="Journal">Where facts go.</param>
/// <param name="Parent">Who gets reports: the sale, or who plays it; <see cref="ActorRefs.Nobody"/> for a lot on its own.</param>
/// <param name="Time">The house's clock.</param>
/// <param name="BidIdsMax">Bid ids each lot remembers.</param>
/// <param name="ReportActs">Whether the sale wants to know who has bid in a round.</param>
public sealed record ItemAuctionContext(IJournal Journal, IActorRef Parent, TimeProvider Time, int BidIdsMax, bool ReportActs)
{
    /// <summary>
    /// Who wakes a lot at its deadline (<see cref="WakeUps"/>); <see cref="ActorRefs.Nobody"/>: whoever made the lot looks at the clock
    /// for it.
    /// </summary>
    internal IActorRef WakeUps { get; init; } = ActorRefs.Nobody;

    /// <summary>What is done with a deadline that passed while the house was down; null: it is closed at once.</summary>
    public Extension? Overdue { get; init; }
}

/// <summary>How long what fell due while a house was down is held open.</summary>
/// <param name="DueUpTo">When the house began again: what was due by then fell due while it was down.</param>
/// <param name="Until">The new deadline.</param>
public sealed record Extension(DateTimeOffset DueUpTo, DateTimeOffset Until);
