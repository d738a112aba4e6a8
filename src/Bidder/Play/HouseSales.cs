using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;

namespace AkkaAuction.Bidder.Play;

/// <summary>The sales of a house, as it told of them last. Owned by one <see cref="PlayActor"/>.</summary>
internal sealed class HouseSales
{
    private readonly Dictionary<string, Answer.SaleListed> _told = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _titles = new(StringComparer.Ordinal);

    /// <summary>Keeps a sale's title.</summary>
    public void Titled(string sale, string title) => _titles[sale] = title;

    public void Take(FloorLine line)
    {
        if (line.Answer is not Answer.SaleListed sale) return;
        _told[sale.Sale] = sale;
        Titled(sale.Sale, sale.Title);
    }

    public string? TitleOf(string? sale) => sale is null ? null : _titles.GetValueOrDefault(sale);

    public bool IsOver(string sale) => _told.TryGetValue(sale, out var told) && told.State == SaleViewState.Ended;

    /// <summary>Sales besides this one that are not over, open ones first.</summary>
    public IReadOnlyList<Answer.SaleListed> NotOver(string? besides) =>
    [
        .. _told.Values.Where(sale => sale.Sale != besides && sale.State != SaleViewState.Ended)
            .OrderBy(sale => sale.State == SaleViewState.Waiting).ThenBy(sale => sale.Sale, StringComparer.Ordinal),
    ];
}
