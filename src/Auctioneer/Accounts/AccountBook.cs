using AkkaAuction.Messages;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Accounts;

/// <summary>
/// Keeps the account of a sale from its notices alone (R1.6), so whoever gets the notices can keep the same book. One actor or thread has
/// it; others get the account.
/// </summary>
public sealed class AccountBook
{
    private readonly List<UnitSale> _sales = [];
    private readonly List<BidPayment> _payments = [];
    // Of a hundred thousand lots most have no bid yet: only what differs from their terms is kept.
    private readonly Dictionary<string, (int Sold, long LastPriceMinor)> _moved = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Notice.LotClosed> _closed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _inRounds = new(StringComparer.Ordinal);
    private readonly List<LotTerms> _terms = [];
    private readonly Dictionary<string, Currency> _currencies = new(StringComparer.Ordinal);
    private (int Run, string Id, string Title) _sale = (0, "", "");
    private int _round;
    private bool _isFinal;

    /// <summary>Units sold.</summary>
    public int Sold => _sales.Count;

    /// <summary>Units that the lots which are closed have left.</summary>
    public int Unsold { get; private set; }

    /// <summary>A fresh sale: the account begins anew.</summary>
    /// <param name="sale">Which putting-up of the house it is.</param>
    /// <param name="catalogue">Its lots.</param>
    /// <param name="id">Its id; empty: it has none.</param>
    /// <param name="title">What a person reads.</param>
    public void Begin(int sale, Catalogue catalogue, string id = "", string title = "")
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        (_sale, _round, _isFinal, Unsold) = ((sale, id, title), 0, false, 0);
        _terms.Clear();
        _terms.AddRange(catalogue.Lots);
        _sales.Clear();
        _payments.Clear();
        _moved.Clear();
        _closed.Clear();
        _inRounds.Clear();
        _currencies.Clear();
        foreach (var lot in catalogue.Lots)
        {
            Note(lot);
            if (lot.Form.Module.FollowsRounds) _inRounds.Add(lot.Id);
        }
    }

    /// <summary>One more lot: for a house whose lots come one by one.</summary>
    public void Put(LotTerms lot)
    {
        ArgumentNullException.ThrowIfNull(lot);
        _terms.Add(lot);
        Note(lot);
    }

    // Nearly every lot is in the default currency.
    private void Note(LotTerms lot)
    {
        if (lot.Currency != Currency.Default) _currencies[lot.Id] = lot.Currency;
    }

    /// <summary>Takes a notice in.</summary>
    public void Add(Notice notice)
    {
        switch (notice)
        {
            case Notice.RoundOpened opened: _round = opened.Round; break;
            case Notice.PriceChanged changed: _moved[changed.Lot] = (_moved.GetValueOrDefault(changed.Lot).Sold, changed.PriceMinor); break;
            case Notice.UnitSold sold:
                _moved[sold.Lot] = (_moved.GetValueOrDefault(sold.Lot).Sold + 1, sold.PriceMinor);
                var round = _inRounds.Contains(sold.Lot) ? _round : 0;
                _sales.Add(new UnitSale(round, sold.Lot, sold.Winner, sold.PriceMinor, sold.Seq, CurrencyOf(sold.Lot)));
                break;
            case Notice.BidPaid paid:
                _payments.Add(new BidPayment(paid.Lot, paid.Bidder, paid.AmountMinor, paid.Seq, CurrencyOf(paid.Lot)));
                break;
            case Notice.LotClosed closed:
                Unsold += closed.Unsold ?? 0;
                _closed[closed.Lot] = closed;
                break;
            case Notice.SaleEnded: _isFinal = true; break;
        }
    }

    private Currency CurrencyOf(string lot) => _currencies.GetValueOrDefault(lot, Currency.Default);

    /// <summary>The account as it stands.</summary>
    public FinalAccount Now()
    {
        var lots = _terms.Select(l =>
        {
            var (sold, price) = _moved.TryGetValue(l.Id, out var moved) ? moved : (0, l.StartPriceMinor);
            var closed = _closed.GetValueOrDefault(l.Id);
            return new LotAccount(l.Id, l.Title, l.Form.Name, l.StartPriceMinor, l.Units, sold, price, l.Currency)
            {
                IsClosed = closed is not null,
                ReserveNotMet = closed is { ReserveNotMet: true },
            };
        });
        return new FinalAccount(_sale.Run, _isFinal, _round, [.. lots], [.. _sales])
        {
            Id = _sale.Id,
            Title = _sale.Title,
            Payments = [.. _payments],
        };
    }
}
