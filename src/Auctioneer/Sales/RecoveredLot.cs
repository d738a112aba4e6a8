using AkkaAuction.Journal.Snapshots;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Auctioneer.Sales;

/// <summary>What a lot's facts have come to: its state, and the ids of its bidders' latest bids.</summary>
internal sealed class RecoveredLot
{
    private RecoveredLot(LotState state, RecentBids recent, long facts, long lastPrice) =>
        (State, Recent, Facts, LastPriceEvent) = (state, recent, facts, lastPrice);

    public RecoveredLot(LotTerms terms, int bidIds) : this(LotState.Initial(terms), new RecentBids(bidIds), 0, 0) { }

    public LotState State { get; private set; }

    public RecentBids Recent { get; }

    /// <summary>How many facts these were.</summary>
    public long Facts { get; private set; }

    /// <summary>The event that set the price there is; 0: none did.</summary>
    public long LastPriceEvent { get; private set; }

    public void Add(LotFact fact, long number, ulong receipt)
    {
        var before = State.PriceMinor;
        State = Lot.Evolve(State, fact);
        Facts++;
        Recent.Remember(fact, number, receipt);
        if (fact is not LotFact.BidAccepted) return;
        if (State.PriceMinor != before) LastPriceEvent = number;
    }

    public void Write(SnapshotWriter to)
    {
        var body = to.Line("lot"u8).Text("lot"u8, State.Terms.Id).Long("facts"u8, Facts).Long("lastPrice"u8, LastPriceEvent);
        var fields = new StateWriter(body);
        State.Through(ref fields);
        body.Json.WriteStartArray("bids"u8);
        foreach (var (bidder, bidId, amount, seq, receipt) in Recent.All())
        {
            body.PersonValue(bidder);
            body.Json.WriteStringValue(bidId);
            body.Json.WriteNumberValue(amount);
            body.Json.WriteNumberValue(seq);
            body.Json.WriteNumberValue(receipt);
        }
        body.Json.WriteEndArray();
        to.End();
    }

    /// <param name="from">On the lot's line.</param>
    /// <param name="termsOf">The terms of a lot.</param>
    /// <param name="bidIds">Bid ids it remembers of each bidder.</param>
    public static RecoveredLot Read(SnapshotReader from, Func<string, LotTerms> termsOf, int bidIds)
    {
        var fields = new StateReader(from);
        var terms = termsOf(fields.Body.Text("lot"u8));
        var (facts, lastPrice) = (fields.Body.Long("facts"u8), fields.Body.Long("lastPrice"u8));
        var state = LotState.Initial(terms).Through(ref fields);
        var recent = new RecentBids(bidIds);
        fields.Body.Inner("bids"u8, (ref System.Text.Json.Utf8JsonReader json) =>
        {
            while (from.TryPerson(ref json, out var bidder))
                recent.Remember(
                    bidder, SnapshotReader.Text(ref json), SnapshotReader.Long(ref json), SnapshotReader.Long(ref json),
                    SnapshotReader.ULong(ref json));
        });
        fields.Body.End();
        return new RecoveredLot(state, recent, facts, lastPrice);
    }
}
