using System.Net.Sockets;
using System.Runtime.Serialization;
using System.Security.Cryptography;
using System.Text;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch.SysMsg;
using Akka.Remote;
using Akka.Remote.Serialization;
using Akka.Routing;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Remote;
using AkkaAuction.Messages.Remote.Guard;

namespace AkkaAuction.Remote.House.Tests;

/// <summary>
/// Actor systems with Akka's own settings that try to stop, freeze, restart, question or feed the actors of a house, under every path
/// that they can name, and to have types loaded that they name. Whatever was tried, the house then holds a whole sale.
/// </summary>
public sealed class HostileSystemsTests : IAsyncLifetime
{
    private const string OneLamp = """lots = [ { id = lamp, title = "Desk lamp", start = 20 } ]""";

    private AkkaAuction.Auctioneer.Hosting.House _house = null!;
    private RemoteGuest _anna = null!;
    private ActorSystem _hostile = null!;
    private IActorRef _eve = ActorRefs.Nobody;

    public static TheoryData<string> SystemMessages =>
        ["Suspend", "Resume", "Recreate", "Terminate", "Create", "Supervise", "Failed", "Watch", "Unwatch", "DeathWatchNotification"];

    private string At => _house.RemoteAddress!;

    private string[] Paths =>
    [
        "/", "/user", "/user/desk", "/user/desk/session-1",
        $"/user/desk/{_anna.Session.Path.Name}", $"/user/desk/{_anna.Session.Path.Name}#{_anna.Session.Path.Uid}", "/user/auctioneer",
        "/user/auctioneer/board", "/user/auctioneer/session-1", "/user/auctioneer/sale-1", "/user/auctioneer/sale-1/lamp", "/system",
        "/system/remote-watcher", "/system/endpointManager", "/system/transports", "/system/log1-HouseLogger", "/temp", "/temp/$a",
        "/temp/$b", "/remote", "/deadLetters",
    ];

    public async Task InitializeAsync()
    {
        TrapException.IsSprung = false;
        _house = await Houses.OpenAsync(OneLamp, "auction.rounds.close-when-all-acted=on");
        _anna = await RemoteGuest.EnterAsync(At, "anna");
        // Its serializers and its provider are the stock ones; of ours it has the one that speaks the protocol.
        _hostile = ActorSystem.Create("hostile", ConfigurationFactory.ParseString($$"""
            akka {
              loglevel = OFF
              stdout-loglevel = OFF
              actor {
                provider = remote
                serializers {
                  as-json = "{{typeof(Forger.OfJson).AssemblyQualifiedName}}"
                  as-primitive = "{{typeof(Forger.OfPrimitives).AssemblyQualifiedName}}"
                }
                serialization-bindings {
                  "{{typeof(Forged.AsJson).AssemblyQualifiedName}}" = as-json
                  "{{typeof(Forged.AsPrimitive).AssemblyQualifiedName}}" = as-primitive
                }
              }
              remote { retry-gate-closed-for = 100ms, dot-netty.tcp { hostname = "127.0.0.1", port = 0 } }
            }
            """).WithFallback(HouseOnly));
        _eve = _hostile.ActorOf(Props.Create(() => new Eve()), "eve");
    }

    public async Task DisposeAsync()
    {
        await _hostile.Terminate();
        await _anna.DisposeAsync();
        await _house.DisposeAsync();
    }

    [Fact]
    public async Task Reach_nothing_with_what_actors_receive_by_themselves()
    {
        object[] messages =
        [
            Kill.Instance, PoisonPill.Instance, new Identify("who"), new Status.Failure(new TrapException()), new Status.Success("yes"),
            "a text", 7, 8L, new byte[] { 1, 2 },
            new ActorIdentity("who", _eve), new RemoteScope(new Address("akka.tcp", "x", "127.0.0.1", 1)),
            ConfigurationFactory.ParseString("a = 1"), new RoundRobinPool(3), _eve,
            new ActorSelectionMessage(Kill.Instance, [new SelectChildName("user"), new SelectChildName("desk")]),
        ];
        foreach (var path in Paths)
        {
            foreach (var message in messages)
            {
                Direct(path).Tell(message, _eve);
                _hostile.ActorSelection(At + path).Tell(message, _eve);
            }
        }
        foreach (var message in messages) _hostile.ActorSelection($"{At}/user/*").Tell(message, _eve);
        await NothingHasHappenedAsync();
    }

