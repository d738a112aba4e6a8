using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Configs;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Sessions;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Sales;
using Desk = AkkaAuction.Auctioneer.Hosting.Auctioneer;

namespace AkkaAuction.Auctioneer.Tests.Support;

/// <summary>
/// A house of actors under virtual time: no sockets, a scheduler that goes on when it is told to, and a clock that reads it.
/// </summary>
public abstract class HouseKit : ActorKit
{
    protected HouseKit()
        : base(ConfigurationFactory.ParseString("akka.loglevel = ERROR").WithFallback(TestConfigs.TestSchedulerConfig))
    {
        Time = new SchedulerTime((TestScheduler)Sys.Scheduler);
        Journal = new FragileJournal(new MemoryJournal());
    }

    protected SchedulerTime Time { get; }

    /// <summary>The house's journal; it can be told to fail.</summary>
    public FragileJournal Journal { get; }

    protected Listener Listener { get; } = new();

    protected IActorRef Open(string catalogue, params string[] assignments)
    {
        var settings = Houses.Settings(assignments);
        return Open(settings, [Houses.Catalogue(catalogue, settings)]);
    }

    /// <summary>A house with several sales side by side.</summary>
    protected IActorRef OpenSales(string[] catalogues, params string[] assignments)
    {
        var settings = Houses.Settings(assignments);
        return Open(settings, [.. catalogues.Select(catalogue => Houses.Catalogue(catalogue, settings))]);
    }

    private protected IActorRef Open(HouseSettings settings, ImmutableArray<Catalogue> catalogues)
    {
        var books = new HouseBooks(() => Listener);
        return Sys.ActorOf(Desk.Props(new AuctioneerContext(settings, catalogues, Journal, Time, books)), Desk.Name);
    }

    /// <summary>A bidder who has said HELLO and heard READY.</summary>
    private protected async Task<(TestProbe Heard, LinkProbe Link, string Token)> Enter(IActorRef desk, string name, string? token = null)
    {
        var (heard, link) = Connect(desk);
        await link.Ask(new Request.Hello(name, token));
        var welcome = await Until<Answer.Welcome>(heard);
        await Until<Answer.Ready>(heard);
        return (heard, link, welcome.Token);
    }

    private protected (TestProbe Heard, LinkProbe Link) Connect(IActorRef desk)
    {
        var heard = CreateTestProbe();
        var link = new LinkProbe(heard);
        desk.Tell(new AuctioneerMessage.OpenSession(link));
        return (heard, link);
    }

    /// <summary>An actor below the auctioneer; null: there is none of this name.</summary>
    /// <param name="path">Its path below the auctioneer.</param>
    protected async Task<IActorRef?> Below(string path)
    {
        Sys.ActorSelection($"/user/{Desk.Name}/{path}").Tell(new Identify(path), TestActor);
        return (await ExpectMsgAsync<ActorIdentity>(i => path.Equals(i.MessageId), Houses.Patience)).Subject;
    }

    /// <summary>The next message of a kind; those before it are let go.</summary>
    protected static async Task<T> Until<T>(TestProbe heard, Predicate<T>? wanted = null)
    {
        while (true)
        {
            if (await heard.ReceiveOneAsync(Houses.Patience) is var message && message is null)
                throw new TimeoutException($"No {typeof(T).Name} came.");
            if (message is T found && (wanted is null || wanted(found))) return found;
        }
    }

    /// <summary>
    /// Reads the test scheduler, so that clock and timers of the actors never disagree; FakeTimeProvider would be a second clock beside it.
    /// </summary>
    public sealed class SchedulerTime(TestScheduler scheduler) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => scheduler.Now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => scheduler.Now.UtcTicks;

        public void Advance(TimeSpan by) => scheduler.Advance(by);
    }
}

/// <summary>A journal that fails when it is told to: what a lot on a bad disk would meet.</summary>
public sealed class FragileJournal(IJournal journal) : IJournal
{
    private string? _failing;
    private int _failures;
    private volatile bool _isUnreadable;
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when an append has failed.</summary>
    public Task Failed => _failed.Task;

    /// <summary>The next appends to this stream fail.</summary>
    public void FailNext(string stream, int times = 1)
    {
        _failures = times;
        Volatile.Write(ref _failing, stream);
    }

    /// <summary>From now on nothing that is stored can be read.</summary>
    public void FailReading() => _isUnreadable = true;

    public long LastEvent(string chain) => journal.LastEvent(chain);

    public long Epoch => journal.Epoch;

    public IReadOnlyList<StoredFact> Read(string stream) => _isUnreadable ? throw Unreadable() : journal.Read(stream);

    public bool HasRoom => journal.HasRoom;

    public void WhenRoom(Action resume) => journal.WhenRoom(resume);

    public IEnumerable<(string Stream, StoredFact Fact)> ReadAll() => _isUnreadable ? throw Unreadable() : journal.ReadAll();

    private static IOException Unreadable() => new("The disk cannot be read.");

    public void After(IRelease release) => journal.After(release);

    private readonly ConcurrentDictionary<(string, int), TaskCompletionSource> _letGo = new();

    /// <summary>Ends when runs up to one were let go of.</summary>
    public Task LetGoOf(string what, int upTo) => Letting(what, upTo).Task;

    public void LetGo(string what, int upTo)
    {
        journal.LetGo(what, upTo);
        Letting(what, upTo).TrySetResult();
    }

    private TaskCompletionSource Letting(string what, int upTo) =>
        _letGo.GetOrAdd((what, upTo), _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    public FactWriter OpenWriter(string stream) => journal.OpenWriter(stream);

    public Appended Append(FactWriter writer, ReadOnlySpan<object> facts, IReadOnlyList<object> announcements, IRelease? release)
    {
        if (Volatile.Read(ref _failing) == writer.Stream && Interlocked.Decrement(ref _failures) >= 0)
        {
            _failed.TrySetResult();
            throw new IOException("The disk is gone.");
        }
        return journal.Append(writer, facts, announcements, release);
    }

    public long Announce(string chain, IReadOnlyList<object> announcements) => journal.Announce(chain, announcements);

    public void Listen(string chain, IAnnouncements listener) => journal.Listen(chain, listener);
}
