using System.Collections.Immutable;
using Akka.Actor;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Sessions;
using AkkaAuction.Messages;
using AkkaAuction.Rules;

namespace AkkaAuction.Testing;

/// <summary>A connection without a socket: whatever its session writes is told to a probe, answer by answer and notice by notice.</summary>
internal sealed class LinkProbe(IActorRef probe) : ISessionLink
{
    private readonly TaskCompletionSource<IActorRef> _session = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _bidder = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile LotDirectory _lots = LotDirectory.Empty;
    private volatile SalesOnOffer _sales = SalesOnOffer.None;
    private long _reads;

    /// <summary>The connection was closed.</summary>
    public sealed record Closed;

    /// <summary>What a session that writes this fails with; null: it works.</summary>
    public Exception? Failure { get; set; }

    public async Task<IActorRef> Session() => await _session.Task.WaitAsync(Patience.Most);

    public async Task Ask(Request request) => (await Session()).Tell(new SessionMessage.Asked(request), ActorRefs.NoSender);

    /// <summary>Sends bids as one read would.</summary>
    public async Task Bid(params (string Lot, long AmountMinor, string Id)[] bids)
    {
        // The session hands the name over just after READY.
        var bidder = await _bidder.Task.WaitAsync(Patience.Most);
        var read = ++_reads;
        var asked = bids.Select((bid, place) => (bid.Lot, Bid: new AskedBid(place, bid.Id, bid.AmountMinor)))
            .GroupBy(b => b.Lot, b => b.Bid)
            .ToArray();
        var lots = _lots;
        var parts = new List<LotPart>();
        var answered = new List<BidAnswer>();
        foreach (var of in asked)
        {
            if (lots.TryGet(of.Key, out var lot) || _sales.TryGetLot(of.Key, out lot))
                parts.Add(new LotPart(lot.Ref, new PlaceBids(of.Key, bidder, read, [.. of])));
            // As at a door: nobody decides about a lot that is not there.
            else answered.AddRange(of.Select(bid => NoSuchLot(of.Key, bid)));
        }
        (await Session()).Tell(new SessionMessage.BidsRead(read, bids.Length, [.. parts], [.. answered]), ActorRefs.NoSender);
    }

    private static BidAnswer NoSuchLot(string lot, AskedBid bid) =>
        new() { Place = bid.Place, Lot = lot, Id = bid.Id, Code = RejectionCode.NoSuchLot };

    public void Attach(IActorRef session, string idPrefix) => _session.TrySetResult(session);

    public void Offer(SalesOnOffer sales, LotDirectory lots) => (_sales, _lots) = (sales, lots);

    public void Stopping() { }

    public void Write(Answer answer)
    {
        if (Failure is not null) throw Failure;
        probe.Tell(answer);
    }

    public void Write(ReadOnlySpan<BidAnswer> answers)
    {
        foreach (ref readonly var answer in answers) probe.Tell(answer.ToAnswer());
    }

    public void Write(Notice notice) => probe.Tell(notice);

    public void WriteList(ImmutableArray<LotPage> pages)
    {
        foreach (var lot in pages.SelectMany(page => page.Lots)) probe.Tell(new Answer.Listed(lot));
    }

    public void Flush() { }

    public void Next(string? bidder)
    {
        if (bidder is not null) _bidder.TrySetResult(bidder);
    }

    public void Close() => probe.Tell(new Closed());
}
