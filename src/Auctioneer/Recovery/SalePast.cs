using System.Collections.Immutable;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Journal;
using AkkaAuction.Journal.Codec;
using AkkaAuction.Journal.Snapshots;
using AkkaAuction.Messages;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Recovery;

/// <summary>
/// What one sale's facts have come to: its last run with every lot, and the notices that its account is made of. Of a million bids it keeps
/// each lot's state and the events that count, not the bids. Of a run that is over it keeps a line, and what was won, unless it is told to
/// keep all.
/// </summary>
/// <param name="id">The sale's id; empty: it is of a desk that puts up no sales.</param>
/// <param name="bidIds">Bid ids that each lot remembers.</param>
/// <param name="keepsOver">Whether it keeps all of a run that is over.</param>
internal sealed class SalePast(string id, int bidIds, bool keepsOver)
{
    private readonly Dictionary<string, RecoveredLot> _lots = new(StringComparer.Ordinal);
    private readonly List<AnnouncedFact> _announced = [];
    private readonly List<Notice> _earlier = [];
    private Dictionary<string, LotTerms> _terms = [];
    private long _place;
    private SaleResumed? _before;

    public string Id => id;

    /// <summary>The first run.</summary>
    public int FirstRun { get; private set; }

    /// <summary>The last run.</summary>
    public int Run { get; private set; }

    /// <summary>How the last run was put up; null: only a line is kept of it.</summary>
    public RegistryFact.SalePutUp? PutUp { get; private set; }

    /// <summary>The last run after all its facts; null: only a line is kept of it.</summary>
    public SaleState? State { get; private set; }

    /// <summary>What is kept of the last run when it is over; null: all of it is.</summary>
    public SaleSummary? Over { get; private set; }

    /// <summary>The lots of the last run that have facts, by id.</summary>
    public IReadOnlyDictionary<string, RecoveredLot> Lots => _lots;

    /// <summary>The streams of its lots.</summary>
    public IEnumerable<string> LotStreams => _lots.Keys.Select(lot => LotStream(Run, lot));

    /// <summary>A run begins.</summary>
    /// <param name="putUp">What it begins with.</param>
    /// <param name="place">Where that is in the journal.</param>
    public void Begin(RegistryFact.SalePutUp putUp, long place)
    {
        _earlier.AddRange(_announced.SelectMany(a => a.Notices()).Where(IsAccounted));
        // Nobody may have got the notice of its end, and the account is made of notices.
        _before = PutUp is not null && keepsOver ? Resumed(PutUp, otherCatalogue: false) : null;
        if (FirstRun == 0) FirstRun = putUp.Sale;
        (Run, PutUp, _place, State, Over) = (putUp.Sale, putUp, place, SaleState.Initial(putUp.Terms), null);
        _terms = putUp.Catalogue.Lots.ToDictionary(l => l.Id, StringComparer.Ordinal);
        _announced.Clear();
        _lots.Clear();
    }

    /// <summary>A fact of a run.</summary>
    /// <returns>Whether only a line is kept of it from here on.</returns>
    public bool Add(int run, SaleFact fact, long number)
    {
        if (run != Run) return false;
        if (State is null) throw new BrokenInvariantException("Nothing happens to a sale that has ended.");
        State = Sale.Evolve(State, fact);
        if (AnnouncedFact.Is(fact)) _announced.Add(new AnnouncedFact(number, "", fact));
        return State.Phase == SalePhase.Ended && !keepsOver;
    }

    /// <summary>A fact of a lot.</summary>
    /// <param name="lot">The lot's id.</param>
    /// <param name="recovered">What is known of the lot; null: its run is over.</param>
    public void Add(string lot, RecoveredLot? recovered, LotFact fact, StoredFact stored)
    {
        if (recovered is null)
        {
            if (fact is LotFact.UnitAwarded award) _earlier.Add(AnnouncedFact.Won(stored.Event, lot, award, CurrencyOf(lot)));
            if (fact is FormFact { Payment: { } payment })
                _earlier.Add(AnnouncedFact.Due(stored.Event, lot, payment, CurrencyOf(lot)));
            return;
        }
        recovered.Add(fact, stored.Event, stored.Receipt);
        if (AnnouncedFact.Is(fact)) _announced.Add(new AnnouncedFact(stored.Event, lot, fact, recovered.State.Terms.Currency));
    }

