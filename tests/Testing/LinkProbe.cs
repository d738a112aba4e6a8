using System.Collections.Immutable;
using Akka.Actor;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Sessions;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules;

namespace AkkaAuction.Testing;

/// <summary>A connection without a socket: whatever its session writes is told to a probe, answer by answer and notice by notice.</summary>
public sealed class LinkProbe(IActorRef probe) : ISessionLink
{
    private readonly TaskCompletionSource<IActorRef> _session = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly BidBatch _batch = new();
    private readonly TaskCompletionSource<BidderRecord> _record = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The connection was closed.</summary>
    public sealed record Closed;

    /// <summary>What a session that writes this fails with; null: it works.</summary>
    public Exception? Failure { get; set; }

    public async Task<IActorRef> Session() => await _session.Task.WaitAsync(Patience.Most);

    public async Task Ask(Request request) => (await Session()).Tell(new SessionMessage.Asked(request), ActorRefs.NoSender);

    /// <summary>Sends bids as one read would.</summary>
    public async Task Bid(HouseFloor floor, params (string Lot, long AmountMinor, string Id)[] bids)
    {
        // The session hands the record over just after READY.
        var record = await _record.Task.WaitAsync(Patience.Most);
        _batch.Clear();
        foreach (var (id, amount, bidId) in bids)
        {
            // As at a door: nobody decides about a lot that is not there.
            var known = floor.Lots.TryGet(id, out var lot);
            ref var slot = ref (known ? ref _batch.Add(lot!) : ref _batch.Add());
            (slot.Lot, slot.BidId, slot.AmountMinor) = (id, bidId, amount);
            if (!known) slot.Code = RejectionCode.NoSuchLot;
        }
        _batch.Dispatch(record.Name, await Session());
    }

    public void Attach(IActorRef session) => _session.TrySetResult(session);

    public void Write(Answer answer)
    {
        if (Failure is not null) throw Failure;
        probe.Tell(answer);
    }

    public void Write(BidBatch batch)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            ref var slot = ref batch[i];
            probe.Tell(slot.Code == RejectionCode.None
                ? new Answer.Accepted(slot.BidId!, slot.Lot!, slot.AmountMinor, slot.Seq)
                : new Answer.Refused(slot.BidId!, slot.Lot!, slot.Code, slot.PriceMinor, slot.NextMinor, Reasons.For(slot.Code)));
        }
    }

    public void Write(Notice notice) => probe.Tell(notice);

    public void WriteList(ImmutableArray<LotPage> pages)
    {
        foreach (var lot in pages.SelectMany(page => page.Lots)) probe.Tell(new Answer.Listed(lot));
    }

    public void Flush() { }

    public void Next(BidderRecord? record)
    {
        if (record is not null) _record.TrySetResult(record);
    }

    public void Close() => probe.Tell(new Closed());

    public void Abort() => probe.Tell(new Closed());
}
