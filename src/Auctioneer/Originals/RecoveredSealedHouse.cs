using AkkaAuction.Auctioneer.Recovery;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Journal;
using AkkaAuction.Journal.Snapshots;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Originals;

namespace AkkaAuction.Auctioneer.Originals;

/// <summary>What the sealed-bid house recovers from its facts: its seats, the auction's lot, and what its account needs.</summary>
/// <param name="terms">The house's terms now; they are no part of the facts.</param>
/// <param name="bidIds">Bid ids that each lot remembers of each bidder.</param>
internal sealed class RecoveredSealedHouse(SealedHouseTerms terms, int bidIds) : IRecovery
{
    private readonly List<Held> _auctions = [];
    private readonly List<(long Connection, long AmountMinor)> _bids = [];
    private readonly Dictionary<string, RecoveredLot> _lots = new(StringComparer.Ordinal);

    /// <summary>The house after all its facts.</summary>
    public SealedHouseState State { get; private set; } = SealedHouseState.Initial(terms);

    /// <summary>The highest number a connection has had that sat down; 0: none did.</summary>
    public long LastConnection { get; private set; }

    /// <summary>Every auction that took a request: its lot, and its unit where it was sold.</summary>
    public IEnumerable<(LotTerms Lot, Notice.UnitSold? Sold)> Auctions => _auctions.Select(a => (a.Lot, a.Sold));

    /// <summary>The bids of the auction that runs, in the order in which they were received.</summary>
    public IReadOnlyList<(long Connection, long AmountMinor)> Bids => _bids;

    /// <inheritdoc cref="RecoveredSales.Of"/>
    public static RecoveredSealedHouse Of(IEnumerable<(string Stream, StoredFact Fact)> facts, SealedHouseTerms terms, int bidIds)
    {
        var recovered = new RecoveredSealedHouse(terms, bidIds);
        foreach (var (stream, fact) in facts) recovered.Add(stream, fact);
        return recovered;
    }

    /// <summary>The lot of the auction that runs, or of the last one; null: it has no facts.</summary>
    public RecoveredLot? Lot => _lots.Values.LastOrDefault();

    public void Add(string stream, StoredFact stored)
    {
        switch (stored.Fact)
        {
            case SealedHouseFact fact:
                State = SealedHouse.Evolve(State, fact);
                if (fact is SealedHouseFact.RequestTaken taken) Begin(taken);
                else if (fact is SealedHouseFact.BidTaken bid) _bids.Add((bid.Connection, bid.AmountMinor));
                else if (fact is SealedHouseFact.SellerSeated seller) LastConnection = Math.Max(LastConnection, seller.Connection);
                else if (fact is SealedHouseFact.BuyerSeated buyer) LastConnection = Math.Max(LastConnection, buyer.Connection);
                break;
            case LotFact fact when _lots.TryGetValue(stream, out var lot):
                lot.Add(fact, stored.Event, stored.Receipt);
                if (fact is LotFact.UnitAwarded award)
                    Add(new Notice.UnitSold(stored.Event, lot.State.Terms.Id, award.PriceMinor, award.Bidder, award.UnitsLeft));
                break;
        }
    }

    public void Write(SnapshotWriter to)
    {
        foreach (var held in _auctions)
        {
            to.Fact("auction"u8, held.Taken, held.Taken.At);
            if (held.Sold is not { } sold) continue;
            to.Line("sold"u8).Long("event"u8, sold.Seq).Long("priceMinor"u8, sold.PriceMinor).Person("bidder"u8, sold.Winner);
            to.End();
        }
        foreach (var lot in _lots.Values) lot.Write(to);
        var body = to.Line("seats"u8).Long("connections"u8, LastConnection);
        var fields = new StateWriter(body);
        State.Through(ref fields);
        body.Json.WriteStartArray("bids"u8);
        foreach (var (connection, amount) in _bids)
        {
            body.Json.WriteNumberValue(connection);
            body.Json.WriteNumberValue(amount);
        }
        body.Json.WriteEndArray();
        to.End();
    }

    /// <inheritdoc cref="RecoveredSales.Read"/>
    public void Read(SnapshotReader from)
    {
        while (from.Next())
        {
            if (from.Kind.SequenceEqual("auction"u8)) Begin((SealedHouseFact.RequestTaken)from.Fact().Fact);
            else if (from.Kind.SequenceEqual("sold"u8))
            {
                var body = from.Body();
                var lot = _auctions[^1].Lot.Id;
                Add(new Notice.UnitSold(body.Long("event"u8), lot, body.Long("priceMinor"u8), body.Person("bidder"u8), 0));
            }
            else if (from.Kind.SequenceEqual("lot"u8))
            {
                var held = _auctions[^1];
                _lots[StreamNames.DeskLot(held.Taken.Auction, held.Lot.Id)] = RecoveredLot.Read(from, _ => held.Lot, bidIds);
            }
            else if (from.Kind.SequenceEqual("seats"u8)) ReadSeats(from);
            else
            {
                from.Again();
                return;
            }
        }
    }

    private void Add(Notice.UnitSold sold) => _auctions[^1] = _auctions[^1] with { Sold = sold };

    private void ReadSeats(SnapshotReader from)
    {
        var fields = new StateReader(from, _auctions.Count > 0 ? _auctions[^1].Taken.Request : null);
        LastConnection = fields.Body.Long("connections"u8);
        State = SealedHouseState.Initial(terms).Through(ref fields);
        fields.Body.Inner("bids"u8, (ref System.Text.Json.Utf8JsonReader json) =>
        {
            while (SnapshotReader.TryLong(ref json, out var connection)) _bids.Add((connection, SnapshotReader.Long(ref json)));
        });
        fields.Body.End();
    }

    /// <summary>One auction at a time: the lots of those before are over.</summary>
    private void Begin(SealedHouseFact.RequestTaken taken)
    {
        var lot = taken.Request.Lot(SealedBids.LotOf(taken.Auction), terms);
        _auctions.Add(new Held(taken, lot, null));
        _bids.Clear();
        _lots.Clear();
        _lots.Add(StreamNames.DeskLot(taken.Auction, lot.Id), new RecoveredLot(lot, bidIds));
    }

    private sealed record Held(SealedHouseFact.RequestTaken Taken, LotTerms Lot, Notice.UnitSold? Sold);
}