    // What stands in a bidder's account.
    private static bool IsAccounted(Notice notice) => notice is Notice.UnitWon or Notice.PaymentDue;

    private Currency CurrencyOf(string lot) => _terms.TryGetValue(lot, out var terms) ? terms.Currency : Currency.Default;

    /// <summary>A lot of a run; null: that run is over, or only a line is kept of it.</summary>
    public RecoveredLot? LotOf(int run, string lot)
    {
        if (run != Run || PutUp is null) return null;
        if (!_lots.TryGetValue(lot, out var recovered)) _lots.Add(lot, recovered = new RecoveredLot(_terms[lot], bidIds));
        return recovered;
    }

    /// <summary>Keeps a line of a run that is over, and what was won in it.</summary>
    public void KeepALine()
    {
        var (terms, state) = (PutUp!.Terms, State!);
        Over = new SaleSummary(
            id, terms.Title, Run, SaleViewState.Ended, PutUp.Catalogue.Lots.Length, state.Sold, state.Unsold, terms.OpensAt, 0);
        _earlier.AddRange(_announced.SelectMany(a => a.Notices()).Where(IsAccounted));
        (PutUp, State, _terms, _before) = (null, null, [], null);
        _announced.Clear();
        _announced.TrimExcess();
        _lots.Clear();
        _lots.TrimExcess();
    }

    /// <summary>What was won in runs that are over.</summary>
    private ImmutableArray<Notice> Earlier => [.. _earlier];

    /// <summary>What the board continues from.</summary>
    public BoardMessage.Restore ToBoard(bool otherCatalogue) =>
        new(Resumed(PutUp!, otherCatalogue) with { Before = _before }, Earlier);

    private SaleResumed Resumed(RegistryFact.SalePutUp putUp, bool otherCatalogue)
    {
        // A lot's last price stands for all of them; its notice comes before the lot's sales.
        var prices = _lots.Values.Where(lot => lot.LastPriceEvent > 0).Select(LastPrice);
        var past = _announced.SelectMany(a => a.Notices()).Select(WithReserve).Concat(prices).OrderBy(n => n.Seq).ToImmutableArray();
        var states = putUp.Catalogue.Lots.Select(l => _lots.TryGetValue(l.Id, out var lot) ? lot.State : LotState.Initial(l));
        return new SaleResumed(putUp.Terms, putUp.Catalogue, past, [.. states.Select(LotNotices.View)], otherCatalogue);
    }

    // The fact of a lot's end does not say why something was left; its state does.
    private Notice WithReserve(Notice notice) =>
        notice is Notice.LotClosed closed && _lots.TryGetValue(closed.Lot, out var lot) && lot.State.IsBelowReserve
            ? closed with { ReserveNotMet = true }
            : notice;

    private static Notice LastPrice(RecoveredLot lot) => new Notice.PriceChanged(
        lot.LastPriceEvent, lot.State.Terms.Id, lot.State.PriceMinor, lot.State.Leader, lot.State.NextMinor, null)
    {
        Digits = (byte)lot.State.Terms.Currency.Digits,
    };

    // A desk that puts up no sales has lots only.
    private string LotStream(int run, string lot) => id.Length > 0 ? StreamNames.Lot(id, run, lot) : StreamNames.DeskLot(run, lot);

