using Akka.Configuration;
using Akka.TestKit.Xunit2;
using Xunit;

namespace AkkaAuction.Testing;

/// <summary>A test with actors whose messages Akka verifies: it fails when one of them is not data.</summary>
public abstract class ActorKit : TestKit, IAsyncLifetime
{
    private readonly LostMessages _lost;

    /// <param name="config">What is other than in Akka's own configuration.</param>
    protected ActorKit(Config? config = null)
        : base(ConfigurationFactory.ParseString(LostMessages.Setting).WithFallback(config ?? Config.Empty)) =>
        _lost = new LostMessages(Sys);

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _lost.AssertNone();
}
