using Hocon;

namespace AkkaAuction.Hocon.Tests;

/// <summary>
/// A promise that our own parser makes beyond Hocon 2.0's: ceilings where that one runs out of stack or memory, and the letter of the HOCON
/// specification where that one departs from it. Skipped, with the reason, when the official package stands behind the tests.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OwnSupplierFactAttribute : FactAttribute
{
    internal static readonly bool IsOfficial = typeof(HoconParser).Assembly.GetName().Name == "Hocon";

    /// <param name="there">What the official package does instead.</param>
    public OwnSupplierFactAttribute(string there)
    {
        if (IsOfficial)
            Skip = Reason(there);
    }

    internal static string Reason(string there) => $"The official package does not promise this: {there}.";
}

/// <inheritdoc cref="OwnSupplierFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OwnSupplierTheoryAttribute : TheoryAttribute
{
    /// <param name="there">What the official package does instead.</param>
    public OwnSupplierTheoryAttribute(string there)
    {
        if (OwnSupplierFactAttribute.IsOfficial)
            Skip = OwnSupplierFactAttribute.Reason(there);
    }
}
