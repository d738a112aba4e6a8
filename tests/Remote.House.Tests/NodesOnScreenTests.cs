using System.Threading.Channels;
using Akka.Actor;
using Akka.Remote;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Doors.Remote;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Remote.House.Tests;

/// <summary>When the house says that a node is gone, and how many bidders it counts.</summary>
public sealed class NodesOnScreenTests
{
    private static readonly Address Node = new("akka.tcp", "bidders", "127.0.0.1", 41234);

    private readonly Clock _clock = new();
    private readonly List<string> _gone = [];
    private readonly RemoteNodes _nodes;

    public NodesOnScreenTests() => _nodes = new RemoteNodes(_clock, (node, bidders) => _gone.Add($"{node} {bidders}"));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_node_is_gone_once_with_all_who_were_there_whether_it_is_cut_before_they_leave_or_after(bool isCutFirst)
    {
        Come(3);
        if (isCutFirst) _nodes.Cut(Node);
        Leave(2);
        Assert.Empty(_gone);
        Leave(1);
        if (!isCutFirst) _nodes.Cut(Node);
        Assert.Equal(["127.0.0.1:41234 3"], _gone);
        _nodes.Cut(Node);
        Assert.Single(_gone);
    }

    [Fact]
    public void Who_left_long_before_the_node_is_not_counted()
    {
        Come(20);
        Leave(5);
        _clock.Pass(RemoteNodes.StopsWithin + TimeSpan.FromTicks(1));
        Leave(1);
        _clock.Pass(RemoteNodes.StopsWithin);
        _nodes.Cut(Node);
        // Death watch may take its time.
        _clock.Pass(TimeSpan.FromMinutes(1));
        Leave(14);
        Assert.Equal(["127.0.0.1:41234 15"], _gone);
    }

    [Fact]
    public void A_node_whose_bidders_all_left_long_ago_goes_without_a_word()
    {
        Come(2);
        Leave(2);
        _clock.Pass(RemoteNodes.StopsWithin + TimeSpan.FromTicks(1));
        _nodes.Cut(Node);
        Assert.Empty(_gone);
    }

    [Fact]
    public void A_node_whose_connection_is_there_again_is_not_gone_when_its_bidders_leave()
    {
        Come(2);
        _nodes.Cut(Node);
        _nodes.Back(Node);
        Leave(2);
        Assert.Empty(_gone);
        _nodes.Cut(Node);
        Assert.Equal(["127.0.0.1:41234 2"], _gone);
    }

    [Fact]
    public void Bidders_that_register_anew_after_a_short_cut_are_counted_once()
    {
        Come(2);
        _nodes.Cut(Node);
        _nodes.Back(Node);
        Leave(2);
        Come(2);
        _nodes.Cut(Node);
        Leave(2);
        Assert.Equal(["127.0.0.1:41234 2"], _gone);
    }

    [Fact]
    public async Task A_connection_that_breaks_and_comes_back_leaves_no_line()
    {
        using var wire = new Relay { Target = Houses.FreePort() };
        var screen = new Screen();
        var settings = HouseSettings.Load(null,
        [
            "auction.doors.floor.port=0", $"auction.doors.remote.port={wire.Target}", $"akka.remote.dot-netty.tcp.public-port={wire.Port}",
            "auction.stop.grace=0s",
        ]);
        await using var house = await AkkaAuction.Auctioneer.Hosting.House.StartAsync(
            settings, CatalogueReader.Read(Houses.LampAndViolin, "test", settings),
            new HouseOptions { Parts = RemoteDoorPart.WithFloor(), Observer = screen });
        var node = RemoteGuest.Node("akka.loglevel = OFF");
        var anna = await RemoteGuest.EnterAsync(house.RemoteAddress!, "anna", node: node);
        var ben = await RemoteGuest.EnterAsync(house.RemoteAddress!, "ben", node: node);
        var isBack = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        node.EventStream.Subscribe(node.ActorOf(Props.Create(() => new Ear(isBack))), typeof(AssociatedEvent));
        wire.Cut();
        await isBack.Task.WaitAsync(ProgramRun.Patience);
        // Their ends are told by death watch, which loses nothing.
        node.Stop(anna.Self);
        node.Stop(ben.Self);
        var desk = house.System.ActorSelection($"/user/{RemoteDesk.Name}");
        while (await desk.Ask<int>(RemoteDesk.HowMany.Instance, ProgramRun.Patience) > 0) { }
        await RemoteGuest.EnterAsync(house.RemoteAddress!, "carl", node: node);
        var address = ((ExtendedActorSystem)node).Provider.DefaultAddress;
        await node.Terminate();
        Assert.Equal(($"{address.Host}:{address.Port}", 1), await screen.Gone.Reader.ReadAsync().AsTask().WaitAsync(ProgramRun.Patience));
    }

    private void Come(int bidders)
    {
        for (var i = 0; i < bidders; i++) _nodes.Came(Node);
    }

    private void Leave(int bidders)
    {
        for (var i = 0; i < bidders; i++) _nodes.Left(Node);
    }

    private sealed class Clock : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => _now;

        public void Pass(TimeSpan time) => _now += time;
    }

    private sealed class Ear : ReceiveActor
    {
        public Ear(TaskCompletionSource heard) => ReceiveAny(_ => heard.TrySetResult());
    }

    private sealed class Screen : IHouseObserver
    {
        public Channel<(string Node, int Bidders)> Gone { get; } = Channel.CreateUnbounded<(string, int)>();

        public void OnSale(SaleTerms sale, Catalogue catalogue) { }

        public void OnNotice(string sale, Notice notice) { }

        public void OnAccount(FinalAccount account) { }

        public void OnNodeGone(string node, int bidders) => Gone.Writer.TryWrite((node, bidders));
    }
}
