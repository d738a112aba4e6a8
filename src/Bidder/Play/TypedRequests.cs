using AkkaAuction.Messages;

namespace AkkaAuction.Bidder.Play;

/// <summary>
/// What a person asked and the house has not answered, in the order of sending. An answer names its bid; of other requests the house
/// answers the oldest first. Owned by one <see cref="PlayActor"/>.
/// </summary>
internal sealed class TypedRequests
{
    /// <param name="Text">The line as it was typed; null: nobody typed it.</param>
    /// <param name="Request">What was sent for it.</param>
    /// <param name="Round">The round it was for; 0: none.</param>
    public sealed record Entry(string? Text, Request Request, int Round);

    private readonly List<Entry> _entries = [];

    public int Count => _entries.Count;

    public IReadOnlyList<Entry> Entries => _entries;

    /// <summary>Whether somebody typed one of them.</summary>
    public bool AnyTyped => _entries.Exists(entry => entry.Text is not null);

    /// <summary>The oldest request of a kind; null: none.</summary>
    public Entry? Next<T>() where T : Request => _entries.Find(entry => entry.Request is T);

    public void Sent(string? text, Request request, int round) => _entries.Add(new Entry(text, request, round));

    /// <summary>Drops requests that are not sent again after a lost connection.</summary>
    public void Drop(Predicate<Entry> isOver) => _entries.RemoveAll(isOver);

    /// <summary>Takes an answer of the house.</summary>
    /// <returns>The request that has its whole answer now; null: none.</returns>
    public Entry? Take(Answer? answer) => answer switch
    {
        Answer.Accepted accepted => Remove(entry => IsBid(entry, accepted.BidId)),
        Answer.Refused refused => Remove(entry => IsBid(entry, refused.BidId)),
        Answer.Withdrawn withdrawn => Remove(entry => entry.Request is Request.Withdraw taken && taken.BidId == withdrawn.BidId),
        Answer.Passed => Remove(entry => entry.Request is Request.Pass),
        Answer.Ready => Remove(entry => entry.Request is Request.Me or Request.Sales),
        Answer.Error => Remove(entry => entry.Request is not Request.Bid),
        _ => null,
    };

    private static bool IsBid(Entry entry, string bidId) => entry.Request switch
    {
        Request.Bid bid => bid.BidId == bidId,
        Request.Withdraw withdraw => withdraw.BidId == bidId,
        _ => false,
    };

    private Entry? Remove(Predicate<Entry> isAnswered)
    {
        var at = _entries.FindIndex(isAnswered);
        if (at < 0) return null;
        var entry = _entries[at];
        _entries.RemoveAt(at);
        return entry;
    }
}
