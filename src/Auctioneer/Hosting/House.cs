using System.Collections.Immutable;
using System.Net;
using Akka.Actor;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Doors;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Journal;
using AkkaAuction.Rules.Sales;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>
/// An auction house in this process: an actor system with a desk, a journal and open doors. The <c>auctioneer</c> program runs one; tests
/// and the lab start their own. When a door cannot open, nothing of the house stays behind.
/// </summary>
public sealed class House : IAsyncDisposable
{
    private readonly HouseLife _life;
    private readonly IHost? _host;

    // Whoever asks first stops it; the others wait for the same.
    private readonly Lazy<Task> _stopping;

    /// <param name="life">Its life.</param>
    /// <param name="host">Its own host; null: it lives in another's, which stops it.</param>
    internal House(HouseLife life, IHost? host)
    {
        (_life, _host) = (life, host);
        _stopping = new Lazy<Task>(StopHostAsync);
    }

    /// <summary>
    /// Ends when the house cannot go on, with the reason for a person: a desk is gone for good, or the journal can never store again.
    /// Whoever runs the house must stop it then; nothing that was answered is lost.
    /// </summary>
    public Task<string> Failed => _life.Failed;

    /// <summary>Its actors; tests make them fail.</summary>
    internal ActorSystem System => _life.System;

    /// <summary>Commits of the journal so far; each has waited for the disk once. 0 in memory.</summary>
    public long JournalCommits => _life.JournalCommits;

    /// <summary>The place of the snapshot that the house came back from; 0: it read every fact.</summary>
    internal long SnapshotPlace => _life.SnapshotPlace;

    /// <inheritdoc cref="Ceilings.Fitted"/>
    internal string? FittedCeilings => _life.FittedCeilings;

    /// <summary>The house's clock.</summary>
    public TimeProvider Time => _life.Time;

    /// <summary>Where the floor door listens; null: it is closed.</summary>
    public IPEndPoint? FloorEndPoint => Part<FloorPart>()?.EndPoint;

    /// <summary>What remote bidders reach the house by, like <c>akka.tcp://house@127.0.0.1:8110</c>; null: that door is closed.</summary>
    public string? RemoteAddress => Part<RemoteDoorPart>()?.SystemAddress;

    /// <summary>A part of it; null: it has none of that kind.</summary>
    public T? Part<T>() where T : HousePart => _life.Parts.OfType<T>().FirstOrDefault();

    /// <summary>The first sale's account, when it is over; each look is a wait of its own.</summary>
    /// <exception cref="HouseException">The house cannot go on, so the sale never ends here.</exception>
    public Task<FinalAccount> SaleEnded => FirstSaleAsync();

    /// <summary>The account of the only sale, or the first, as it stands, or as it was when the house stopped.</summary>
    public Task<FinalAccount> AccountAsync() => Floor.AccountAsync(null);

    /// <summary>A sale's account as it stands, or as it was when the house stopped.</summary>
    /// <param name="sale">The sale's id.</param>
    /// <exception cref="KeyNotFoundException">There is no such sale, or a house that has stopped had let go of it.</exception>
    public Task<FinalAccount> AccountAsync(string sale)
    {
        ArgumentNullException.ThrowIfNull(sale);
        return Floor.AccountAsync(sale);
    }

    /// <summary>What sales there are, in the order in which they were first put up. For a house that runs.</summary>
    public Task<ImmutableArray<SaleSummary>> SalesAsync() => Floor.SalesAsync();

    /// <summary>
    /// The accounts of the sales that the house had when it stopped, in that order; of one that was over, and let go of, its journal
    /// tells.
    /// </summary>
    public Task<ImmutableArray<FinalAccount>> LastAccounts => Floor.Books.Last;

