using Akka.Remote.Delivery;
using Akka.Remote.Wire;

namespace AkkaAuction.Remote.Wire.Tests;

/// <summary>System messages: each once and in order, over a wire that loses, doubles and mixes them.</summary>
public sealed class DeliveryTests
{
    [Fact]
    public void Numbers_begin_at_zero_and_leave_none_out()
    {
        var sender = new ResendBuffer(10);
        Assert.Equal([0L, 1L, 2L], Enumerable.Range(0, 3).Select(_ => Add(sender).Sequence));
    }

    [Fact]
    public void What_is_acknowledged_is_let_go_and_what_is_missing_is_sent_again()
    {
        var sender = new ResendBuffer(10);
        for (var i = 0; i < 5; i++) Add(sender);
        Assert.Empty(sender.Acknowledge(new Acknowledgement(1)));
        Assert.Equal([2L, 3L, 4L], sender.Unacknowledged.Select(delivery => delivery.Sequence));
        Assert.Equal([2L], sender.Acknowledge(new Acknowledgement(3, [2])).Select(delivery => delivery.Sequence));
        Assert.Equal([2L, 4L], sender.Unacknowledged.Select(delivery => delivery.Sequence));
    }

    [Fact]
    public void A_receiver_that_has_nothing_yet_lets_nothing_go()
    {
        var sender = new ResendBuffer(10);
        Add(sender);
        Assert.Empty(sender.Acknowledge(new ReceiveBuffer<int>(10).Acknowledge()));
        Assert.Equal(1, sender.Count);
    }

    [Fact]
    public void Acknowledging_what_was_never_sent_is_hopeless() =>
        Assert.Throws<HopelessDeliveryException>(() => new ResendBuffer(10).Acknowledge(new Acknowledgement(0)));

    [Fact]
    public void A_receiver_that_has_forgotten_what_it_acknowledged_is_sent_it_again_in_order()
    {
        var sender = new ResendBuffer(10);
        for (var i = 0; i < 4; i++) Add(sender);
        sender.Acknowledge(new Acknowledgement(2));
        var forgetful = new ReceiveBuffer<long>(10);
        var delivered = new List<long>();
        forgetful.Receive(3, 3, delivered.Add);
        foreach (var again in sender.Acknowledge(forgetful.Acknowledge())) forgetful.Receive(again.Sequence, again.Sequence, delivered.Add);
        Assert.Equal([0L, 1L, 2L, 3L], delivered);
        Assert.Empty(sender.Acknowledge(forgetful.Acknowledge()));
        Assert.True(sender.IsEmpty);
    }

    [Fact]
    public void Missing_what_was_acknowledged_long_ago_is_hopeless()
    {
        var sender = new ResendBuffer(10);
        for (var i = 0; i < 1_001; i++)
        {
            Add(sender);
            sender.Acknowledge(new Acknowledgement((ulong)i));
        }

        Add(sender);
        Assert.Equal([2L], sender.Acknowledge(new Acknowledgement(1_001, [2])).Select(delivery => delivery.Sequence));
        Assert.Throws<HopelessDeliveryException>(() => sender.Acknowledge(new Acknowledgement(1_001, [1])));
    }

    [Fact]
    public void A_sender_that_has_forgotten_its_numbers_is_heard_from_where_its_new_connection_begins()
    {
        var receiver = new ReceiveBuffer<string>(10);
        var delivered = new List<string>();
        receiver.BeginAt(0);
        foreach (var number in (int[])[0, 1, 2]) receiver.Receive(number, $"before {number}", delivered.Add);
        receiver.BeginAt(0);
        receiver.Receive(0, "after 0", delivered.Add);
        Assert.Equal(0UL, receiver.Acknowledge().Cumulative);
        receiver.Receive(1, "after 1", delivered.Add);
        Assert.Equal(["before 0", "before 1", "before 2", "after 0", "after 1"], delivered);
        receiver.BeginAt(5);
        receiver.Receive(5, "early", delivered.Add);
        Assert.Equal([2UL, 3UL, 4UL], receiver.Acknowledge().Missing);
    }

    [Fact]
    public void More_than_the_buffer_holds_is_hopeless()
    {
        var sender = new ResendBuffer(2);
        Add(sender);
        Add(sender);
        Assert.Throws<HopelessDeliveryException>(() => Add(sender));
    }

    [Fact]
    public void What_comes_early_waits_and_is_reported_as_a_gap()
    {
        var receiver = new ReceiveBuffer<string>(10);
        var delivered = new List<string>();
        receiver.Receive(2, "two", delivered.Add);
        Assert.Empty(delivered);
        var acknowledgement = receiver.Acknowledge();
        Assert.Equal(2UL, acknowledgement.Cumulative);
        Assert.Equal([0UL, 1UL], acknowledgement.Missing);
        receiver.Receive(0, "zero", delivered.Add);
        receiver.Receive(1, "one", delivered.Add);
        Assert.Equal(["zero", "one", "two"], delivered);
        Assert.Empty(receiver.Acknowledge().Missing);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(10)]
    [InlineData(long.MaxValue)]
    public void A_number_out_of_reach_is_refused(long sequence) =>
        Assert.Throws<WireFormatException>(() => new ReceiveBuffer<int>(10).Receive(sequence, 0, _ => { }));

    [Fact]
    public void Over_a_wire_that_loses_doubles_and_mixes_everything_arrives_once_and_in_order()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var sender = new ResendBuffer(1_000);
            var receiver = new ReceiveBuffer<long>(1_000);
            var delivered = new List<long>();
            var wire = new List<SystemDelivery>();
            for (var sent = 0; sent < 200 || !sender.IsEmpty;)
            {
                if (sent < 200 && random.Next(2) == 0)
                {
                    wire.Add(Add(sender));
                    sent++;
                }

                if (random.Next(10) == 0) wire.AddRange(sender.Unacknowledged.Take(20));
                if (wire.Count > 0)
                {
                    var at = random.Next(wire.Count);
                    var delivery = wire[at];
                    if (random.Next(3) > 0) wire.RemoveAt(at);
                    if (random.Next(5) > 0) receiver.Receive(delivery.Sequence, delivery.Sequence, delivered.Add);
                }

                if (random.Next(3) == 0) wire.AddRange(sender.Acknowledge(receiver.Acknowledge()));
            }

            Assert.Equal(Enumerable.Range(0, 200).Select(i => (long)i), delivered);
        }
    }

    private static SystemDelivery Add(ResendBuffer buffer) => buffer.Add([], [], 22, "");
}
