using Akka.Actor;
using Akka.Dispatch.MessageQueues;
using AkkaAuction.Auctioneer.Dispatch;
using AkkaAuction.Auctioneer.Tests.Support;

namespace AkkaAuction.Auctioneer.Tests.Sales;

/// <summary>A lot's mailbox: nothing lost, nothing overtaken, and no memory kept that only a burst needed.</summary>
public sealed class LotMailboxTests
{
    private const int Burst = 1000;

    private readonly LotMailbox.Messages _messages = new();

    [Fact]
    public void Messages_come_out_as_they_went_in_also_when_more_come_between()
    {
        Put(1, 2, 3);
        Assert.Equal(1, Take());
        Put(4, 5);
        Assert.Equal((true, 4), (_messages.HasMessages, _messages.Count));
        Assert.Equal([2, 3, 4, 5], Enumerable.Range(0, 4).Select(_ => Take()));
        Assert.Equal((false, 0), (_messages.HasMessages, _messages.Count));
        Assert.False(_messages.TryDequeue(out var _));
    }

    [Fact]
    public async Task Of_many_senders_at_once_every_message_arrives_once_and_each_senders_in_its_order()
    {
        const int Senders = 8;
        const int Each = 20_000;
        var sending = Enumerable.Range(0, Senders).Select(sender => Task.Run(() =>
        {
            for (var i = 0; i < Each; i++) Put((sender * Each) + i);
        })).ToArray();
        var next = new int[Senders];
        var taken = 0;
        while (taken < Senders * Each)
        {
            if (!_messages.TryDequeue(out var envelope))
            {
                await Task.Yield();
                continue;
            }
            var number = (int)envelope.Message;
            Assert.Equal(next[number / Each]++, number % Each);
            taken++;
        }
        await Task.WhenAll(sending).WaitAsync(Houses.Patience);
        Assert.False(_messages.TryDequeue(out var _));
        Assert.All(next, count => Assert.Equal(Each, count));
    }

    [Fact]
    public void A_lot_without_messages_has_no_room_for_any()
    {
        Assert.Equal(0, _messages.Places);
    }

    [Fact]
    public void What_a_burst_needed_is_let_go_once_it_is_worked_off()
    {
        Put([.. Enumerable.Range(0, Burst)]);
        Assert.True(_messages.Places >= Burst);
        Assert.Equal(Enumerable.Range(0, Burst), TakeAll());
        Assert.InRange(_messages.Places, 0, 2 * LotMailbox.Messages.LargestKept);
    }

    [Fact]
    public void What_a_second_burst_needed_is_let_go_too_when_it_comes_while_the_first_is_worked_off()
    {
        Put([.. Enumerable.Range(0, Burst)]);
        Assert.Equal(0, Take());
        Put([.. Enumerable.Range(Burst, Burst)]);
        Assert.Equal(Enumerable.Range(1, (2 * Burst) - 1), TakeAll());
        Assert.InRange(_messages.Places, 0, 2 * LotMailbox.Messages.LargestKept);
        Put(7);
        Assert.Equal(7, Take());
    }

    [Fact]
    public void What_a_lot_that_ends_has_not_come_to_goes_to_the_dead_letters()
    {
        Put(1, 2, 3);
        Assert.Equal(1, Take());
        Put(4);
        var dead = new UnboundedMessageQueue();
        _messages.CleanUp(ActorRefs.Nobody, dead);
        Assert.Equal(3, dead.Count);
        Assert.False(_messages.HasMessages);
    }

    private void Put(params int[] numbers)
    {
        foreach (var number in numbers) _messages.Enqueue(ActorRefs.Nobody, new Envelope(number, ActorRefs.NoSender));
    }

    private int Take()
    {
        Assert.True(_messages.TryDequeue(out var envelope));
        return (int)envelope.Message;
    }

    private List<int> TakeAll()
    {
        var all = new List<int>();
        while (_messages.TryDequeue(out var envelope)) all.Add((int)envelope.Message);
        return all;
    }
}
