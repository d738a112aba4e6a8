using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>Whether the journal takes facts.</summary>
internal sealed class JournalCheck(HouseLife house) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(house.JournalTrouble is { } why
            ? new HealthCheckResult(context.Registration.FailureStatus, why)
            : HealthCheckResult.Healthy());
}

/// <summary>Whether every desk is alive.</summary>
internal sealed class ActorsCheck(HouseLife house) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        !house.IsOpen ? new HealthCheckResult(context.Registration.FailureStatus, "The house is not open.")
        : house.Failed.IsCompleted ? new HealthCheckResult(context.Registration.FailureStatus, await house.Failed.ConfigureAwait(false))
        : HealthCheckResult.Healthy();
}

/// <summary>Whether the doors that the settings open are open.</summary>
internal sealed class DoorsCheck(HouseLife house) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(house.IsOpen
            ? HealthCheckResult.Healthy(data: house.OpenDoors())
            : new HealthCheckResult(context.Registration.FailureStatus, "No door is served."));
}
