namespace AkkaAuction.Auctioneer.Doors.Control;

/// <summary>What stands behind the control socket: it does what an operator asks of the house.</summary>
internal interface ISaleControl
{
    /// <summary>Does it, and gives the answer's lines; the last one is an <see cref="ControlLine.End"/> or an error.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="cancellation">The house stops.</param>
    Task<IReadOnlyList<ControlLine>> AnswerAsync(ControlRequest request, CancellationToken cancellation);
}
