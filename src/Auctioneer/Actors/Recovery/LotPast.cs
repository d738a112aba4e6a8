using System.Collections.Concurrent;
using System.Collections.Immutable;
using AkkaAuction.Auctioneer.Journal.Codec;
using AkkaAuction.Auctioneer.Journal.Snapshots;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Auctioneer.Actors.Recovery;

/// <summary>What a lot's facts have come to: its state, and the ids of its latest bids.</summary>
internal sealed class LotPast
{
    private LotPast(LotState state, RecentBids recent, long facts, long lastPrice) =>
        (State, Recent, Facts, LastPriceEvent) = (state, recent, facts, lastPrice);

    public LotPast(LotTerms terms, int bidIds) : this(LotState.Initial(terms), new RecentBids(bidIds), 0, 0) { }

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
        if (fact is not LotFact.BidAccepted bid) return;
        Recent.Remember(bid.Bidder, bid.BidId, bid.AmountMinor, number, receipt);
        if (State.PriceMinor != before) LastPriceEvent = number;
    }

    public void Write(SnapshotWriter to)
    {
        var lot = LotMemory.Of(State);
        var body = to.Line("lot"u8).Text("lot"u8, State.Terms.Id).Long("facts"u8, Facts).Long("lastPrice"u8, LastPriceEvent)
            .Text("phase"u8, lot.Phase.ToString()).Long("priceMinor"u8, lot.PriceMinor).Long("unitsLeft"u8, lot.UnitsLeft).Long("bidsTaken"u8, lot.BidsTaken)
            .Time("deadline"u8, lot.DeadlineTicks == 0 ? null : new DateTimeOffset(lot.DeadlineTicks, TimeSpan.Zero))
            .Person("best"u8, lot.Best).Long("bestMinor"u8, lot.BestMinor).Long("othersMinor"u8, lot.OthersMinor)
            .Long("round"u8, lot.Round).Long("endedRound"u8, lot.EndedRound).Long("endedBids"u8, lot.EndedBids);
        body.Json.WriteStartArray("standings"u8);
        foreach (var standing in lot.Standings)
        {
            body.PersonValue(standing.Bidder);
            body.Json.WriteNumberValue(standing.HighestMinor);
            body.Json.WriteNumberValue(standing.Passed ? 1 : 0);
        }
        body.Json.WriteEndArray();
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
    /// <param name="bidIds">Bid ids it remembers.</param>
    public static LotPast Read(SnapshotReader from, Func<string, LotTerms> termsOf, int bidIds)
    {
        var body = from.Body();
        var terms = termsOf(body.Text("lot"u8));
        var (facts, lastPrice) = (body.Long("facts"u8), body.Long("lastPrice"u8));
        var memory = new LotMemory(
            body.Enum<LotPhase>("phase"u8), body.Long("priceMinor"u8), body.Int("unitsLeft"u8), body.Long("bidsTaken"u8),
            body.TimeOrNull("deadline"u8)?.UtcTicks ?? 0, body.PersonOrNull("best"u8), body.Long("bestMinor"u8), body.Long("othersMinor"u8),
            body.Int("round"u8), body.Int("endedRound"u8), body.Int("endedBids"u8), []);
        var standings = ImmutableArray.CreateBuilder<BidderStanding>();
        body.Inner("standings"u8, (ref System.Text.Json.Utf8JsonReader json) =>
        {
            while (from.TryPerson(ref json, out var bidder))
                standings.Add(new BidderStanding(bidder, SnapshotReader.Long(ref json), SnapshotReader.Long(ref json) != 0));
        });
        var recent = new RecentBids(bidIds);
        body.Inner("bids"u8, (ref System.Text.Json.Utf8JsonReader json) =>
        {
            while (from.TryPerson(ref json, out var bidder))
                recent.Remember(bidder, SnapshotReader.Text(ref json), SnapshotReader.Long(ref json), SnapshotReader.Long(ref json), SnapshotReader.ULong(ref json));
        });
        body.End();
        return new LotPast((memory with { Standings = standings.ToImmutable() }).Of(terms), recent, facts, lastPrice);
    }
}

/// <summary>The lots of a house that begins again: each takes what its facts have come to, once. Whoever comes back later reads its facts.</summary>
/// <param name="lots">By their streams.</param>
internal sealed class LotsPast(IEnumerable<KeyValuePair<string, LotPast>> lots)
{
    private readonly ConcurrentDictionary<string, LotPast> _lots = new(lots, StringComparer.Ordinal);

    /// <summary>A lot's past; null: it has been taken, or there is none, or it is not of so many facts.</summary>
    public LotPast? Take(string stream, long facts) => _lots.TryRemove(stream, out var past) && past.Facts == facts ? past : null;
}
