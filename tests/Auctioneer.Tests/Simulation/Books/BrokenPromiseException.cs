namespace AkkaAuction.Auctioneer.Tests.Simulation.Books;

/// <summary>The house has not kept one of its promises: which one, and by what.</summary>
internal sealed class BrokenPromiseException(string promise, string what) : Exception($"{promise}: {what}")
{
    /// <summary><c>P1</c> to <c>P7</c>.</summary>
    public string Promise => promise;
}

/// <summary>A fact as the disk has it.</summary>
internal sealed record Written(
    long Place,
    long Event,
    string Stream,
    long Version,
    long Follows,
    long Epoch,
    DateTimeOffset At,
    object Fact,
    ulong Receipt);

/// <summary>One life of the house, from its start to its crash.</summary>
/// <param name="Epoch">Its number.</param>
/// <param name="BeganAt">When it began: what was due by then fell due while the house was down.</param>
/// <param name="Extension">How long it holds open what fell due; null: it closes it.</param>
internal sealed record Life(long Epoch, DateTimeOffset BeganAt, TimeSpan? Extension);