    public void Write(SnapshotWriter to)
    {
        to.Line("sale"u8).Text("sale"u8, id).Long("first"u8, FirstRun);
        to.End();
        foreach (var notice in _earlier)
        {
            if (notice is Notice.UnitWon won) Write(to.Line("won"u8), won, won.Lot, won.PriceMinor, won.Currency);
            else if (notice is Notice.PaymentDue due) Write(to.Line("paid"u8), due, due.Lot, due.AmountMinor, due.Currency);
            to.End();
        }
        if (Over is { } over)
        {
            to.Line("over"u8).Text("title"u8, over.Title).Long("run"u8, over.Run).Long("lots"u8, over.Lots).Long("sold"u8, over.Sold)
                .Long("unsold"u8, over.Unsold).Time("opensAt"u8, over.OpensAt);
            to.End();
        }
        if (State is null) return;
        to.Line("putUp"u8).Long("place"u8, _place);
        to.End();
        var state = new StateWriter(to.Line("state"u8));
        State.Through(ref state);
        to.End();
        foreach (var announced in _announced)
        {
            to.Line("at"u8).Long("event"u8, announced.Event).Text("lot"u8, announced.Lot);
            to.End();
            to.Fact("told"u8, announced.Fact, announced.At);
        }
        foreach (var lot in _lots.Values) lot.Write(to);
    }

    private static void Write(BodyWriter line, Notice notice, string lot, long minor, string currency) => line
        .Long("event"u8, notice.Seq)
        .Text("lot"u8, lot)
        .Long("priceMinor"u8, minor)
        .Person("bidder"u8, notice.To)
        .Text("currency"u8, currency)
        .Long("digits"u8, notice.Digits);

    /// <summary>Reads its lines, up to the first that is none of its own.</summary>
    /// <param name="from">Behind the line that names it.</param>
    /// <param name="firstRun">What that line says.</param>
    public void Read(SnapshotReader from, int firstRun)
    {
        FirstRun = firstRun;
        while (from.Next())
        {
            if (!TryRead(from))
            {
                from.Again();
                return;
            }
        }
    }

    private bool TryRead(SnapshotReader from)
    {
        var body = from.Body();
        if (from.Kind.SequenceEqual("won"u8))
        {
            _earlier.Add(new Notice.UnitWon(
                body.Long("event"u8), body.Text("lot"u8), body.Long("priceMinor"u8), body.Person("bidder"u8))
            {
                Currency = body.Text("currency"u8),
                Digits = (byte)body.Int("digits"u8),
            });
        }
        else if (from.Kind.SequenceEqual("paid"u8))
        {
            _earlier.Add(new Notice.PaymentDue(
                body.Long("event"u8), body.Text("lot"u8), body.Long("priceMinor"u8), body.Person("bidder"u8))
            {
                Currency = body.Text("currency"u8),
                Digits = (byte)body.Int("digits"u8),
            });
        }
        else if (from.Kind.SequenceEqual("over"u8))
        {
            var title = body.Text("title"u8);
            Run = body.Int("run"u8);
            Over = new SaleSummary(
                id, title, Run, SaleViewState.Ended, body.Int("lots"u8), body.Int("sold"u8), body.Int("unsold"u8),
                body.TimeOrNull("opensAt"u8), 0);
        }
        else if (from.Kind.SequenceEqual("putUp"u8))
        {
            var place = body.Long("place"u8);
            var putUp = from.FactOf(place) as RegistryFact.SalePutUp
                ?? throw new FormatException($"the fact at place {place} puts up no sale");
            Begin(putUp, place);
        }
        else if (from.Kind.SequenceEqual("state"u8))
        {
            var fields = new StateReader(from);
            State = SaleState.Initial(PutUp!.Terms).Through(ref fields);
            fields.Body.End();
        }
        else if (from.Kind.SequenceEqual("at"u8))
        {
            var (number, lot) = (body.Long("event"u8), body.Text("lot"u8));
            if (!from.Next()) throw new FormatException("its end is missing");
            var currency = lot.Length == 0 ? null : _terms[lot].Currency;
            _announced.Add(new AnnouncedFact(number, lot, from.Fact().Fact, currency));
        }
        else if (from.Kind.SequenceEqual("lot"u8))
        {
            var lot = RecoveredLot.Read(from, known => _terms[known], bidIds);
            _lots.Add(lot.State.Terms.Id, lot);
        }
        else return false;
        return true;
    }
}
