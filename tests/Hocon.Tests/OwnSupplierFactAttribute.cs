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

    public OwnSupplierFactAttribute()
    {
        if (IsOfficial)
            Skip = "The official Hocon package does not promise this.";
    }
}

/// <inheritdoc cref="OwnSupplierFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OwnSupplierTheoryAttribute : TheoryAttribute
{
    public OwnSupplierTheoryAttribute()
    {
        if (OwnSupplierFactAttribute.IsOfficial)
            Skip = "The official Hocon package does not promise this.";
    }
}
