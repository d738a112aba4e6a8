using AkkaAuction.Journal;
using AkkaAuction.Rules.Money;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Commands.Journal;

/// <summary>
/// The currencies of the lots in a journal: a sale's first fact has its catalogue. The room and the sealed house have the default one.
/// </summary>
internal sealed class LotCurrencies
{
    // Nearly every lot is in the default currency: only the others are kept.
    private readonly Dictionary<(string Sale, int Run, string Lot), Currency> _others = [];

    /// <summary>Takes in each fact, in the journal's order.</summary>
    public void Add(string stream, object fact)
    {
        if (fact is not RegistryFact.SalePutUp putUp) return;
        // Version 1 knows a sale by the number of its run alone.
        var sale = StreamNames.TrySale(stream, out var id) ? id : "";
        foreach (var lot in putUp.Catalogue.Lots)
        {
            if (lot.Currency != Currency.Default) _others[(sale, putUp.Sale, lot.Id)] = lot.Currency;
        }
    }

    /// <summary>The currency of a lot's stream.</summary>
    public Currency Of(string stream) =>
        _others.Count > 0 && LotPlace.Of(stream) is var (_, sale, run, lot)
            ? _others.GetValueOrDefault((sale, run, lot), Currency.Default)
            : Currency.Default;
}
