namespace AkkaAuction.Testing;

/// <summary>How long tests wait for what must come.</summary>
public static class Patience
{
    /// <summary>
    /// Reached only when something never comes. It is long because a busy machine opens a house in fifteen seconds instead of half a one.
    /// </summary>
    public static readonly TimeSpan Most = TimeSpan.FromSeconds(120);
}
