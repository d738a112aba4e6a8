using Akka.Actor;

namespace AkkaAuction.Auctioneer.Accounts;

/// <summary>Asks the actor that keeps an account how it stands. Answered with a <see cref="FinalAccount"/>.</summary>
/// <param name="Sale">The sale's id; null: of the only one, or the first.</param>
internal sealed record AccountRequest(string? Sale = null)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static AccountRequest Instance { get; } = new();

    /// <summary>The account as it stands; once its actor has ended, as it was then.</summary>
    /// <param name="keeper">The actor that keeps it.</param>
    /// <param name="last">Ends with the account when no actor changes it any more.</param>
    /// <param name="request">Which account; null: the only one.</param>
    /// <exception cref="AskTimeoutException">The actor has failed for good, and the house has not ended yet.</exception>
    public static async Task<FinalAccount> AskAsync(IActorRef keeper, Task<FinalAccount> last, AccountRequest? request = null)
    {
        if (keeper.IsNobody()) throw new InvalidOperationException("The house has not started.");
        if (last.IsCompleted) return await last.ConfigureAwait(false);
        var now = keeper.Ask<FinalAccount>(request ?? Instance, Patience);
        return await (await Task.WhenAny(now, last).ConfigureAwait(false)).ConfigureAwait(false);
    }
}
