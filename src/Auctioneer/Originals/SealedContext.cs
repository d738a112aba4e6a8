using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Journal;

namespace AkkaAuction.Auctioneer.Originals;

/// <summary>What the sealed house's desk is started with.</summary>
/// <param name="Journal">The sealed house's part of the journal.</param>
/// <param name="Book">The sealed house's account: the desk's alone, until it has ended.</param>
/// <param name="Observer">Who sees the server's screen; null: nobody.</param>
/// <param name="Announcements">Takes the journal's announcements to the desk.</param>
internal sealed record SealedContext(
    HouseSettings Settings, IJournal Journal, TimeProvider Time, AccountBook Book, IOriginalsObserver? Observer, LateListener Announcements)
{
    internal OriginalsSettings Originals { get; } = OriginalsSettings.Of(Settings);

    /// <summary>Told once when the house stands.</summary>
    internal TaskCompletionSource Stands { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
