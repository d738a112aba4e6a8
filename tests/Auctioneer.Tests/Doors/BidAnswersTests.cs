using System.Buffers;
using System.Text;
using Akka.Actor;
using AkkaAuction.Auctioneer.Doors.Tcp;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules;

namespace AkkaAuction.Auctioneer.Tests.Doors;

/// <summary>The fast way of writing answers writes what the floor's writer writes.</summary>
public sealed class BidAnswersTests
{
    [Fact]
    public void Every_code_and_every_amount_is_written_as_the_floors_writer_writes_it()
    {
        var batch = new BidBatch();
        var expected = new ArrayBufferWriter<byte>();
        var lot = new LotHandle(new string('l', 64), ActorRefs.Nobody, 2);
        foreach (var code in Enum.GetValues<RejectionCode>())
        {
            foreach (var minor in new long?[] { null, 0, 1, 10, 99, 100, 123456, 4_000_000_000_000_000_000 })
            {
                ref var slot = ref batch.Add(lot);
                (slot.BidId, slot.AmountMinor, slot.Seq, slot.Code, slot.PriceMinor, slot.NextMinor) = (new string('i', 64), minor ?? 7, long.MaxValue, code, minor, minor);
                slot.Receipt = minor is > 99 ? (ulong)minor : 0;
                FloorWriter.Write(expected, code == RejectionCode.None
                    ? new Answer.Accepted(slot.BidId, lot.Id, slot.AmountMinor, slot.Seq, slot.Receipt)
                    : new Answer.Refused(slot.BidId, lot.Id, code, minor, minor, Reasons.For(code)));
            }
        }
        ref var noBid = ref batch.Add();
        (noBid.Code, noBid.Reason) = (RejectionCode.MalformedLine, Reasons.BidForm);
        FloorWriter.Write(expected, new Answer.Error(RejectionCode.MalformedLine, Reasons.BidForm));
        ref var nowhere = ref batch.Add();
        (nowhere.Lot, nowhere.BidId, nowhere.Code) = ("nöwhere", "x", RejectionCode.NoSuchLot);
        FloorWriter.Write(expected, new Answer.Refused("x", "nöwhere", RejectionCode.NoSuchLot, null, null, Reasons.For(RejectionCode.NoSuchLot)));

        var written = new ArrayBufferWriter<byte>();
        var bytes = BidAnswers.Write(written, batch);
        Assert.Equal(Encoding.UTF8.GetString(expected.WrittenSpan), Encoding.UTF8.GetString(written.WrittenSpan));
        Assert.Equal(written.WrittenCount, bytes);
    }
}
