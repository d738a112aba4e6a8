using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Akka.Actor;
using AkkaAuction.Journal;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Auctioneer.Sales;

/// <summary>What all lots of a sale share: one object, however many lots.</summary>
/// <param name="Journal">Where facts go.</param>
/// <param name="Parent">Who gets reports: the sale, or who plays it; <see cref="ActorRefs.Nobody"/> for a lot on its own.</param>
/// <param name="Time">The house's clock.</param>
/// <param name="BidIdsMax">Bid ids each lot remembers of each bidder.</param>
/// <param name="ReportActs">Whether the sale wants to know who has bid in a round.</param>
public sealed record ItemAuctionContext(IJournal Journal, IActorRef Parent, TimeProvider Time, int BidIdsMax, bool ReportActs)
{
    /// <summary>
    /// Who wakes a lot at its deadline (<see cref="WakeUps"/>); <see cref="ActorRefs.Nobody"/>: whoever made the lot looks at the clock
    /// for it.
    /// </summary>
    internal IActorRef WakeUps { get; init; } = ActorRefs.Nobody;

    /// <summary>The id of the sale whose lots they are; null: their desk puts up no sales.</summary>
    public string? Sale { get; init; }

    /// <summary>What is done with a deadline that passed while the house was down; null: it is closed at once.</summary>
    public Extension? Overdue { get; init; }

    /// <summary>The name of a lot's stream.</summary>
    internal string StreamOf(int run, string lot) => Sale is null ? StreamNames.DeskLot(run, lot) : StreamNames.Lot(Sale, run, lot);

    /// <summary>
    /// Where the salts of hidden bids come from; null: there are none, as in the sealed-bid house, whose seats store the amounts beside.
    /// </summary>
    public RandomNumberGenerator? Chance { get; init; }

    /// <summary>The salt for a bid on a lot; 0 where bids are open.</summary>
    internal UInt128 SaltFor(LotState lot)
    {
        if (Chance is null || !lot.HidesBids) return 0;
        UInt128 salt = 0;
        // A salt of 0 means that there is none.
        while (salt == 0) Chance.GetBytes(MemoryMarshal.AsBytes(new Span<UInt128>(ref salt)));
        return salt;
    }

    /// <summary>What is said of a lot waits until what it was computed from is stored.</summary>
    internal void Answer(IActorRef asker, object answer, IActorRef lot)
    {
        if (Journal.StoresAtOnce) asker.Tell(answer, lot);
        else Journal.After(new TellWhenStored(asker, answer, lot));
    }

    /// <summary>As <see cref="Answer"/>, for the bids of a read of which none was accepted anew.</summary>
    internal void Release(BidsInHand answers)
    {
        if (Journal.StoresAtOnce) answers.Stored(default);
        else Journal.After(answers);
    }
}

/// <summary>How long what fell due while a house was down is held open.</summary>
/// <param name="DueUpTo">When the house began again: what was due by then fell due while it was down.</param>
/// <param name="Until">The new deadline.</param>
public sealed record Extension(DateTimeOffset DueUpTo, DateTimeOffset Until);
