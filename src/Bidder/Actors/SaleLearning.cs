using System.Collections.Immutable;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;

namespace AkkaAuction.Bidder.Actors;

/// <summary>
/// Follows the greeting of a house and the answer to a SALES sent behind the HELLO, for a bidder who named no sale: the house does not say
/// in which one it puts the bidder. The lines of the greeting are held meanwhile.
/// </summary>
internal sealed class SaleLearning
{
    private readonly List<FloorLine> _held = [];
    private readonly List<Answer.SaleListed> _sales = [];
    private bool _isGreeted;

    /// <summary>The lines of the greeting, and what was announced since.</summary>
    public ImmutableArray<FloorLine> Held => [.. _held];

    /// <summary>Whether the house has several sales.</summary>
    public bool AreSeveral => _sales.Count > 1;

    /// <summary>
    /// The sale where a house puts who has joined none (docs/reference/protocol-floor.md); null: it has none, or does not know of sales.
    /// </summary>
    public Answer.SaleListed? Sale =>
        _sales.Find(sale => sale.State == SaleViewState.Open)
        ?? _sales.Find(sale => sale.State == SaleViewState.Waiting)
        ?? _sales.LastOrDefault();

    /// <summary>Takes a line; true: the house has answered.</summary>
    public bool Take(FloorLine line)
    {
        switch (line.Answer)
        {
            case Answer.SaleListed sale: _sales.Add(sale); return false;
            case Answer.Ready or Answer.Error when _isGreeted: return true;
            case Answer.Ready: _isGreeted = true; break;
        }
        _held.Add(line);
        return false;
    }
}
