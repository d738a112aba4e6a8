using Akka.Actor;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Sessions;
using AkkaAuction.Auctioneer.Tests.Simulation.Books;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Tests.Simulation;

/// <summary>
/// Who runs the house, by what <c>auctioneer sale put, close, show, list</c> asks of it. It puts up sales beside those that run, some with
/// an opening time, and those again that are over; it closes some in the middle. What it is answered must be stored.
/// </summary>
internal sealed class SimulatedOperator(
    SimulatedSales sales, Promises promises, AccountEar accounts, Func<DateTimeOffset> now, Random chance)
{
    /// <summary>Somebody who asks, in this life of the house.</summary>
    public IActorRef Begin(ActorSystem system) => system.ActorOf(Props.Create(() => new Asker(this)), "operator");

    public void Act(IActorRef auctioneer, IActorRef asker)
    {
        var some = promises.Floor.Sales is { Count: > 0 } known ? known[chance.Next(known.Count)] : sales.Given[0].Head.Name;
        AuctioneerMessage ask = chance.Next(9) switch
        {
            < 4 => new AuctioneerMessage.PutUpSale(sales.Draw(chance, now())),
            4 => new AuctioneerMessage.CloseSale(some),
            < 7 => new AuctioneerMessage.ShowSale(some),
            var n => new AuctioneerMessage.ListSales(WithSold: n == 8),
        };
        auctioneer.Tell(ask, asker);
    }

    private void Hears(object answer)
    {
        switch (answer)
        {
            case AuctioneerAnswer.PutUp put: promises.Sale(put.Sale, put.Run); break;
            case AuctioneerAnswer.Closed closed:
                MustBe(closed.Sale);
                if (closed.Sale.State != SaleViewState.Ended) throw promises.Broken("P1", $"told was {closed}, which is not closed.");
                break;
            case AuctioneerAnswer.SaleList list:
                foreach (var sale in list.All) MustBe(sale);
                break;
            case BoardAnswer.Shown shown:
                accounts.MustBe(shown.Account, isOver: false);
                foreach (var lot in shown.Lots) MustBe(shown.Account.Id, shown.Account.Sale, lot);
                break;
            case AuctioneerAnswer.NotDone or Status.Failure { Cause: InvalidOperationException }: break;
            default: throw promises.Broken("P1", $"the operator was told {answer}.");
        }
    }

    /// <summary>A line that tells of a sale.</summary>
    private void MustBe(Accounts.SaleSummary line)
    {
        // The next run of a sale may wait before it is stored that it is put up.
        var runs = promises.Floor.RunsOf(line.Id);
        if (runs.Count > 0 && runs.All(run => run.Run != line.Run) && line.State == SaleViewState.Waiting) return;
        var run = promises.Sale(line.Id, line.Run);
        var isTrue = line.LastEvent <= promises.LastEvent(line.Id) && line.Lots == run.Lots.Count && (line.State switch
        {
            SaleViewState.Open => run.IsOpen || run.IsCloseOrdered,
            SaleViewState.Ended => run.HasEnded && line.Sold == run.Sold && line.Unsold == run.Unsold,
            _ => true,
        });
        if (!isTrue) throw promises.Broken("P1", $"told was {line}, and nothing stored says so.");
    }

    /// <summary>A lot that is shown: it may be told of before this, but not before it was so.</summary>
    private void MustBe(string sale, int run, LotView view)
    {
        var book = promises.Sale(sale, run).Lots.GetValueOrDefault(view.Lot);
        var isTrue = book is not null
            && book.Terms.Title == view.Title
            && view.Units >= book.UnitsLeft
            && (view.State != LotViewState.Closed || book.IsClosed);
        if (!isTrue)
            throw promises.Broken("P1", $"shown was {view} of {sale}, run {run}, and nothing stored says so.");
    }

    private sealed class Asker(SimulatedOperator of) : UntypedActor
    {
        protected override void OnReceive(object message) => of.Hears(message);
    }
}
