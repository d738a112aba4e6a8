using System.Collections.Immutable;
using Akka.Actor;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Sessions;
using AkkaAuction.Journal;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>
/// Asks the boards of open sales how much is sold, and answers one asker with the list of all sales. It lives for one question; a board
/// that gives no answer in time is left out. The list says of a sale that it is open or over only once that is stored.
/// </summary>
internal sealed class SaleCount : UntypedActor
{
    private readonly Dictionary<IActorRef, string> _open;
    private readonly Dictionary<string, BoardAnswer.Counted> _counted = new(StringComparer.Ordinal);
    private readonly ImmutableArray<SaleSummary> _all;
    private readonly IJournal _journal;
    private readonly IActorRef _asker;

    private SaleCount(
        ImmutableArray<SaleSummary> all, ImmutableArray<(string Sale, IActorRef Board)> open, IJournal journal, IActorRef asker)
    {
        (_all, _journal, _asker) = (all, journal, asker);
        _open = open.ToDictionary(sale => sale.Board, sale => sale.Sale);
    }

    /// <param name="all">All sales.</param>
    /// <param name="open">Those that are open, with their boards.</param>
    /// <param name="journal">When the list may leave.</param>
    /// <param name="asker">Who gets the list.</param>
    public static Props Props(
        ImmutableArray<SaleSummary> all, ImmutableArray<(string Sale, IActorRef Board)> open, IJournal journal, IActorRef asker) =>
        MadeBy<SaleCount>.Props(() => new SaleCount(all, open, journal, asker));

    protected override void PreStart()
    {
        foreach (var board in _open.Keys) board.Tell(BoardMessage.Count.Instance);
        Context.SetReceiveTimeout(Patience);
    }

    protected override void OnReceive(object message)
    {
        if (message is BoardAnswer.Counted counted && _open.Remove(Sender, out var sale)) _counted[sale] = counted;
        if (_open.Count > 0 && message is not ReceiveTimeout) return;
        _journal.After(new TellWhenStored(_asker, new AuctioneerAnswer.SaleList([.. _all.Select(WithCount)])));
        Context.Stop(Self);
    }

    private SaleSummary WithCount(SaleSummary sale) =>
        _counted.TryGetValue(sale.Id, out var counted) ? sale with { Sold = counted.Sold, Unsold = counted.Unsold } : sale;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
}
