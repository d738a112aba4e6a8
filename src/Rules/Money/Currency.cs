namespace AkkaAuction.Rules.Money;

/// <summary>A currency and how many digits stand behind its point. Amounts are <see langword="long"/> minor units of it.</summary>
/// <param name="Code">What a person calls it, as ISO 4217 writes it: <c>USD</c>.</param>
/// <param name="Digits">Digits behind the point, 0 to 9; 2 means that one minor unit is 0.01.</param>
public sealed record Currency(string Code, int Digits)
{
    /// <summary>The house's default: two digits.</summary>
    public static Currency Default { get; } = new("USD", 2);
}
