using Akka.Actor;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Tests.Sales;

/// <summary>
/// How the board sends its sessions what the journal releases: all of it, in order, and in as few messages as they can take.
/// </summary>
public sealed class BoardTests : ActorKit
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private readonly IActorRef _board;

    public BoardTests()
    {
        _board = Sys.ActorOf(Board.Props(TheSale.Id, new MemoryJournal(), TimeProvider.System, null));
        _board.Tell(new BoardMessage.NewSale(TheSale.Terms(1), new Catalogue([])));
    }

    [Fact]
    public async Task What_is_announced_while_a_session_has_not_come_to_the_message_before_reaches_it_as_one()
    {
        var goOn = new TaskCompletionSource();
        await Watching("slow", goOn.Task);
        Announce(1);
        await ExpectMsgAsync("slow has 1", Soon);
        Announce(2, 3);
        Announce(4);
        await AllTaken();
        goOn.SetResult();
        await ExpectMsgAsync("slow has 2 3 4", Soon);
        Announce(5);
        await ExpectMsgAsync("slow has 5", Soon);
    }

    [Fact]
    public async Task A_session_that_ends_with_a_message_on_its_way_holds_up_nobody()
    {
        var never = new TaskCompletionSource();
        await Watching("quick", Task.CompletedTask);
        var slow = await Watching("slow", never.Task);
        Announce(1);
        Assert.Equal(
            ["quick has 1", "slow has 1"],
            [.. ((string[])[await ExpectMsgAsync<string>(Soon), await ExpectMsgAsync<string>(Soon)]).Order()]);
        Announce(2);
        await AllTaken();
        // A probe of its own: the board may hear of the end before it does.
        var end = CreateTestProbe();
        await end.WatchAsync(slow);
        Sys.Stop(slow);
        await end.ExpectTerminatedAsync(slow, Soon);
        await ExpectMsgAsync("quick has 2", Soon);
        Announce(3);
        await ExpectMsgAsync("quick has 3", Soon);
    }

    private void Announce(params long[] events) =>
        _board.Tell(
            new BoardMessage.Announced([.. events.Select(seq => new Notice.PriceChanged(seq, "lamp", 100 + seq, "anna", 200, null))]));

    private Task<ActorIdentity> AllTaken() => _board.Ask<ActorIdentity>(new Identify("?"), Soon);

    /// <summary>A session that has been told how things stand. It comes to its second message when <paramref name="goOn"/> has.</summary>
    private async Task<IActorRef> Watching(string name, Task goOn)
    {
        var session = Sys.ActorOf(Props.Create(() => new Session(name, goOn, TestActor)));
        _board.Tell(new BoardMessage.Watch(name), session);
        await ExpectMsgAsync($"{name} watches", Soon);
        return session;
    }

    private sealed class Session : ReceiveActor
    {
        public Session(string name, Task goOn, IActorRef test)
        {
            Receive<ConfirmBroadcast>(confirm => Sender.Tell(new BroadcastTaken(confirm.Number)));
            Receive<BoardAnswer.Listing>(_ => test.Tell($"{name} watches"));
            ReceiveAsync<BoardAnswer.Broadcast>(async broadcast =>
            {
                test.Tell($"{name} has {string.Join(' ', broadcast.Notices.Select(notice => notice.Seq))}");
                await goOn;
            });
        }
    }
}
