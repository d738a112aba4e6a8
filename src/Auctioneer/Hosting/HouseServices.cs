using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using AkkaAuction.Auctioneer.Doors.Remote;
using AkkaAuction.Auctioneer.Logging;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Rules.Sales;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>How a house is put together on a generic host.</summary>
public static class HouseServices
{
    /// <summary>
    /// Adds an auction house to a program: it opens and closes with the host, and ends the host when it cannot go on. The
    /// <see cref="House"/> itself is a service, there once the host has started; so are health checks, tagged <c>auction</c>.
    /// </summary>
    /// <param name="services">The program's services.</param>
    /// <param name="settings">Checked settings.</param>
    /// <param name="catalogue">The lots of its sale.</param>
    /// <param name="options">Clock, observer, parts and journal.</param>
    /// <exception cref="SettingsException">A lot's or the sale's terms cannot be used.</exception>
    public static IServiceCollection AddAuctionHouse(
        this IServiceCollection services, HouseSettings settings, Catalogue catalogue, HouseOptions? options = null) =>
        services.AddAuctionHouse(settings, [catalogue], options);

    /// <inheritdoc cref="AddAuctionHouse(IServiceCollection, HouseSettings, Catalogue, HouseOptions?)"/>
    /// <param name="services">The program's services.</param>
    /// <param name="settings">Checked settings.</param>
    /// <param name="catalogues">A sale each, their ids all different; a sale that the journal knows goes on instead.</param>
    /// <param name="options">Clock, observer, parts and journal.</param>
    public static IServiceCollection AddAuctionHouse(
        this IServiceCollection services, HouseSettings settings, IReadOnlyCollection<Catalogue> catalogues, HouseOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(catalogues);
        options ??= new HouseOptions();
        var parts = options.Parts is [] ? [new FloorPart()] : options.Parts.ToImmutableArray();
        foreach (var part in parts) part.Check(settings, catalogues);
        var remote = parts.OfType<RemoteDoorPart>().Any() ? RemoteDoorPart.OpenIn(settings) : null;

        services.AddSingleton(new HousePlan(settings, [.. catalogues], options, parts, remote));
        services.AddSingleton<HouseLife>();
        services.AddSingleton(sp => new House(sp.GetRequiredService<HouseLife>(), null));
        // Before the house: the system is there when the house starts, and still there when it stops.
        services.AddAkka<HouseAkka>(
            remote is null ? options.SystemName : RemoteSystem.Name,
            (akka, _) => akka.AddHocon(RemoteSystem.WithDoor(AkkaConfig(settings), remote), HoconAddMode.Prepend));
        services.AddHostedService(sp => sp.GetRequiredService<HouseLife>());
        services.AddHealthChecks()
            .AddCheck<JournalCheck>("journal", tags: ["auction"])
            .AddCheck<ActorsCheck>("actors", tags: ["auction"])
            .AddCheck<DoorsCheck>("doors", tags: ["auction"]);
        return services;
    }

    /// <summary>A host for one house alone: it reads no files and no environment, and logs plain lines to standard error.</summary>
    internal static HostApplicationBuilder Builder(HouseSettings settings)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        var level = AkkaConfig(settings).GetString("akka.loglevel", "WARNING");
        PlainLine.Use(builder.Logging, level.ToUpperInvariant() switch
        {
            "OFF" => LogLevel.None,
            "ERROR" => LogLevel.Error,
            "WARNING" => LogLevel.Warning,
            "INFO" => LogLevel.Information,
            _ => LogLevel.Debug,
        });
        return builder;
    }

    /// <summary>Opens a house in a host that is stopped by Ctrl-C and SIGTERM.</summary>
    /// <inheritdoc cref="House.StartAsync(HouseSettings, IReadOnlyCollection{Catalogue}, HouseOptions?, CancellationToken)"/>
    internal static Task<House> RunAsync(
        HouseSettings settings, IReadOnlyCollection<Catalogue> catalogues, HouseOptions options, CancellationToken cancellation)
    {
        var builder = Builder(settings);
        builder.Services.Configure<ConsoleLifetimeOptions>(console => console.SuppressStatusMessages = true);
        builder.Services.AddAuctionHouse(settings, catalogues, options);
        return House.StartAsync(builder, cancellation);
    }

    private static Config AkkaConfig(HouseSettings settings) =>
        settings.Akka.Over(ConfigurationFactory.ParseString(HouseSettings.Embedded("akka.conf")));
}

/// <summary>What a house is made from.</summary>
/// <param name="Remote">The remote door's settings, where it is to be open.</param>
internal sealed record HousePlan(
    HouseSettings Settings,
    ImmutableArray<Catalogue> Catalogues,
    HouseOptions Options,
    ImmutableArray<HousePart> Parts,
    RemoteDoorSettings? Remote);

/// <summary>
/// Starts and ends the house's actor system. Akka.Hosting ends one by coordinated shutdown, which a stranger can set off
/// (docs/adr/0017), so the house ends its parts itself, and then its system here.
/// </summary>
internal sealed class HouseAkka(
    AkkaConfigurationBuilder configuration,
    IServiceProvider services,
    ILogger<AkkaHostedService> log,
    IHostApplicationLifetime lifetime,
    HousePlan plan)
    : AkkaHostedService(configuration, services, log, lifetime)
{
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // With the system its door is open, so it comes after all others: whoever knocks is answered.
        ActorSystem = plan.Settings.Akka.Try(() => RemoteSystem.Open(plan.Remote, ServiceProvider.GetRequiredService<ActorSystem>));
        HouseLogger.Release(ActorSystem);
        return Task.CompletedTask;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        if (ActorSystem is not null) await ActorSystem.Terminate().ConfigureAwait(false);
    }
}
