using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;

namespace AkkaAuction.Bidder.Market;

/// <summary>What a line means for the visitor.</summary>
public enum VisitStep
{
    None,

    /// <summary>Welcomed for the first time, the list is complete: there is nothing to take up again.</summary>
    Begin,

    /// <summary>Welcomed again, the list is complete: ask for the account (ME) before doing anything.</summary>
    AskForAccount,

    /// <summary>The account is complete: go on, and resend unanswered bids.</summary>
    TakeUpAgain,
}

/// <summary>
/// One bidder's visit to a house, across connections: its state, and the phase of the present connection. A bot and a person's screen keep
/// one each.
/// <code>
/// Greeting  --READY, first time-->  Trading           Greeting  --READY, back again-->  Settling  --READY of ME-->  Trading
/// any       --connection lost-->    Greeting          Trading   --joined a sale-->      Greeting, back again
/// </code>
/// </summary>
public sealed class Visit
{
    private enum Phase
    {
        Greeting,
        Settling,
        Trading,
    }

    private Phase _phase = Phase.Greeting;

    public Visit(BidderState state) => State = state;

    public BidderState State { get; private set; }

    /// <summary>Whether the house has let the bidder in before.</summary>
    public bool HasTraded { get; private set; }

    /// <summary>Whether what is known is complete, so that bids may be made.</summary>
    public bool IsTrading => _phase == Phase.Trading;

    /// <summary>Whether the account is on its way, back after a loss.</summary>
    public bool IsSettling => _phase == Phase.Settling || (_phase == Phase.Greeting && HasTraded);

    /// <summary>Applies a line to the state and returns the next step.</summary>
    public VisitStep Take(FloorLine line)
    {
        var accountEnds = State.IsAccountBeingTold && line.Answer is Answer.Ready;
        var listEnds = State.Market.IsBeingListed && line.Answer is Answer.Ready;
        State = State.Apply(line);
        if (_phase == Phase.Greeting && listEnds)
        {
            _phase = HasTraded ? Phase.Settling : Phase.Trading;
            var first = !HasTraded;
            HasTraded = true;
            return first ? VisitStep.Begin : VisitStep.AskForAccount;
        }
        if (_phase != Phase.Settling || !accountEnds) return VisitStep.None;
        _phase = Phase.Trading;
        return VisitStep.TakeUpAgain;
    }

    /// <summary>The bidder is in another sale now: its list comes next, and the account there may hold something.</summary>
    /// <param name="known">What is known of the sale.</param>
    public void Joined(BidderState known)
    {
        State = known;
        _phase = Phase.Greeting;
    }

    public void ConnectionLost() => _phase = Phase.Greeting;

    public void Sent(PendingBid bid) => State = State.Sent(bid);

    /// <summary>Whether a round of this number runs, as far as is known.</summary>
    public bool IsRunning(int round) => State.Market.RoundIsOpen && State.Market.Round == round;

    /// <summary>After a reconnect: the bids to resend, with their ids. Drops bids of a round that is over.</summary>
    public IReadOnlyList<PendingBid> Unanswered()
    {
        foreach (var bid in State.Pending.Values.Where(bid => bid.Round != 0 && !IsRunning(bid.Round)))
            State = State.Dropped(bid.BidId);
        return [.. State.Pending.Values.OrderBy(bid => bid.BidId, StringComparer.Ordinal)];
    }
}
