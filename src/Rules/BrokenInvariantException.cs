namespace AkkaAuction.Rules;

/// <summary>
/// The rules contradict themselves, or a stored fact contradicts the state it is applied to: a bug or a damaged journal, never a bidder's
/// mistake. The actor lets it end that lot or sale, because a stopped lot is better than a wrong award.
/// </summary>
public sealed class BrokenInvariantException : Exception
{
    public BrokenInvariantException() { }

    public BrokenInvariantException(string message) : base(message) { }

    public BrokenInvariantException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>Goes on when <paramref name="holds"/>; these checks stay on in every build.</summary>
    /// <exception cref="BrokenInvariantException">It does not hold; the message is <paramref name="invariant"/>.</exception>
    public static void Unless(bool holds, string invariant)
    {
        if (!holds) throw new BrokenInvariantException(invariant);
    }
}
