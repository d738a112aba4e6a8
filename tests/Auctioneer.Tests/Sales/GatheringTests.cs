using System.Collections.Immutable;
using Akka.Actor;
using Akka.TestKit;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Tests.Support;

namespace AkkaAuction.Auctioneer.Tests.Sales;

/// <summary>
/// Lines gathered for many sessions: each session that is there gets all of them, once and in order. The test is the owner, and decides
/// when it comes to what the sessions have answered: until then a message is on its way.
/// </summary>
public sealed class GatheringTests : ActorKit
{
    private readonly TestProbe _owner;
    private readonly List<object> _unread = [];
    private readonly List<IActorRef> _sessions = [];
    private readonly Gathering<int> _gathering;

    public GatheringTests()
    {
        _owner = CreateTestProbe();
        _gathering = new Gathering<int>(_owner, _sessions, lines => lines);
    }

    [Fact]
    public async Task Lines_in_a_row_are_one_message_and_so_are_those_that_come_while_it_is_on_its_way()
    {
        var (ann, bob) = (Join(), Join());
        Add(1, 2);
        await Due();
        await Expect(ann, 1, 2);
        await Expect(bob, 1, 2);
        Add(3);
        await Due();
        Add(4);
        await Due();
        await ann.ExpectNoMsgAsync(TimeSpan.Zero);
        await Arrive(1);
        await Expect(ann, 3, 4);
        await Expect(bob, 3, 4);
    }

    [Fact]
    public async Task When_the_last_session_ends_with_a_message_on_its_way_the_others_get_what_waits()
    {
        var (ann, bob) = (Join(), Join());
        Add(1);
        await Due();
        Add(2);
        await Due();
        _sessions.Remove(bob.Ref);
        _gathering.Forget(bob.Ref);
        await Expect(ann, 1);
        await Expect(ann, 2);
        // The answer of the message that nobody waits for any more changes nothing, that of the one on its way does.
        Add(3);
        await Due();
        await Arrive(1);
        await ann.ExpectNoMsgAsync(TimeSpan.Zero);
        await Arrive(2);
        await Expect(ann, 3);
    }

    [Fact]
    public async Task When_another_session_ends_the_message_stays_on_its_way()
    {
        var (ann, bob) = (Join(), Join());
        Add(1);
        await Due();
        Add(2);
        await Due();
        _sessions.Remove(ann.Ref);
        _gathering.Forget(ann.Ref);
        await Expect(bob, 1);
        await bob.ExpectNoMsgAsync(TimeSpan.Zero);
        await Arrive(1);
        await Expect(bob, 2);
    }

    [Fact]
    public async Task What_nobody_is_there_for_is_gone_and_holds_up_nothing()
    {
        Add(1);
        await Due();
        var ann = Join();
        Add(2);
        await Due();
        await Expect(ann, 2);
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5)]
    public async Task Whoever_comes_and_goes_each_session_gets_every_line_of_its_time_once_and_in_order(int seed)
    {
        var chance = new Random(seed);
        var expected = new Dictionary<TestProbe, List<int>>();
        var present = new List<TestProbe>();
        for (var line = 1; line <= 300; line++)
        {
            switch (chance.Next(10))
            {
                case 0 when present.Count < 5:
                    // As desk and board do it: whoever comes gets what is announced from here on.
                    _gathering.Send();
                    present.Add(Join());
                    expected.Add(present[^1], []);
                    break;
                case 1 when present.Count > 0:
                    var leaver = present[chance.Next(present.Count)];
                    _gathering.Send();
                    present.Remove(leaver);
                    _sessions.Remove(leaver.Ref);
                    _gathering.Forget(leaver.Ref);
                    break;
                case < 6:
                    Add(line);
                    foreach (var probe in present) expected[probe].Add(line);
                    break;
                default: await TakeOne(); break;
            }
        }
        _gathering.Send();
        foreach (var (probe, lines) in expected)
        {
            var got = new List<int>();
            while (got.Count < lines.Count) got.AddRange(await probe.ExpectMsgAsync<ImmutableArray<int>>(Houses.Patience));
            Assert.Equal(lines, got);
            await probe.ExpectNoMsgAsync(TimeSpan.Zero);
        }
    }

    private TestProbe Join()
    {
        var session = CreateTestProbe();
        session.IgnoreMessages<ConfirmBroadcast>(_ => true);
        session.SetAutoPilot(new DelegateAutoPilot((sender, message) =>
        {
            if (message is ConfirmBroadcast confirm) sender.Tell(new BroadcastTaken(confirm.Number));
            return AutoPilot.KeepRunning;
        }));
        _sessions.Add(session.Ref);
        return session;
    }

    private void Add(params int[] lines)
    {
        foreach (var line in lines) _gathering.Add(line);
    }

    private async Task Due()
    {
        await Next<GatheringDue>(_ => true);
        _gathering.Due();
    }

    /// <summary>The owner comes to the last session's answer to this message.</summary>
    private async Task Arrive(long message) => _gathering.Taken(await Next<BroadcastTaken>(taken => taken.Number == message));

    private async Task<T> Next<T>(Predicate<T> wanted)
    {
        int at;
        while ((at = _unread.FindIndex(message => message is T found && wanted(found))) < 0)
            _unread.Add(await _owner.ReceiveOneAsync(Houses.Patience) ?? throw new TimeoutException($"No {typeof(T).Name} came."));
        var next = (T)_unread[at];
        _unread.RemoveAt(at);
        return next;
    }

    private async Task TakeOne()
    {
        if (!_owner.HasMessages) return;
        switch (await _owner.ReceiveOneAsync(Houses.Patience))
        {
            case GatheringDue: _gathering.Due(); break;
            case BroadcastTaken taken: _gathering.Taken(taken); break;
        }
    }

    private static async Task Expect(TestProbe session, params int[] lines) =>
        Assert.Equal(lines, await session.ExpectMsgAsync<ImmutableArray<int>>(Houses.Patience));
}
