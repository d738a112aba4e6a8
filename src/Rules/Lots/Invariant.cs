namespace AkkaAuction.Rules.Lots;

/// <summary>What a form promises of every step of every lot. Tests hold each form against what it declares.</summary>
/// <param name="Sentence">The promise.</param>
/// <param name="Holds">Whether a lot before and after a fact keep it.</param>
public sealed record Invariant(string Sentence, Func<LotState, LotFact, LotState, bool> Holds)
{
    /// <summary>Declared by every form whose price only rises; the lot itself stops when it is broken.</summary>
    public static Invariant PriceNeverFalls { get; } =
        new("A price never falls.", (before, _, after) => after.PriceMinor >= before.PriceMinor);

    /// <summary>Declared by every form whose price only falls; the lot itself stops when it is broken.</summary>
    public static Invariant PriceNeverRises { get; } =
        new("A price never rises.", (before, _, after) => after.PriceMinor <= before.PriceMinor);
}
