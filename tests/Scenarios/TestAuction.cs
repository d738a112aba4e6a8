using Akka.Actor;
using Akka.TestKit;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Doors;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Originals;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Sessions;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Messages;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Sales;
using Xunit.Sdk;
using TestKit = Akka.TestKit.Xunit2.TestKit;

namespace AkkaAuction.Scenarios.Tests;

/// <summary>
/// An auction under test: a whole house with its doors closed. Its bidders are test probes, and its clock moves when the test says so.
/// Nothing sleeps: each wait is for a message. Amounts are minor units: 25_00 is 25.00.
/// </summary>
internal sealed class TestAuction : IAsyncDisposable
{
    private readonly House _house;
    private readonly VirtualTime _time;
    private readonly TestKit _kit;
    private readonly LostMessages _lost;
    private int _guests;

    private TestAuction(House house, VirtualTime time)
    {
        (_house, _time) = (house, time);
        time.Scheduler = (TestScheduler)house.System.Scheduler;
        _kit = new TestKit(house.System);
        _lost = new LostMessages(house.System);
    }

    /// <summary>Opens a house with these lots.</summary>
    /// <param name="catalogue">HOCON, as in a catalogue's file.</param>
    /// <param name="settings">What is other than in reference.conf, like <c>auction.rounds.limit=3</c>.</param>
    public static Task<TestAuction> Open(string catalogue, params string[] settings) => Open([new FloorPart()], [catalogue], settings);

    /// <summary>Opens a house with several sales side by side.</summary>
    /// <param name="catalogues">HOCON, as in the catalogues' files; each says its sale's id.</param>
    public static Task<TestAuction> OpenSales(params string[] catalogues) => Open([new FloorPart()], catalogues, []);

    /// <summary>Opens the bidding room with what the original sold.</summary>
    public static Task<TestAuction> OpenRoom(params string[] settings) => Open([new RoomPart()], [], settings);

    /// <summary>Opens the sealed-bid house.</summary>
    public static Task<TestAuction> OpenSealedHouse(params string[] settings) => Open([new SealedHousePart()], [], settings);

    /// <summary>Opens a house that bidders reach from other actor systems too, at <see cref="RemoteAddress"/>.</summary>
    public static Task<TestAuction> OpenToNodes(string catalogue, params string[] settings) =>
        Open(RemoteDoorPart.WithFloor(), [catalogue], ["auction.doors.remote.port=0", .. settings]);

    private static async Task<TestAuction> Open(IReadOnlyList<HousePart> parts, string[] catalogues, string[] assignments)
    {
        var time = new VirtualTime();
        var settings = HouseSettings.Load(null,
        [
            "auction.doors.floor.port=off", "auction.doors.room.port=off", "auction.doors.sealed.port=off", "auction.stop.grace=0s",
            "auction.sealed.pause=0s",
            "akka.loglevel=ERROR", LostMessages.Setting, VirtualTime.Setting, .. assignments,
        ]);
        Catalogue[] sales = [.. catalogues.Select(catalogue => CatalogueReader.Read(catalogue, "the test's catalogue", settings))];
        return new TestAuction(await House.StartAsync(settings, sales, new HouseOptions { Parts = parts, Time = time }), time);
    }

    /// <summary>The house's clock.</summary>
    public DateTimeOffset Now => _house.Time.GetUtcNow();

    /// <summary>A sale's account as it stands.</summary>
    public Task<FinalAccount> Account(string sale) => _house.AccountAsync(sale).WaitAsync(Patience.Most);

    /// <summary>The account of the sale when it is over.</summary>
    public Task<FinalAccount> End => _house.SaleEnded.WaitAsync(Patience.Most);

    public string RemoteAddress => _house.RemoteAddress!;

    /// <summary>Lets time pass: every deadline in it is due, each at its own instant.</summary>
    public void Pass(TimeSpan time) => _time.Advance(time);

    /// <summary>A bidder comes, says HELLO, and is told what is on sale.</summary>
    public async Task<Guest> Enter(string name, string? token = null)
    {
        var probe = _kit.CreateTestProbe();
        var guest = new Guest(name, $"visit-{++_guests}", new LinkProbe(probe), Reader(probe));
        OpenSession(Auctioneer.Hosting.Auctioneer.Name, new AuctioneerMessage.OpenSession(guest.Link));
        await guest.Greet(token);
        return guest;
    }

    /// <summary>A client of the bidding room connects.</summary>
    public Client EnterRoom() => Connect(RoomDesk.Name);

    /// <summary>A client of the sealed-bid house connects: its Seller, or one of its Buyers.</summary>
    public Client EnterSealedHouse() => Connect(SealedDesk.Name);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _lost.AssertNone();
        }
        finally
        {
            await _house.DisposeAsync();
        }
    }

    private Client Connect(string desk)
    {
        var probe = _kit.CreateTestProbe();
        var link = new TextLinkProbe(probe);
        OpenSession(desk, new OpenTextSession(link));
        return new Client(link, Reader(probe));
    }

    private void OpenSession(string desk, object message) =>
        _house.System.ActorSelection($"/user/{desk}").Tell(message, ActorRefs.NoSender);

    /// <summary>
    /// Reads a probe. The test scheduler keeps a wake-up that is set for an instant already reached until the clock moves again, so while
    /// nothing comes the clock is moved by nothing.
    /// </summary>
    private Func<Task<object>> Reader(TestProbe probe) => async () =>
    {
        for (var tries = 0; tries < Silence / Slice; tries++)
        {
            if (await probe.ReceiveOneAsync(Slice) is { } message) return message;
            _time.Advance(TimeSpan.Zero);
        }
        throw new TimeoutException("Nothing more came.");
    };

    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(250);

    /// <summary>Reached only by a test that fails: nothing that is due under virtual time takes so long.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);
}

