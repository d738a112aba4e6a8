using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Auctioneer;

/// <summary>
/// Keeps the account of a sale from its notices (R1.6), and nothing else: whoever hears the notices can keep the same book. One thread writes; a lock lets
/// others look at it at any time.
/// </summary>
public sealed class AccountBook(Currency currency)
{
    private readonly Lock _lock = new();
    private readonly List<UnitSale> _sales = [];
    private readonly Dictionary<string, (int Sold, long LastPriceMinor, bool InRounds)> _lots = new(StringComparer.Ordinal);
    private readonly List<LotTerms> _terms = [];
    private int _sale;
    private int _round;
    private bool _isFinal;

    /// <summary>A fresh sale: the account begins anew.</summary>
    public void Begin(int sale, Catalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        lock (_lock)
        {
            (_sale, _round, _isFinal) = (sale, 0, false);
            _terms.Clear();
            _terms.AddRange(catalogue.Lots);
            _sales.Clear();
            _lots.Clear();
            foreach (var lot in catalogue.Lots) _lots[lot.Id] = (0, lot.StartPriceMinor, lot.Form.Module.FollowsRounds);
        }
    }

    /// <summary>One more lot: for a house whose lots come one by one.</summary>
    public void Put(LotTerms lot)
    {
        ArgumentNullException.ThrowIfNull(lot);
        lock (_lock)
        {
            _terms.Add(lot);
            _lots[lot.Id] = (0, lot.StartPriceMinor, false);
        }
    }

    /// <summary>Takes a notice in.</summary>
    public void Add(Notice notice)
    {
        lock (_lock)
        {
            switch (notice)
            {
                case Notice.RoundOpened opened: _round = opened.Round; break;
                case Notice.PriceChanged changed when _lots.TryGetValue(changed.Lot, out var lot):
                    _lots[changed.Lot] = lot with { LastPriceMinor = changed.PriceMinor };
                    break;
                case Notice.UnitSold sold when _lots.TryGetValue(sold.Lot, out var lot):
                    _lots[sold.Lot] = lot with { Sold = lot.Sold + 1, LastPriceMinor = sold.PriceMinor };
                    _sales.Add(new UnitSale(lot.InRounds ? _round : 0, sold.Lot, sold.Winner, sold.PriceMinor, sold.Seq));
                    break;
                case Notice.SaleEnded: _isFinal = true; break;
            }
        }
    }

    /// <summary>The account as it stands.</summary>
    public FinalAccount Now()
    {
        lock (_lock)
        {
            var lots = _terms.Select(l => new LotAccount(
                l.Id, l.Title, l.Form.Name, l.StartPriceMinor, l.Units, _lots[l.Id].Sold, _lots[l.Id].LastPriceMinor));
            return new FinalAccount(_sale, _isFinal, _round, currency, [.. lots], [.. _sales]);
        }
    }
}
