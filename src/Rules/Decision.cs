using System.Collections.Immutable;

namespace AkkaAuction.Rules;

/// <summary>
/// What the rules answered: facts to store, in order, or a rejection. Never both; neither means that nothing is to be done. Nearly every
/// decision is a refusal or one fact, so neither costs an object of its own.
/// </summary>
/// <typeparam name="TFact">The family of facts of the aggregate that decided.</typeparam>
public readonly struct Decision<TFact> where TFact : class
{
    private Decision(FactList<TFact> facts, Rejection rejection)
    {
        Facts = facts;
        Rejection = rejection;
    }

    /// <summary>The facts, oldest first; empty when the command was refused or changes nothing.</summary>
    public FactList<TFact> Facts { get; }

    /// <summary>Why not; <see cref="Rules.Rejection.None"/> when nothing was refused.</summary>
    public Rejection Rejection { get; }

    public bool IsRefused => Rejection.Code != RejectionCode.None;

    public static Decision<TFact> Nothing => default;

    public static Decision<TFact> Refuse(Rejection rejection) => new(default, rejection);

    public static Decision<TFact> Accept(TFact fact) => new(new FactList<TFact>(fact), default);

    public static Decision<TFact> Accept(ImmutableArray<TFact> facts) => new(new FactList<TFact>(facts), default);
}

/// <summary>A numbered refusal with what would have been accepted. A struct: refusing allocates nothing.</summary>
/// <param name="Code">The stable number.</param>
/// <param name="PriceMinor">The lot's current price, minor units; null where there is no lot or its price is hidden.</param>
/// <param name="NextMinor">
/// The lowest amount that would be accepted now, in a form that descends the highest; minor units. Null when none would.
/// </param>
public readonly record struct Rejection(RejectionCode Code, long? PriceMinor, long? NextMinor)
{
    public static Rejection None => default;
}
