using System.Runtime.InteropServices;
using AkkaAuction.Journal;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Auctioneer.Sales;

/// <summary>
/// What one lot knows, and its stream: its state and the bids that it remembers. It recovers them from the stored facts, and stores what
/// its rules have decided. It remembers bids only once it has some: there may be a million lots.
/// </summary>
/// <param name="terms">What is on sale.</param>
/// <param name="sale">The sale's number.</param>
/// <param name="house">What all lots share.</param>
internal sealed class StoredLot(LotTerms terms, int sale, ItemAuctionContext house)
{
    private RecentBids? _recent;
    private UnstoredFacts? _unstored;
    private FactWriter _writer = null!;

    public LotState State { get; private set; } = LotState.Initial(terms);

    public string Id => State.Terms.Id;

    /// <summary>Digits behind the point of its amounts.</summary>
    public byte Digits => (byte)State.Terms.Currency.Digits;

    /// <summary>It has restarted, and the sale has not yet told it what it missed meanwhile.</summary>
    public bool IsBehind { get; set; }

    /// <summary>How many facts are stored.</summary>
    public long Facts => _writer.Version;

    /// <summary>Which of its lives this is: each opens the stream anew.</summary>
    public long Life => _writer.Incarnation;

    /// <summary>Facts that are decided and not stored.</summary>
    public int Unstored => _unstored?.Count ?? 0;

    /// <summary>
    /// Whether an answer need not be handed to the journal: it is stored at once, and no announcement must come after the answer.
    /// </summary>
    public bool MayAnswerNow => house.Journal.StoresAtOnce && !_unstored!.AreAnnounced;

    /// <summary>Opens the stream, and takes what is stored there.</summary>
    /// <param name="recovered">What the house has read there already; null: nothing.</param>
    public void Recover(RecoveredLot? recovered)
    {
        var stream = house.StreamOf(sale, Id);
        _writer = house.Journal.OpenWriter(stream);
        if (recovered is not null)
        {
            (State, _recent) = (recovered.State, recovered.Recent.Count == 0 ? null : recovered.Recent);
            return;
        }
        if (_writer.Version == 0) return;
        foreach (var stored in house.Journal.Read(stream))
        {
            var fact = (LotFact)stored.Fact;
            State = Lot.Evolve(State, fact);
            if (fact is LotFact.BidAccepted or LotFact.BidWithdrawn)
                (_recent ??= new RecentBids(house.BidIdsMax)).Remember(fact, stored.Event, stored.Receipt);
        }
    }

    /// <summary>Begins to take the facts of one message with bids.</summary>
    public void Begin() => (_unstored ??= new UnstoredFacts()).Begin();

    /// <summary>Takes what was decided on a bid: from here on the lot's state has it.</summary>
    /// <returns>The place of the bid's own fact among those that are not stored.</returns>
    public int Add(Decision<LotFact> decision)
    {
        var facts = _unstored!;
        var place = facts.Count + PlaceOfBid(decision);
        State = facts.Add(decision, State);
        return place;
    }

    /// <summary>Stores what was added.</summary>
    /// <param name="release">What goes out when it is stored; null: nothing.</param>
    public Appended Append(IRelease? release) => _unstored!.Append(house.Journal, _writer, release);

    /// <summary>Takes and stores what was decided on anything but a bid.</summary>
    public Appended Store(Decision<LotFact> decision)
    {
        // Most lots of a large sale never have bids: room for their few facts is not kept.
        var facts = _unstored?.Begin() ?? new UnstoredFacts();
        State = facts.Add(decision, State);
        return facts.Append(house.Journal, _writer, null);
    }

    /// <summary>Whether a bidder has used a bid's id on this lot before.</summary>
    public RememberedBid Look(string bidder, string id, long amountMinor) =>
        _recent is null ? default : _recent.Look(bidder, id, amountMinor);

    public void Remember(string bidder, string id, long amountMinor, long seq, ulong receipt = 0) =>
        (_recent ??= new RecentBids(house.BidIdsMax)).Remember(bidder, id, amountMinor, seq, receipt);

    /// <summary>The bids that were remembered by their facts' places are stored.</summary>
    public void Number(in Appended stored) => _recent!.Number(stored.FirstEvent, stored.Receipts.Span);

    /// <summary>What is not open yet to a lot that is behind may be open: it does not know.</summary>
    public RejectionCode CodeOf(Rejection rejection) =>
        IsBehind && rejection.Code == RejectionCode.NotOpenYet ? RejectionCode.Recovering : rejection.Code;

    /// <summary>Whether a bid was refused because the deadline has passed, and nobody has looked at the clock.</summary>
    public bool IsOverdue(Decision<LotFact> decision) => decision.Rejection.Code == RejectionCode.Closed && State.Phase == LotPhase.Open;

    /// <summary>The lowest amount that would do, minor units; null: none would.</summary>
    public long? NextFor(string bidder, DateTimeOffset now) =>
        State.Phase != LotPhase.Closed && State.NextFor(bidder, now) is var next && next <= State.Terms.CeilingMinor ? next : null;

    /// <summary>A bid may come behind what its arrival settled: its event is its own fact's.</summary>
    private static int PlaceOfBid(Decision<LotFact> decision)
    {
        var place = 0;
        while (decision.Facts[place] is not LotFact.BidAccepted) place++;
        return place;
    }
}

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
