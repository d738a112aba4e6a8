namespace AkkaAuction.Rules.Lots;

/// <summary>Which commands may have led to a fact of a lot: an audit asks the rules with each of them again.</summary>
public static class LotCauses
{
    /// <summary>The commands that may have led to a fact, likeliest first.</summary>
    /// <param name="fact">The fact.</param>
    /// <param name="next">The lot's next fact; null: there is none.</param>
    public static IEnumerable<LotCommand> Of(LotFact fact, LotFact? next) => fact switch
    {
        LotFact.BidAccepted bid => [Again(bid)],
        LotFact.BidWithdrawn withdrawn => [new LotCommand.Withdraw(withdrawn.Bidder, withdrawn.BidId)],
        LotFact.Opened => next is FormFact own ? [own.Cause, new LotCommand.Open()] : [new LotCommand.Open()],
        LotFact.DeadlineSet deadline => [new LotCommand.Extend(deadline.ClosesAt)],
        FormFact own => [own.Cause],
        LotFact.UnitAwarded { Round: > 0 } award => [new LotCommand.EndRound(award.Round)],
        // A bid after the deadline settles it first.
        LotFact.UnitAwarded when next is LotFact.BidAccepted bid =>
            [Again(bid), new LotCommand.ClockReached()],
        _ => [new LotCommand.ClockReached(), new LotCommand.Hammer(), new LotCommand.Close()],
    };

    private static LotCommand.Bid Again(LotFact.BidAccepted bid) => new(bid.Bidder, bid.BidId, bid.AmountMinor) { Salt = bid.Salt };
}