    [Theory, MemberData(nameof(SystemMessages))]
    public async Task Reach_nothing_with_system_messages(string kind)
    {
        // A connection on which one comes is closed, so there may be several.
        var refused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ear = _hostile.ActorOf(Props.Create(() => new Ear(refused)));
        _hostile.EventStream.Subscribe(ear, typeof(DisassociatedEvent));
        _hostile.EventStream.Subscribe(ear, typeof(AssociationErrorEvent));
        foreach (var path in Paths)
        {
            var victim = Direct(path);
            // Those of death watch are sent where they mislead: about an actor of the house, in the name of one of the house.
            var (desk, session) = (Direct("/user/desk"), Direct($"/user/desk/{_anna.Session.Path.Name}#{_anna.Session.Path.Uid}"));
            ISystemMessage message = kind switch
            {
                "Suspend" => new Suspend(),
                "Resume" => new Resume(new TrapException()),
                "Recreate" => new Recreate(new TrapException()),
                "Terminate" => new Terminate(),
                "Create" => new Create(),
                "Supervise" => new Supervise(_eve, false),
                "Failed" => new Failed(session, new TrapException(), session.Path.Uid),
                "Watch" => new Watch((IInternalActorRef)_eve, victim),
                "Unwatch" => new Unwatch(session, desk),
                _ => new DeathWatchNotification(session, true, false),
            };
            victim.SendSystemMessage(message);
        }
        await refused.Task.WaitAsync(ProgramRun.Patience);
        await AnnaBuysTheLampAsync();
    }

    [Fact]
    public async Task Cannot_end_the_bidder_of_another_node_whose_incarnation_they_do_not_know()
    {
        // Anna has a node of her own. Its address is no secret, and nothing proves who sends.
        var herNode = ((ExtendedActorSystem)_anna.System).Provider.DefaultAddress;
        var (her, session) = (_anna.Self.Path, Direct($"/user/desk/{_anna.Session.Path.Name}#{_anna.Session.Path.Uid}"));
        foreach (var uid in (long[])[0, her.Uid + 1])
        {
            var named = ((ExtendedActorSystem)_hostile).Provider.ResolveActorRef(
                her.WithUid(uid).ToSerializationFormatWithAddress(herNode));
            session.SendSystemMessage(new DeathWatchNotification(named, existenceConfirmed: true, addressTerminated: false));
            session.SendSystemMessage(new DeathWatchNotification(named, existenceConfirmed: true, addressTerminated: true));
        }
        await NothingHasHappenedAsync();
    }

    [Fact]
    public void Watch_a_session_with_a_few_actors_at_most_and_no_other_actor_at_all()
    {
        var session = Direct($"/user/desk/{_anna.Session.Path.Name}");
        var watchers = Enumerable.Range(0, DeathWatchSerializer.WatchersMax + 2)
            .Select(_ => _hostile.ActorOf(Props.Create(() => new Eve()))).ToArray();
        var read = watchers.Select(watcher => AsTheHouseReads(new Watch(session, (IInternalActorRef)watcher))).ToArray();
        Assert.All(read[..DeathWatchSerializer.WatchersMax], message => Assert.IsType<Watch>(message));
        Assert.All(read[DeathWatchSerializer.WatchersMax..], message => Assert.IsType<Unwatch>(message));
        // One that watches already may say so again, and one that stops makes room.
        Assert.IsType<Watch>(AsTheHouseReads(new Watch(session, (IInternalActorRef)watchers[0])));
        Assert.IsType<Unwatch>(AsTheHouseReads(new Unwatch(session, (IInternalActorRef)watchers[0])));
        Assert.IsType<Watch>(AsTheHouseReads(new Watch(session, (IInternalActorRef)watchers[^1])));
        foreach (var path in (string[])["/user/desk", "/system/remote-watcher", "/user/auctioneer", "/user"])
            Assert.IsType<Unwatch>(AsTheHouseReads(new Watch(Direct(path), (IInternalActorRef)_eve)));
    }

    private object AsTheHouseReads(ISystemMessage message) => _house.System.Serialization.Deserialize(
        new SystemMessageSerializer((ExtendedActorSystem)_hostile).ToBinary(message), DeathWatchSerializer.Number,
        $"{message.GetType().FullName}, Akka");

