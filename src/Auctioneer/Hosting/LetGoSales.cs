using Akka.Actor;
using Akka.Event;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Sessions;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>
/// Stands for every sale that is over and was let go of, and for all lots of it. Passes it answers itself; bids it hands to the
/// auctioneer, which has the sale read again: one that was accepted gets its first answer, any other is refused. What was on its way to a
/// sale's actors when they ended comes here as a dead letter, so nothing that was asked stays unanswered. The auctioneer makes it, and
/// tells it each actor of a sale that has gone.
/// </summary>
internal sealed class LetGoSales : UntypedActor
{
    private readonly Dictionary<string, string> _gone = new(StringComparer.Ordinal);

    private LetGoSales() { }

    public static Props Props() => MadeBy<LetGoSales>.Props(() => new LetGoSales());

    public const string Name = "let-go";

    /// <summary>An actor of a sale, a sale's own or its board, has ended, and those below it.</summary>
    /// <param name="Actor">Its name.</param>
    /// <param name="Sale">The sale's id.</param>
    public sealed record Gone(string Actor, string Sale);

    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(DeadLetter));

    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Gone gone: _gone[gone.Actor] = gone.Sale; break;
            case DeadLetter lost: Answer(lost); break;
            default: Answer(message, Sender, null); break;
        }
    }

    private void Answer(DeadLetter lost)
    {
        if (Owner(lost.Recipient) is not { } owner || !_gone.TryGetValue(owner, out var sale)) return;
        // It names who asks itself.
        if (lost.Message is SaleMessage.Come come) Context.Parent.Tell(new AuctioneerMessage.BringAgain(sale, come));
        if (lost.Sender.IsNobody()) return;
        // A board's guests are the auctioneer's to answer: it makes the board again.
        if (IsQuestionToBoard(lost.Message))
            Context.Parent.Tell(new AuctioneerMessage.AskBoard(sale, lost.Message), lost.Sender);
        else Answer(lost.Message, lost.Sender, sale);
    }

    private static bool IsQuestionToBoard(object message) => message is AccountRequest
        or BoardMessage.Watch or BoardMessage.ListLots or BoardMessage.CatchUp or BoardMessage.AccountOf or BoardMessage.Show;

    /// <summary>The auctioneer's child above an actor, or itself; null: it is none of the auctioneer's.</summary>
    private static string? Owner(IActorRef actor)
    {
        var auctioneer = Context.Parent.Path;
        for (var path = actor.Path; path.Parent is { } parent && !parent.Equals(path); path = parent)
        {
            if (parent.Equals(auctioneer)) return path.Name;
        }
        return null;
    }

    /// <param name="sale">The sale it was for; null: it says so itself, or the bidder is in it.</param>
    private static void Answer(object message, IActorRef asker, string? sale)
    {
        switch (message)
        {
            case PlaceBids bids: Context.Parent.Tell(new AuctioneerMessage.BidsOnLetGo(sale, bids), asker); break;
            case ItemAuction.WithdrawThis withdraw: asker.Tell(withdraw.Refused(RejectionCode.Closed)); break;
            case ItemAuction.PassThis: asker.Tell(new Answer.Error(RejectionCode.Closed, Reasons.For(RejectionCode.Closed))); break;
            case SaleMessage.PassAll: asker.Tell(new Answer.Passed()); break;
        }
    }
}
