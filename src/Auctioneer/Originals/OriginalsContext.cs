using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Journal;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Originals;

/// <summary>What the desk of an original house is started with.</summary>
/// <param name="Catalogue">What the room sells: lots of the form room, their titles all different; empty for the sealed house.</param>
/// <param name="Journal">The house's part of the journal.</param>
/// <param name="Book">The house's account: the desk's alone, until it has ended.</param>
/// <param name="Observer">Who sees what the house shows everybody; null: nobody.</param>
/// <param name="Announcements">Takes the journal's announcements to the desk.</param>
internal sealed record OriginalsContext(
    HouseSettings Settings,
    Catalogue Catalogue,
    IJournal Journal,
    TimeProvider Time,
    AccountBook Book,
    IOriginalsObserver? Observer,
    LateListener Announcements)
{
    internal OriginalsSettings Originals { get; } = OriginalsSettings.Of(Settings);

    /// <inheritdoc cref="ItemAuctionContext.Overdue"/>
    public Extension? Overdue { get; init; }

    /// <summary>Set once the house stands.</summary>
    internal TaskCompletionSource Stands { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
