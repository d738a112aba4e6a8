using System.IO.Pipelines;
using AkkaAuction.Auctioneer.Doors;
using AkkaAuction.Auctioneer.Doors.Tcp;
using AkkaAuction.Auctioneer.Originals;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Sessions;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Auctioneer.Tests.Support;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Time.Testing;

namespace AkkaAuction.Auctioneer.Tests.Doors;

/// <summary>
/// A desk that is held up (its disk is full, say) makes a session when the connection has given up waiting for it: the session hears that
/// nobody is there, or it would sit in the sealed house as the Seller whom no one can talk to.
/// </summary>
public sealed class LateSessionTests : ActorKit
{
    private readonly HouseSettings _settings = HouseSettings.Default();
    private readonly List<string> _cut = [];
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_session_of_the_originals_that_comes_too_late_is_told_that_its_client_is_gone()
    {
        using var connection = new TextConnection(
            Connection(),
            OriginalsSettings.Of(_settings).SealedDoor,
            new RoomTexts(),
            _time,
            _cut.Add);
        var run = connection.RunAsync();
        _time.Advance(TimeSpan.FromSeconds(30));
        await run.WaitAsync(Houses.Patience);
        connection.Attach(TestActor);
        await ExpectMsgAsync<TextMessage.Gone>(Houses.Patience);
        Assert.Equal(["its desk had no session for it within 30 s"], _cut);
    }

    [Fact]
    public async Task A_session_of_the_floor_that_comes_too_late_is_told_that_nothing_more_comes()
    {
        using var connection = new FloorConnection(Connection(), new FloorContext(_settings.Floor, new FloorTexts(), _time, _cut.Add));
        var run = connection.RunAsync();
        _time.Advance(TimeSpan.FromSeconds(30));
        await run.WaitAsync(Houses.Patience);
        connection.Attach(TestActor, "h1-1-");
        await ExpectMsgAsync<SessionMessage.InputEnded>(Houses.Patience);
        Assert.Equal(["the desk had no session for it within 30 s"], _cut);
    }

    private static DefaultConnectionContext Connection() => new("late") { Transport = new Duplex() };

    private sealed class Duplex : IDuplexPipe
    {
        public PipeReader Input { get; } = new Pipe().Reader;

        public PipeWriter Output { get; } = new Pipe().Writer;
    }
}
