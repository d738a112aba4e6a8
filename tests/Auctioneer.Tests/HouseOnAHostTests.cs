using Akka.Actor;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AkkaAuction.Auctioneer.Tests;

/// <summary>
/// A house in a program's own generic host: it opens and closes with it, says how it is, and ends it when it cannot go on.
/// </summary>
public sealed class HouseOnAHostTests
{
    [Fact]
    public async Task It_opens_with_the_host_is_healthy_and_sends_every_answer_when_the_host_stops()
    {
        using var host = Build();
        await host.StartAsync();
        var house = host.Services.GetRequiredService<House>();
        Assert.Equal(
            [("actors", HealthStatus.Healthy), ("doors", HealthStatus.Healthy), ("journal", HealthStatus.Healthy)],
            (await HealthAsync(host)).Entries.Select(e => (e.Key, e.Value.Status)).Order());

        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        await ann.AskAsync("BID vase 150 x", "ACCEPTED");
        await host.StopAsync();
        await ann.ToEndAsync();
        Assert.Equal(HealthStatus.Unhealthy, (await HealthAsync(host)).Status);
        await Assert.ThrowsAsync<System.Net.Sockets.SocketException>(() => FloorClient.ConnectAsync(house.FloorEndPoint));
    }

    [Fact]
    public async Task A_desk_that_is_gone_shows_in_its_health_and_ends_the_host()
    {
        using var host = Build();
        await host.StartAsync();
        var house = host.Services.GetRequiredService<House>();
        var stopping = new TaskCompletionSource();
        using var told = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(
            () => stopping.TrySetResult());
        house.System.ActorSelection("/user/auctioneer").Tell(Kill.Instance);
        await stopping.Task.WaitAsync(Houses.Patience);
        var actors = (await HealthAsync(host)).Entries["actors"];
        Assert.Equal((HealthStatus.Unhealthy, await house.Failed), (actors.Status, actors.Description));
        await host.StopAsync();
    }

    [Fact]
    public async Task A_door_that_cannot_open_leaves_nothing_behind()
    {
        await using var other = await Houses.OpenAsync(Houses.OneLot);
        var settings = Houses.Settings($"auction.doors.floor.port={other.FloorEndPoint!.Port}");
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddAuctionHouse(settings, Houses.Catalogue(Houses.OneLot, settings));
        using var host = builder.Build();
        await Assert.ThrowsAsync<AkkaAuction.Auctioneer.Doors.DoorException>(() => host.StartAsync());
        Assert.NotEqual(HealthStatus.Healthy, (await HealthAsync(host)).Status);
    }

    [Fact]
    public async Task What_it_logs_has_named_fields_and_the_source_for_a_category()
    {
        var log = new Log();
        using var host = Build(log, "akka.loglevel=INFO");
        await host.StartAsync();
        await using (await FloorClient.EnterAsync(host.Services.GetRequiredService<House>().FloorEndPoint, "ann"))
        {
            var (category, template, bidder) = await log.OfABidder.WaitAsync(Houses.Patience);
            Assert.Equal(("{Bidder} is here ({Session})", "ann"), (template, bidder));
            Assert.Contains("/user/auctioneer", category, StringComparison.Ordinal);
        }
        await host.StopAsync();
    }

    private static IHost Build(ILoggerProvider? log = null, params string[] assignments)
    {
        var settings = Houses.Settings(assignments);
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        if (log is not null) builder.Logging.AddProvider(log);
        builder.Services.AddAuctionHouse(settings, Houses.Catalogue(Houses.OneLot, settings));
        return builder.Build();
    }

    private static Task<HealthReport> HealthAsync(IHost host) => host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

    private sealed class Log : ILoggerProvider
    {
        private readonly TaskCompletionSource<(string Category, string Template, string Bidder)> _ofABidder =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>The first line that names a bidder; the log comes behind the answer.</summary>
        public Task<(string Category, string Template, string Bidder)> OfABidder => _ofABidder.Task;

        public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

        public void Dispose() { }

        private sealed class Category(Log log, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(
                LogLevel logLevel,
                EventId eventId,
                TState state,
                Exception? exception,
                Func<TState, Exception?, string> formatter)
            {
                if (state is not IEnumerable<KeyValuePair<string, object?>> fields) return;
                var named = fields.DistinctBy(f => f.Key).ToDictionary(f => f.Key, f => f.Value?.ToString());
                if (named.GetValueOrDefault("Bidder") is { } bidder)
                {
                    log._ofABidder.TrySetResult((category, named.GetValueOrDefault("{OriginalFormat}") ?? "", bidder));
                }
            }
        }
    }
}
