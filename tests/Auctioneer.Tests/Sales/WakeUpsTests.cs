using Akka.Actor;
using Akka.TestKit;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Tests.Support;

namespace AkkaAuction.Auctioneer.Tests.Sales;

/// <summary>One timer wakes all lots of a sale, each at its own time, and none that has called it off.</summary>
public sealed class WakeUpsTests : HouseKit
{
    private readonly IActorRef _wakeUps;

    public WakeUpsTests() => _wakeUps = Sys.ActorOf(WakeUps.Props(Time));

    [Fact]
    public async Task Each_lot_is_woken_at_its_time_whatever_the_order_of_asking()
    {
        var (early, late) = (CreateTestProbe(), CreateTestProbe());
        await Ask(late, 20);
        await Ask(early, 10);

        Pass(10);
        await early.ExpectMsgAsync(WakeUps.Due.Instance);
        await late.ExpectNoMsgAsync(TimeSpan.Zero);
        Pass(10);
        await late.ExpectMsgAsync(WakeUps.Due.Instance);
    }

    [Fact]
    public async Task Who_asks_too_late_is_woken_at_once()
    {
        var lot = CreateTestProbe();
        _wakeUps.Tell(new WakeUps.At(Time.GetUtcNow().UtcTicks), lot);
        await lot.ExpectMsgAsync(WakeUps.Due.Instance);
    }

    [Fact]
    public async Task Who_calls_it_off_is_not_woken_and_the_others_are()
    {
        var lots = Enumerable.Range(0, 9).Select(_ => CreateTestProbe()).ToArray();
        foreach (var lot in lots) await Ask(lot, 10);
        // From one, which only gets a mark, to most, which are taken out of the queue.
        foreach (var lot in lots[..7]) await CallOff(lot);

        Pass(10);
        foreach (var lot in lots[7..]) await lot.ExpectMsgAsync(WakeUps.Due.Instance);
        foreach (var lot in lots[..7]) await lot.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task Who_asks_again_after_calling_it_off_is_woken_once_at_the_new_time()
    {
        var (lot, other, third) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        await Ask(other, 10);
        await Ask(third, 10);
        await Ask(lot, 20);
        await CallOff(lot);
        await Ask(lot, 10);

        Pass(10);
        await lot.ExpectMsgAsync(WakeUps.Due.Instance);
        Pass(20);
        await Settled();
        await lot.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    private async Task Ask(TestProbe lot, int seconds)
    {
        _wakeUps.Tell(new WakeUps.At(Time.GetUtcNow().AddSeconds(seconds).UtcTicks), lot);
        await Settled();
    }

    private async Task CallOff(TestProbe lot)
    {
        _wakeUps.Tell(WakeUps.CallOff.Instance, lot);
        await Settled();
    }

    private void Pass(int seconds) => ((TestScheduler)Sys.Scheduler).Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>The actor has come to all it was told.</summary>
    private Task<ActorIdentity> Settled() => _wakeUps.Ask<ActorIdentity>(new Identify(null), TimeSpan.FromSeconds(30));
}
