using Akka.Actor;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Recovery;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>
/// One of the house's sales, as the auctioneer holds it: its last run with its actor, the board of all its runs, and, once it was let go
/// of, only what a line says. The auctioneer alone uses it.
/// </summary>
/// <param name="id">The sale's id.</param>
internal sealed class HeldSale(string id)
{
    private SaleSummary _summary = new(id, id, 0, SaleViewState.Waiting, 0, 0, 0, null, 0);

    public string Id => id;

    /// <summary>Its facts' chain.</summary>
    public string Chain { get; } = Chains.OfSale(id);

    /// <summary>Where its runs are put up; null: nothing was since the auctioneer began.</summary>
    public FactWriter? Stream { get; set; }

    /// <summary>The terms of the last run; null: it was let go of.</summary>
    public SaleTerms? Terms { get; private set; }

    /// <summary>The lots of the last run; null: it was let go of.</summary>
    public Catalogue? Catalogue { get; private set; }

    /// <summary>Which putting-up of the house the last run is; 0: it is about to be put up for the first time.</summary>
    public int Run => _summary.Run;

    public SaleViewState State => _summary.State;

    /// <summary>Who answers for the last run: its actor, or who stands for all sales that were let go of.</summary>
    public IActorRef Actor { get; private set; } = ActorRefs.Nobody;

    /// <summary>Whether the last run has its actor.</summary>
    public bool IsHeld => Terms is not null;

    /// <summary>Who tells what there is in it; nobody: it was let go of.</summary>
    public IActorRef Board { get; set; } = ActorRefs.Nobody;

    /// <summary>Its lots, while a sale that was let go of is looked at; else null.</summary>
    public OverLots? Over { get; set; }

    /// <summary>Its lots as bidders reach them.</summary>
    public LotDirectory Lots { get; set; } = LotDirectory.Empty;

    /// <summary>The last run stands, and that is stored and on its way to the board.</summary>
    public bool IsPutUp
    {
        get;
        set
        {
            field = value;
            WasPutUp |= value;
        }
    }

    /// <summary>A run of it was put up: others may be told that there is this sale.</summary>
    public bool WasPutUp { get; private set; }

    /// <summary>What is to be done when the sale was read from the journal again; it is being read when there is any.</summary>
    public List<Action<SalePast?>> WhenRead { get; } = [];

    /// <summary>Operators who wait for the sale's end.</summary>
    public List<IActorRef> Closers { get; } = [];

    /// <summary>Operators who wait until the run is put up.</summary>
    public List<IActorRef> Putters { get; } = [];

    public SaleOnOffer OnOffer => new(id, Run, Actor, Board, Lots);

    public SaleSummary Summary(IJournal journal) => _summary with { LastEvent = journal.LastEvent(Chain) };

    /// <summary>A run begins, or goes on.</summary>
    public void Begin(SaleTerms terms, Catalogue catalogue, IActorRef actor)
    {
        (Terms, Catalogue, Actor) = (terms, catalogue, actor);
        _summary = new SaleSummary(
            id, terms.Title, terms.Id, SaleViewState.Waiting, catalogue.Lots.Length, 0, 0, terms.OpensAt, 0);
    }

    public void Open() => _summary = _summary with { State = SaleViewState.Open };

    public void End(int sold, int unsold) => _summary = _summary with { State = SaleViewState.Ended, Sold = sold, Unsold = unsold };

    /// <summary>Nothing is kept but a line.</summary>
    /// <param name="line">The line; null: what is known.</param>
    /// <param name="forAll">Who stands for all sales that were let go of.</param>
    /// <param name="lots">All lots of them.</param>
    public void LetGo(SaleSummary? line, IActorRef forAll, LotDirectory lots)
    {
        _summary = line ?? _summary;
        WasPutUp = true;
        (Terms, Catalogue, Actor, Board, Lots) = (null, null, forAll, ActorRefs.Nobody, lots);
    }
}
