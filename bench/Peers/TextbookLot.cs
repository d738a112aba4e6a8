using Akka.Actor;
using Akka.Persistence;

namespace AkkaAuction.Bench.Peers;

/// <summary>
/// A lot as the documentation of Akka.Persistence teaches it: a command is checked against the state, its event persisted, and in the
/// callback applied and answered; recovery applies the same events. It keeps no bid ids, no deadlines and no chain of hashes, and
/// announces nothing: it does less than a lot of the house.
/// </summary>
internal sealed class TextbookLot : ReceivePersistentActor
{
    private long _priceMinor;
    private string? _leader;
    private long _bids;

    public TextbookLot(string name, long startMinor)
    {
        PersistenceId = name;
        _priceMinor = startMinor;
        Recover<BidAccepted>(Apply);
        Command<PlaceBid>(bid =>
        {
            if (bid.AmountMinor <= _priceMinor)
            {
                Sender.Tell(new Refused(_priceMinor, _leader));
                return;
            }
            Persist(new BidAccepted(bid.Bidder, bid.AmountMinor, DateTimeOffset.UtcNow), accepted =>
            {
                Apply(accepted);
                Sender.Tell(accepted);
            });
        });
        Command<Show>(_ => Sender.Tell(new LotRecord(_bids, _bids == 0 ? 0 : _priceMinor)));
    }

    public override string PersistenceId { get; }

    public static Props Props(string name, long startMinor) => Akka.Actor.Props.Create(() => new TextbookLot(name, startMinor));

    protected override void OnRecoveryFailure(Exception reason, object? message = null) => Say(reason);

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) => Say(cause);

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr) => Say(cause);

    // Standard output is the measurement's.
    private void Say(Exception fault) => Console.Error.WriteLine($"{PersistenceId}: {fault.Message}");

    private void Apply(BidAccepted accepted)
    {
        (_priceMinor, _leader) = (accepted.AmountMinor, accepted.Bidder);
        _bids++;
    }

    public sealed record PlaceBid(string Bidder, long AmountMinor);

    public sealed record BidAccepted(string Bidder, long AmountMinor, DateTimeOffset At);

    public sealed record Refused(long PriceMinor, string? Leader);

    public sealed record Show
    {
        public static Show Instance { get; } = new();
    }
}