    [Fact]
    public async Task Reach_no_other_actor_with_messages_that_the_door_knows()
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var inside = _house.System.ActorOf(Props.Create(() => new Ear(heard)), "inside");
        Direct("/user/inside").Tell(new RemoteMessage.Closed("over"), _eve);
        Direct($"/user/inside#{inside.Path.Uid}").Tell(new RemoteMessage.Register(1, "eve", null), _eve);
        foreach (var path in Paths) Direct(path).Tell(new RemoteMessage.RequestBatch(_anna.Opened!.Key, 1, [new Request.Quit()]), _eve);
        await NothingHasHappenedAsync();
        Assert.False(heard.Task.IsCompleted);
    }

    [Fact]
    public async Task Have_no_type_loaded_that_they_name()
    {
        var json = Encoding.UTF8.GetBytes($$"""{"$type":"{{typeof(Poco).AssemblyQualifiedName}}","Text":"sent"}""");
        object[] messages =
        [
            new TrapException(), new Status.Failure(new TrapException()), new Poco { Text = "sent" },
            new List<Poco> { new() { Text = "sent" } }, ReceiveTimeout.Instance,
            new Forged.AsJson(typeof(Poco).AssemblyQualifiedName!, json), new Forged.AsJson("", json),
            new Forged.AsPrimitive(typeof(Poco).AssemblyQualifiedName!, [1]),
        ];
        Poco.MadeOf.Clear();
        foreach (var path in Paths)
        {
            foreach (var message in messages)
            {
                Direct(path).Tell(message, _eve);
                _hostile.ActorSelection(At + path).Tell(message, _eve);
            }
        }
        var house = Address.Parse(At);
        var there = Props.Create(() => new Deployed()).WithDeploy(Deploy.None.WithScope(new RemoteScope(house)));
        _hostile.ActorOf(there, "deployed").Tell("go", _eve);
        await NothingHasHappenedAsync();
        Assert.False(TrapException.IsSprung);
        Assert.Empty(Poco.MadeOf);
        Assert.False(Deployed.IsHere);
    }

    [Fact]
    public async Task Cannot_nest_selections_so_deep_that_reading_them_ends_the_process()
    {
        var elements = new SelectionPathElement[] { new SelectChildName("user"), new SelectChildName("desk") };
        object nested = "inside";
        for (var i = 0; i < 2000; i++) nested = new ActorSelectionMessage(nested, elements);
        Direct("/").Tell(nested, _eve);
        await NothingHasHappenedAsync();
    }

    [Fact]
    public async Task And_whoever_sends_noise_harms_nobody()
    {
        var port = Address.Parse(At).Port!.Value;
        byte[][] noises =
        [
            "GET / HTTP/1.1\r\n\r\n"u8.ToArray(), [0xFF, 0xFF, 0xFF, 0x7F], [0, 0, 0, 0x80],
            [4, 0, 0, 0, 1, 2, 3, 4], [200, 0, 0, 0, 1], RandomNumberGenerator.GetBytes(4096), [],
        ];
        foreach (var noise in noises)
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port);
            await client.GetStream().WriteAsync(noise);
        }
        await AnnaBuysTheLampAsync();
    }

    private static readonly IEnumerable<string> Bindings =
        typeof(RemoteMessage).GetNestedTypes().Select(type => $"\"{type.FullName}, AkkaAuction.Messages\" = house");

    private static readonly Config HouseOnly = ConfigurationFactory.ParseString($$"""
        akka.actor {
          serializers.house = "{{typeof(HouseSerializer).AssemblyQualifiedName}}"
          serialization-bindings { {{string.Join("\n", Bindings)}} }
        }
        """);

    private IInternalActorRef Direct(string path) => (IInternalActorRef)((ExtendedActorSystem)_hostile).Provider.ResolveActorRef(At + path);

    /// <summary>
    /// The same connection carries a whole visit after all that was sent, so that has been dealt with; nobody answered any of it.
    /// </summary>
    private async Task NothingHasHappenedAsync()
    {
        await using var ben = await RemoteGuest.EnterAsync(At, "ben", node: _hostile);
        ben.Ask(new Request.Quit());
        await ben.UntilOverAsync();
        Assert.Empty(await _eve.Ask<object[]>("heard", ProgramRun.Patience));
        await AnnaBuysTheLampAsync();
    }

    private async Task AnnaBuysTheLampAsync()
    {
        _anna.Ask(new Request.Bid("lamp", 25_00, "hers"));
        await _anna.UntilAsync<Answer.Accepted>();
        await _anna.UntilAsync<Notice.UnitWon>();
        await using (await RemoteGuest.EnterAsync(At, "carl"))
            Assert.Equal(1, (await _house.SaleEnded.WaitAsync(ProgramRun.Patience)).Sold);
        Assert.Empty(_anna.Strange);
        Assert.False(_house.Failed.IsCompleted);
        Assert.False(TrapException.IsSprung);
    }

    /// <summary>Keeps what she is told.</summary>
    private sealed class Eve : ReceiveActor
    {
        private readonly List<object> _heard = [];

        public Eve()
        {
            Receive<string>(text => text == "heard", _ => Sender.Tell(_heard.ToArray()));
            ReceiveAny(_heard.Add);
        }
    }

    private sealed class Ear : ReceiveActor
    {
        public Ear(TaskCompletionSource heard) => ReceiveAny(_ => heard.TrySetResult());
    }

    /// <summary>Would run in the house if it were deployed there.</summary>
    private sealed class Deployed : ReceiveActor
    {
        public static bool IsHere { get; set; }

        public Deployed() => IsHere = true;
    }

    /// <summary>Notices that it is made from bytes.</summary>
    public sealed class Poco
    {
        public static List<string?> MadeOf { get; } = [];

        public string? Text { get; set; }

        [OnDeserialized]
        internal void Made(StreamingContext context) => MadeOf.Add(Text);
    }

    /// <summary>Notices that it is made from bytes, as exceptions are.</summary>
    public sealed class TrapException : Exception
    {
        public TrapException() { }

        public TrapException(string message) : base(message) { }

        public TrapException(string message, Exception innerException) : base(message, innerException) { }

        private TrapException(SerializationInfo info, StreamingContext context) => (IsSprung, _) = (true, (info, context));

        public static bool IsSprung { get; set; }
    }
}
