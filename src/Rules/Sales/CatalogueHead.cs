namespace AkkaAuction.Rules.Sales;

/// <summary>
/// What a catalogue says of its sale beside the lots. What it leaves out is null, and is for this sale as the house's settings say.
/// </summary>
public sealed record CatalogueHead
{
    /// <summary>Of a catalogue that says nothing of its sale.</summary>
    public static CatalogueHead Unsaid { get; } = new();

    /// <inheritdoc cref="SaleTerms.Name"/>
    public string Name { get; init; } = SaleTerms.NameUnsaid;

    /// <summary>What a person reads; null: the name.</summary>
    public string? Title { get; init; }

    /// <inheritdoc cref="SaleTerms.OpensAt"/>
    public DateTimeOffset? OpensAt { get; init; }

    public int? BiddersToStart { get; init; }

    public TimeSpan? RoundLength { get; init; }

    public SaidLimit? RoundLimit { get; init; }

    public SaidLimit? SilentRoundLimit { get; init; }

    public bool? CloseRoundWhenAllActed { get; init; }
}

/// <summary>A limit that a catalogue sets or lifts.</summary>
/// <param name="Count">The limit; null: there is none.</param>
public sealed record SaidLimit(int? Count);
