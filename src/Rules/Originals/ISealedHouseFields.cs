using System.Collections.Immutable;

namespace AkkaAuction.Rules.Originals;

/// <summary>The walk through the fields of a sealed-bid house (<see cref="SealedHouseState.Through"/>).</summary>
public interface ISealedHouseFields : IStateFields
{
    /// <summary>The item on sale; may be null.</summary>
    SealedRequest? Request(scoped ReadOnlySpan<byte> name, SealedRequest? value);

    /// <summary>Buyers in their places.</summary>
    ImmutableArray<SealedBuyer> Buyers(scoped ReadOnlySpan<byte> name, ImmutableArray<SealedBuyer> value);
}
