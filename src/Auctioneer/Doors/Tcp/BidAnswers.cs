using System.Buffers;
using AkkaAuction.Auctioneer.Actors;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules;

namespace AkkaAuction.Auctioneer.Doors.Tcp;

/// <summary>Writes the answers of a batch as lines.</summary>
public static class BidAnswers
{
    /// <returns>Bytes written.</returns>
    public static long Write(IBufferWriter<byte> output, BidBatch batch)
    {
        var counted = new Counted(output);
        for (var i = 0; i < batch.Count; i++)
        {
            ref var slot = ref batch[i];
            Answer answer = slot.BidId is null
                ? new Answer.Error(slot.Code, slot.Reason ?? Reasons.For(slot.Code))
                : slot.Code == RejectionCode.None
                    ? new Answer.Accepted(slot.BidId, slot.Lot!, slot.AmountMinor, slot.Seq, slot.Receipt)
                    : new Answer.Refused(slot.BidId, slot.Lot!, slot.Code, slot.PriceMinor, slot.NextMinor, slot.Reason ?? Reasons.For(slot.Code));
            FloorWriter.Write(counted, answer);
        }
        return counted.Bytes;
    }

    private sealed class Counted(IBufferWriter<byte> output) : IBufferWriter<byte>
    {
        public long Bytes { get; private set; }

        public void Advance(int count)
        {
            Bytes += count;
            output.Advance(count);
        }

        public Memory<byte> GetMemory(int sizeHint = 0) => output.GetMemory(sizeHint);

        public Span<byte> GetSpan(int sizeHint = 0) => output.GetSpan(sizeHint);
    }
}
