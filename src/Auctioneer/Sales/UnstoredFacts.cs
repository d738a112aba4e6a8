using System.Runtime.InteropServices;
using AkkaAuction.Journal;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Auctioneer.Sales;

/// <summary>
/// What one message to a lot has led to, on its way into the journal in one piece: facts, and the notices for outsiders. Room to work in
/// while that message is handled. A lot with bids keeps one; most lots of a large sale never have any.
/// </summary>
internal sealed class UnstoredFacts
{
    private readonly List<object> _facts = [];
    private readonly LotNotices _notices = new();

    public int Count => _facts.Count;

    public bool AreAnnounced => _notices.Notices.Count > 0;

    /// <summary>Empties it for the next message.</summary>
    public UnstoredFacts Begin()
    {
        _facts.Clear();
        _notices.Notices.Clear();
        return this;
    }

    /// <summary>Adds what a lot has decided.</summary>
    /// <returns>The lot after it.</returns>
    public LotState Add(Decision<LotFact> decision, LotState lot)
    {
        foreach (var fact in decision.Facts)
        {
            var before = lot;
            lot = Lot.Evolve(before, fact);
            _notices.Add(before, fact, lot, _facts.Count);
            _facts.Add(fact);
        }
        return lot;
    }

    /// <inheritdoc cref="IJournal.Append"/>
    public Appended Append(IJournal journal, FactWriter writer, IRelease? release) =>
        journal.Append(writer, CollectionsMarshal.AsSpan(_facts), _notices.Notices, release);
}