    /// <summary>Opens a house with one sale: its lots stand, its doors are open, and it waits for its bidders.</summary>
    /// <param name="settings">Checked settings.</param>
    /// <param name="catalogue">The lots of its sale.</param>
    /// <param name="options">Clock and observer.</param>
    /// <param name="cancellation">Gives up opening.</param>
    /// <exception cref="SettingsException">A lot or the sale has unusable terms, or a door cannot open; nothing was started.</exception>
    /// <exception cref="JournalException">The journal cannot be used; nothing was started.</exception>
    /// <exception cref="HouseException">A part of it failed as it began; nothing stays behind.</exception>
    public static Task<House> StartAsync(
        HouseSettings settings, Catalogue catalogue, HouseOptions? options = null, CancellationToken cancellation = default) =>
        StartAsync(settings, [catalogue], options, cancellation);

    /// <summary>Opens a house with any number of sales side by side.</summary>
    /// <param name="settings">Checked settings.</param>
    /// <param name="catalogues">A sale each, their ids all different; a sale that the journal knows goes on instead.</param>
    /// <param name="options">Clock and observer.</param>
    /// <param name="cancellation">Gives up opening.</param>
    /// <exception cref="SettingsException">A lot or a sale has unusable terms, or a door cannot open; nothing was started.</exception>
    /// <exception cref="JournalException">The journal cannot be used; nothing was started.</exception>
    /// <exception cref="HouseException">A part of it failed as it began; nothing stays behind.</exception>
    public static async Task<House> StartAsync(
        HouseSettings settings,
        IReadOnlyCollection<Catalogue> catalogues,
        HouseOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var builder = HouseServices.Builder(settings);
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        builder.Services.AddAuctionHouse(settings, catalogues, options);
        return await StartAsync(builder, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc cref="StartAsync(HouseSettings, IReadOnlyCollection{Catalogue}, HouseOptions?, CancellationToken)"/>
    /// <param name="builder">A host with a house in it.</param>
    /// <param name="cancellation">Gives up opening.</param>
    internal static async Task<House> StartAsync(HostApplicationBuilder builder, CancellationToken cancellation)
    {
        var host = builder.Build();
        try
        {
            await host.StartAsync(cancellation).ConfigureAwait(false);
            return new House(host.Services.GetRequiredService<HouseLife>(), host);
        }
        catch (Exception fault)
        {
            var settings = host.Services.GetRequiredService<HousePlan>().Settings;
            await host.StopAsync(CancellationToken.None).ConfigureAwait(false);
            await DisposeAsync(host).ConfigureAwait(false);
            if (fault is DoorException door) throw door.At(settings.PlaceOfHost(door.Door));
            throw;
        }
    }

    /// <summary>
    /// Stops: takes no new connections, answers bids with 402, sends every answer, then closes the connections. Takes at most a few seconds
    /// more than the grace of the settings.
    /// </summary>
    public Task StopAsync() => _stopping.Value;

    public async ValueTask DisposeAsync()
    {
        if (_host is null) return;
        await StopAsync().ConfigureAwait(false);
        await DisposeAsync(_host).ConfigureAwait(false);
    }

    /// <summary>Ends when the host begins to stop: by a signal, or because the house cannot go on.</summary>
    internal async Task StopAskedAsync(CancellationToken cancellation)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stopping = _life.Stopping.Register(() => asked.TrySetResult());
        using var cancelled = cancellation.Register(() => asked.TrySetResult());
        await asked.Task.ConfigureAwait(false);
    }

    private Task StopHostAsync() => _host?.StopAsync(CancellationToken.None) ?? Task.CompletedTask;

    private static ValueTask DisposeAsync(IHost host) => ((IAsyncDisposable)host).DisposeAsync();

    private async Task<FinalAccount> FirstSaleAsync()
    {
        var firstSale = Floor.Books.FirstSale;
        await Task.WhenAny(firstSale, Failed).ConfigureAwait(false);
        return firstSale.IsCompleted
            // None runs: all were over when the house began.
            ? await firstSale.ConfigureAwait(false) ?? await AccountAsync().ConfigureAwait(false)
            : throw new HouseException(await Failed.ConfigureAwait(false));
    }

    private FloorPart Floor => Part<FloorPart>() ?? throw new InvalidOperationException("This house has no floor.");

    /// <summary>A house that a program starts for itself leaves signals to the program.</summary>
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
