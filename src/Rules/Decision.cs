using System.Collections.Immutable;

namespace AkkaAuction.Rules;

/// <summary>What the rules answered: facts to store, in order, or a rejection. Never both; neither means that nothing is to be done.</summary>
/// <typeparam name="TFact">The family of facts of the aggregate that decided.</typeparam>
public readonly struct Decision<TFact> where TFact : class
{
    private readonly ImmutableArray<TFact> _facts;

    private Decision(ImmutableArray<TFact> facts, Rejection rejection)
    {
        _facts = facts;
        Rejection = rejection;
    }

    /// <summary>The facts, oldest first; empty when the command was refused or changes nothing.</summary>
    public ImmutableArray<TFact> Facts => _facts.IsDefault ? [] : _facts;

    /// <summary>Why not; <see cref="Rules.Rejection.None"/> when nothing was refused.</summary>
    public Rejection Rejection { get; }

    public bool IsRefused => Rejection.Code != RejectionCode.None;

    public static Decision<TFact> Nothing => default;

    public static Decision<TFact> Refuse(Rejection rejection) => new(default, rejection);

    public static Decision<TFact> Accept(TFact fact) => new([fact], default);

    public static Decision<TFact> Accept(ImmutableArray<TFact> facts) => new(facts, default);
}

/// <summary>A numbered refusal with what would have been accepted. A struct: refusing allocates nothing.</summary>
/// <param name="Code">The stable number.</param>
/// <param name="PriceMinor">The lot's current price, minor units; null where there is no lot or its price is hidden.</param>
/// <param name="NextMinor">The lowest amount that would be accepted now, minor units; null when none would.</param>
public readonly record struct Rejection(RejectionCode Code, long? PriceMinor, long? NextMinor)
{
    public static Rejection None => default;
}
