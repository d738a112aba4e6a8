using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Akka.Actor;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Auctioneer.Sales;

/// <summary>Where a lot's actor is.</summary>
/// <param name="Id">The lot's id.</param>
/// <param name="Ref">Its actor.</param>
/// <param name="Digits">Digits behind the point of its amounts.</param>
internal sealed record LotHandle(string Id, IActorRef Ref, int Digits)
{
    internal static LotHandle None { get; } = new("", ActorRefs.Nobody, 0);

    /// <summary>What it is called in another sale: with its own in front. Made once, because many bids may name it so.</summary>
    internal string? NameElsewhere { get; set; }

    /// <summary>Whether it has a deadline of its own, and does not follow the sale's rounds.</summary>
    internal bool IsTimed { get; init; }

    /// <summary>The directory it stands in; the handle of an old sale is good for nothing.</summary>
    internal LotDirectory? Directory { get; set; }

    // A handle is one place in one directory: identity is enough, and cheap.
    public bool Equals(LotHandle? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

/// <summary>The lots of a sale by id: never changed, replaced when they have other actors.</summary>
internal sealed class LotDirectory
{
    private readonly FrozenDictionary<string, LotHandle> _byId;
    private readonly FrozenDictionary<string, LotHandle>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    private readonly (IActorRef Ref, Func<string, int> Digits)? _forAll;

    public LotDirectory(IEnumerable<LotHandle> lots)
    {
        _byId = lots.ToFrozenDictionary(l => l.Id, StringComparer.Ordinal);
        _bySpan = _byId.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var lot in _byId.Values) lot.Directory = this;
    }

    private LotDirectory(IActorRef forAll, Func<string, int> digits) : this([]) => _forAll = (forAll, digits);

    public static LotDirectory Empty { get; } = new([]);

    /// <summary>
    /// Digits for lots of which nobody knows the currency: every amount that any currency has can be read with them, and be told in the
    /// lot's own later.
    /// </summary>
    public const int DigitsUnknown = 9;

    /// <summary>The lots of sales that were let go of: nobody knows which there were, and one actor stands for all.</summary>
    /// <param name="forAll">The actor.</param>
    public static LotDirectory OfLetGo(IActorRef forAll) => new(forAll, _ => DigitsUnknown);

    /// <summary>The lots of a sale whose actor stands for all until it has said where they are.</summary>
    /// <param name="forAll">The actor.</param>
    /// <param name="lots">The lots.</param>
    public static LotDirectory Of(IActorRef forAll, ImmutableArray<LotTerms> lots) =>
        new(forAll, id => lots.FirstOrDefault(lot => lot.Id == id)?.Currency.Digits ?? Currency.DigitsUnsaid);

    public IEnumerable<LotHandle> All => _byId.Values;

    public bool TryGet(string id, [NotNullWhen(true)] out LotHandle? lot) => _byId.TryGetValue(id, out lot) || TryGetForAll(id, out lot);

    /// <summary>Looks a lot up by its bytes on the wire, without a string.</summary>
    /// <param name="id">At most 64 bytes.</param>
    /// <param name="lot">The lot.</param>
    public bool TryGet(ReadOnlySpan<byte> id, [NotNullWhen(true)] out LotHandle? lot)
    {
        Span<char> text = stackalloc char[Names.LotMax];
        if (id.Length <= text.Length && Ascii.ToUtf16(id, text, out var written) == System.Buffers.OperationStatus.Done)
        {
            return TryGet(text[..written], out lot);
        }
        lot = null;
        return false;
    }

    /// <summary>Looks a lot up by a part of a text, without a string.</summary>
    public bool TryGet(ReadOnlySpan<char> id, [NotNullWhen(true)] out LotHandle? lot) =>
        _bySpan.TryGetValue(id, out lot) || (_forAll is not null && TryGetForAll(id.ToString(), out lot));

    private bool TryGetForAll(string id, [NotNullWhen(true)] out LotHandle? lot)
    {
        // A name with a sale's in front is of no sale but that.
        lot = _forAll is var (actor, digits) && !id.Contains(SalesOnOffer.Separator)
            ? new LotHandle(id, actor, digits(id)) { Directory = this }
            : null;
        return lot is not null;
    }
}