/// <summary>A bidder at a sale. It hears in order: what it was told before the last thing it heard is behind it.</summary>
internal sealed class Guest(string name, string visit, LinkProbe link, Func<Task<object>> read)
{
    private readonly List<object> _told = [];
    private int _heard;
    private int _bids;

    public string Name => name;

    /// <summary>What it comes back with under its name.</summary>
    public string Token { get; private set; } = "";

    internal LinkProbe Link => link;

    /// <summary>The next notice of a kind.</summary>
    public async Task<T> Hears<T>(Predicate<T>? such = null) where T : class
    {
        var at = await Find(_heard, such, typeof(T).Name);
        _heard = at + 1;
        return (T)_told[at];
    }

    /// <summary>The next notice that says this; event numbers are not compared.</summary>
    public async Task Hears(Notice notice) =>
        _heard = await Find<Notice>(_heard, told => told with { Seq = 0 } == notice with { Seq = 0 }, notice.ToString()) + 1;

    /// <summary>Since the last thing it heard there was no notice of this kind, up to whatever has happened by now.</summary>
    public async Task HearsNo<T>(Predicate<T>? such = null) where T : Notice
    {
        await Asks<Answer.Ready>(new Request.Me());
        var wrong = _told.Skip(_heard).OfType<T>().FirstOrDefault(told => such is null || such(told));
        if (wrong is not null) throw new XunitException($"{name} was told {wrong}.");
    }

    /// <summary>Bids, and the bid is accepted.</summary>
    /// <param name="lot">The lot's id.</param>
    /// <param name="amountMinor">Minor units.</param>
    /// <param name="id">The bid's id; null: one of its own.</param>
    public async Task<Answer.Accepted> Bids(string lot, long amountMinor, string? id = null) =>
        await Bid(lot, amountMinor, id) is var answer && answer is Answer.Accepted accepted
            ? accepted
            : throw new XunitException($"{name}'s bid got {answer}.");

    /// <summary>Bids, and the bid is refused with this number.</summary>
    /// <returns>The refusal, with the price and the lowest amount that would do.</returns>
    public async Task<Answer.Refused> IsRefused(RejectionCode code, string lot, long amountMinor, string? id = null)
    {
        var refused = await Bid(lot, amountMinor, id) as Answer.Refused ?? throw new XunitException($"{name}'s bid was accepted.");
        Assert.Equal(code, refused.Code);
        return refused;
    }

    /// <summary>Asks for something other than a bid, and takes the answer of this kind.</summary>
    public async Task<T> Asks<T>(Request request) where T : Answer
    {
        var before = _told.Count;
        await link.Ask(request);
        return (T)_told[await Find<T>(before, null, typeof(T).Name)];
    }

    /// <summary>Its lots, as a LIST shows them.</summary>
    public async Task<IReadOnlyList<LotView>> Lists()
    {
        var before = _told.Count;
        await Asks<Answer.Ready>(new Request.List());
        return [.. _told.Skip(before).OfType<Answer.Listed>().Select(listed => listed.View)];
    }

    /// <summary>Its connection breaks.</summary>
    public async Task Leaves()
    {
        (await link.Session()).Tell(SessionMessage.InputEnded.Instance, ActorRefs.NoSender);
        await Find<LinkProbe.Closed>(_heard, null, "the end");
    }

    internal async Task Greet(string? token)
    {
        await link.Ask(new Request.Hello(name, token));
        Token = ((Answer.Welcome)_told[await Find<Answer.Welcome>(0, null, "a welcome")]).Token;
        await Find<Answer.Ready>(0, null, "READY");
    }

    private async Task<Answer> Bid(string lot, long amountMinor, string? id)
    {
        var before = _told.Count;
        var bidId = id ?? $"{visit}-{++_bids}";
        await link.Bid((lot, amountMinor, bidId));
        return (Answer)_told[await Find<Answer>(before, IsToIt, "an answer")];

        bool IsToIt(Answer answer) => bidId == ((answer as Answer.Accepted)?.BidId ?? (answer as Answer.Refused)?.BidId);
    }

    private async Task<int> Find<T>(int from, Predicate<T>? such, string what) where T : class
    {
        for (var at = from; ; at++)
        {
            try
            {
                if (at == _told.Count) _told.Add(await read());
            }
            catch (TimeoutException)
            {
                throw new XunitException($"{name} did not hear {what}. Since then it was told:\n{string.Join('\n', _told.Skip(from))}");
            }
            if (_told[at] is T found && (such is null || such(found))) return at;
        }
    }
}

/// <summary>A client of one of the two original houses, which speak lines of text.</summary>
internal sealed class Client(TextLinkProbe link, Func<Task<object>> read)
{
    public Task Says(string text) => link.Say(text);

    /// <summary>The next lines are these.</summary>
    public async Task Hears(params string[] lines)
    {
        foreach (var line in lines) Assert.Equal(new TextLinkProbe.Line(line), await Next(line));
    }

    /// <summary>The next line, whatever it says.</summary>
    public async Task<string> HearsAny() => Assert.IsType<TextLinkProbe.Line>(await Next("a line")).Text;

    /// <summary>Its connection breaks.</summary>
    public Task Leaves() => link.Leave();

    /// <summary>The house closes its connection, and says nothing more before.</summary>
    public async Task IsDisconnected() => Assert.IsType<TextLinkProbe.Closed>(await Next("the end of its connection"));

    private async Task<object> Next(string what)
    {
        try
        {
            return await read();
        }
        catch (TimeoutException)
        {
            throw new XunitException($"The client heard nothing more; expected was: {what}");
        }
    }
}
