using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using AkkaAuction.Auctioneer.Sales;

namespace AkkaAuction.Auctioneer.Sessions;

/// <summary>
/// Which sale a session's bidder is in, and how it reaches this one and the others. It keeps the connection told what lots there are. The
/// session owns it.
/// </summary>
/// <param name="link">The connection.</param>
/// <param name="auctioneer">Who has the boards of sales that were let go of made again.</param>
internal sealed class JoinedSale(ISessionLink link, IActorRef auctioneer)
{
    private SalesOnOffer _all = SalesOnOffer.None;
    private SaleOnOffer _sale = SaleOnOffer.None;

    /// <summary>Who answers for the whole sale.</summary>
    public IActorRef Actor => _sale.Actor;

    /// <summary>Whether there is none: the bidder has come to a house without a sale.</summary>
    public bool IsNone => _sale.Run == 0;

    /// <summary>The sales of the house are these from here on.</summary>
    public void Know(SalesOnOffer sales)
    {
        // Some are told at once, and some when what they rest on is stored.
        if (sales.Version < _all.Version) return;
        _all = sales;
        // A run that follows is followed; the bidder stays in its sale.
        if (sales.TryGet(_sale.Id, out var now)) _sale = now;
        link.Offer(_all, _sale.Lots);
    }

    /// <summary>The bidder is in this sale from here on, and is told of no other but what concerns itself.</summary>
    public void Enter(SaleOnOffer sale, string bidder, IActorRef session)
    {
        var before = _sale.Board;
        // What all are told of the sale is never older than what it says itself; but one that was let go of has a board just now.
        _sale = _all.TryGet(sale.Id, out var known) && !known.Board.IsNobody() ? known : sale;
        link.Offer(_all, _sale.Lots);
        if (!before.Equals(_sale.Board)) before.Tell(BoardMessage.Unwatch.Instance, session);
        if (!IsNone) AskBoard(new BoardMessage.Watch(bidder), session);
    }

    /// <summary>Asks the sale's board.</summary>
    public void AskBoard(BoardMessage question, IActorRef session)
    {
        if (_sale.Board.IsNobody()) auctioneer.Tell(new AuctioneerMessage.AskBoard(_sale.Id, question), session);
        else _sale.Board.Tell(question, session);
    }

    /// <summary>Looks up a lot by its name: its id, or its sale's and its id.</summary>
    public bool TryGetLot(string name, [NotNullWhen(true)] out LotHandle? lot) =>
        _sale.Lots.TryGet(name, out lot) || _all.TryGetLot(name, out lot);

    /// <summary>What of a board's notices is for this session; null: nothing.</summary>
    public BoardAnswer.Broadcast? PartOf(BoardAnswer.Broadcast broadcast, string? bidder)
    {
        if (broadcast.Sale == _sale.Id) return broadcast;
        return bidder is not null && broadcast.IsAddressedTo(bidder) ? broadcast.ElsewhereFor(bidder) : null;
    }
}
