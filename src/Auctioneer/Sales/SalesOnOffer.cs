using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Akka.Actor;

namespace AkkaAuction.Auctioneer.Sales;

/// <summary>A sale as bidders reach it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Run">Which putting-up of the house it is; 0: none.</param>
/// <param name="Actor">Who answers for the whole sale.</param>
/// <param name="Board">Who tells what there is in it; nobody: the sale was let go of, and the auctioneer makes its board again.</param>
/// <param name="Lots">Its lots.</param>
internal sealed record SaleOnOffer(string Id, int Run, IActorRef Actor, IActorRef Board, LotDirectory Lots)
    : INoSerializationVerificationNeeded
{
    /// <summary>Where a bidder is that has come to a house without a sale.</summary>
    public static SaleOnOffer None { get; } = new("", 0, ActorRefs.Nobody, ActorRefs.Nobody, LotDirectory.Empty);
}

/// <summary>
/// All sales of the house as bidders reach them, in the order in which they were put up: never changed, replaced when a sale's lots are
/// others.
/// </summary>
/// <param name="sales">The sales.</param>
/// <param name="version">Which one it is, from 1: one that was told late is no reason to go back to it.</param>
internal sealed class SalesOnOffer(ImmutableArray<SaleOnOffer> sales, long version) : INoSerializationVerificationNeeded
{
    /// <summary>What stands between a sale and its lot in a lot's name.</summary>
    public const char Separator = '/';

    private readonly FrozenDictionary<string, SaleOnOffer> _byId = sales.ToFrozenDictionary(sale => sale.Id, StringComparer.Ordinal);

    public static SalesOnOffer None { get; } = new([], 0);

    public long Version => version;

    public ImmutableArray<SaleOnOffer> All => sales;

    public bool TryGet(string id, [NotNullWhen(true)] out SaleOnOffer? sale) => _byId.TryGetValue(id, out sale);

    /// <summary>Looks up a lot by its name with its sale's in front.</summary>
    public bool TryGetLot(string name, [NotNullWhen(true)] out LotHandle? lot)
    {
        lot = null;
        var at = name.IndexOf(Separator, StringComparison.Ordinal);
        return at > 0
            && _byId.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name.AsSpan(0, at), out var sale)
            && sale.Lots.TryGet(name[(at + 1)..], out lot);
    }

    /// <summary>A lot as it is called where its sale is not the one that was joined.</summary>
    public static string NameOf(string sale, string lot) => $"{sale}{Separator}{lot}";
}
