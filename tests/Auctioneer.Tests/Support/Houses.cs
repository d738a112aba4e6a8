using System.Collections.Concurrent;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Tests.Support;

/// <summary>Houses for tests: in this process, with a floor on a free port.</summary>
public static class Houses
{
    /// <inheritdoc cref="Testing.Patience.Most"/>
    public static readonly TimeSpan Patience = Testing.Patience.Most;

    /// <summary>One lot in rounds, two units from 100.00.</summary>
    public const string OneLot = "lots = [ { id = vase, title = \"A \\\"blue\\\" vase\", start = \"100.00\", units = 2 } ]";

    public static HouseSettings Settings(params string[] assignments) =>
        HouseSettings.Load(null, ["auction.doors.floor.port=0", "auction.stop.grace=0s", "auction.sealed.pause=0s", .. assignments]);

    public static Catalogue Catalogue(string text, HouseSettings settings) => CatalogueReader.Read(text, "test", settings, TheSale.Id);

    public static Task<House> OpenAsync(string catalogue, params string[] assignments) => OpenAsync(catalogue, null, assignments);

    public static async Task<House> OpenAsync(string catalogue, IHouseObserver? observer, params string[] assignments)
    {
        var settings = Settings(assignments);
        return await House.StartAsync(settings, Catalogue(catalogue, settings), new HouseOptions { Observer = observer });
    }
}

/// <summary>Remembers what the house told.</summary>
public sealed class Listener : IHouseObserver
{
    public ConcurrentQueue<Notice> Notices { get; } = [];

    public ConcurrentQueue<(SaleTerms Sale, Catalogue Catalogue)> Sales { get; } = [];

    public ConcurrentQueue<FinalAccount> Accounts { get; } = [];

    public void OnSale(SaleTerms sale, Catalogue catalogue) => Sales.Enqueue((sale, catalogue));

    public void OnNotice(string sale, Notice notice) => Notices.Enqueue(notice);

    public void OnAccount(FinalAccount account) => Accounts.Enqueue(account);
}
