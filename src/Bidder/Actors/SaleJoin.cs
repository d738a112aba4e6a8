using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules;

namespace AkkaAuction.Bidder.Actors;

/// <summary>What a line means for a JOIN under way.</summary>
internal enum SaleJoinStep
{
    /// <summary>The line is an event of the former sale, or answers an earlier request.</summary>
    Earlier,

    /// <summary>The line belongs to the JOIN; nobody else needs it.</summary>
    Own,

    /// <summary>From the next line on, all are of the joined sale. Its list comes next.</summary>
    Joined,

    /// <summary>The house refused: the bidder stays where it is.</summary>
    Refused,

    /// <summary>The house answers no more, or an answer is missing: only a new connection tells where the bidder is.</summary>
    Interrupted,
}

/// <summary>
/// Follows one JOIN through the house's lines. A PING before it marks which READY is the JOIN's. Until that READY the former sale may
/// announce lots, and such a LOT line looks like one of the answer. So the answer's lots are skipped, and a LIST behind the JOIN asks for
/// them again.
/// </summary>
/// <param name="sale">The sale to join.</param>
/// <param name="number">Tells this JOIN from others of the same bidder.</param>
internal sealed class SaleJoin(string sale, long number)
{
    private readonly string _mark = $"join-{number}";
    private bool _isNext;

    public string Sale => sale;

    /// <summary>The requests to send, in order.</summary>
    public IReadOnlyList<Request> Requests => [new Request.Ping(_mark), new Request.Join(sale), new Request.List()];

    public SaleJoinStep Take(FloorLine line)
    {
        switch (line.Answer)
        {
            case Answer.Error { Code: RejectionCode.TooFast or RejectionCode.HouseStopping or RejectionCode.HouseFull }:
                return SaleJoinStep.Interrupted;
            case Answer.Pong pong when pong.Text == _mark:
                _isNext = true;
                return SaleJoinStep.Own;
            case Answer.Listed when _isNext: return SaleJoinStep.Own;
            case Answer.Ready when _isNext: return SaleJoinStep.Joined;
            case Answer.Error when _isNext: return SaleJoinStep.Refused;
            default: return SaleJoinStep.Earlier;
        }
    }
}
