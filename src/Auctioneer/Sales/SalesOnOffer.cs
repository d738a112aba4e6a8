using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Akka.Actor;
using AkkaAuction.Rules;

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
internal sealed class SalesOnOffer : INoSerializationVerificationNeeded
{
    /// <summary>What stands between a sale and its lot in a lot's name.</summary>
    public const char Separator = '/';

    private readonly FrozenDictionary<string, SaleOnOffer> _byId;
    private readonly FrozenDictionary<string, SaleOnOffer>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    /// <param name="sales">The sales.</param>
    /// <param name="version">Which one it is, from 1: one that was told late is no reason to go back to it.</param>
    public SalesOnOffer(ImmutableArray<SaleOnOffer> sales, long version)
    {
        (All, Version) = (sales, version);
        _byId = sales.ToFrozenDictionary(sale => sale.Id, StringComparer.Ordinal);
        _bySpan = _byId.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public static SalesOnOffer None { get; } = new([], 0);

    public long Version { get; }

    public ImmutableArray<SaleOnOffer> All { get; }

    public bool TryGet(string id, [NotNullWhen(true)] out SaleOnOffer? sale) => _byId.TryGetValue(id, out sale);

    /// <summary>Looks up a lot by its name with its sale's in front; the handle then knows that name.</summary>
    public bool TryGetLot(ReadOnlySpan<char> name, [NotNullWhen(true)] out LotHandle? lot)
    {
        lot = null;
        var at = name.IndexOf(Separator);
        if (at <= 0 || !_bySpan.TryGetValue(name[..at], out var sale) || !sale.Lots.TryGet(name[(at + 1)..], out lot)) return false;
        lot.NameElsewhere ??= NameOf(sale.Id, lot.Id);
        return true;
    }

    /// <summary>Looks up a lot by the bytes of that name on the wire, without a string.</summary>
    public bool TryGetLot(ReadOnlySpan<byte> name, [NotNullWhen(true)] out LotHandle? lot)
    {
        Span<char> text = stackalloc char[Names.SaleMax + 1 + Names.LotMax];
        if (name.Length <= text.Length && Ascii.ToUtf16(name, text, out var written) == OperationStatus.Done)
        {
            return TryGetLot(text[..written], out lot);
        }
        lot = null;
        return false;
    }

    /// <summary>A lot as it is called where its sale is not the one that was joined.</summary>
    public static string NameOf(string sale, string lot) => $"{sale}{Separator}{lot}";
}
