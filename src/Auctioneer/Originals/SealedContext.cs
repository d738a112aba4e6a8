using Akka.Actor;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Journal;

namespace AkkaAuction.Auctioneer.Originals;

/// <summary>What the sealed house's desk is started with.</summary>
/// <param name="Journal">The sealed house's part of the journal.</param>
/// <param name="Book">The sealed house's account.</param>
/// <param name="Observer">Who sees the server's screen; null: nobody.</param>
/// <param name="DeskIsHere">Told who hears the journal's announcements, before there are any.</param>
public sealed record SealedContext(
    HouseSettings Settings, IJournal Journal, TimeProvider Time, AccountBook Book, IOriginalsObserver? Observer, Action<IActorRef> DeskIsHere)
{
    internal OriginalsSettings Originals { get; } = OriginalsSettings.Of(Settings);

    /// <summary>Told once when the house stands.</summary>
    internal TaskCompletionSource Stands { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
