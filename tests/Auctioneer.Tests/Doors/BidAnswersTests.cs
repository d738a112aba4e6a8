using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
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
        var answers = new List<BidAnswer>();
        var expected = new ArrayBufferWriter<byte>();
        foreach (var code in Enum.GetValues<RejectionCode>())
        {
            foreach (var minor in new long?[] { null, 0, 1, 10, 99, 100, 123456, 4_000_000_000_000_000_000 })
            {
                answers.Add(new BidAnswer
                {
                    Lot = new string('l', 64),
                    Id = new string('i', 64),
                    AmountMinor = minor ?? 7,
                    Seq = long.MaxValue,
                    Code = code,
                    PriceMinor = minor,
                    NextMinor = minor,
                    Receipt = minor is > 99 ? (ulong)minor : 0,
                });
            }
        }
        answers.AddRange(answers.Select(answer => answer with { Digits = 0 }).ToArray());
        answers.AddRange(answers.Select(answer => answer with { Digits = 3 }).ToArray());
        answers.Add(new BidAnswer { Code = RejectionCode.MalformedLine, Reason = Reasons.BidForm });
        answers.Add(new BidAnswer { Lot = "nöwhere", Id = "x", Code = RejectionCode.NoSuchLot });
        foreach (var answer in answers) FloorWriter.Write(expected, answer.ToAnswer());

        var written = new ArrayBufferWriter<byte>();
        var bytes = BidAnswers.Write(written, CollectionsMarshal.AsSpan(answers));
        Assert.Equal(Encoding.UTF8.GetString(expected.WrittenSpan), Encoding.UTF8.GetString(written.WrittenSpan));
        Assert.Equal(written.WrittenCount, bytes);
    }

    [Fact]
    public void An_answer_is_the_message_that_it_stands_for()
    {
        var bid = new BidAnswer { Lot = "lamp", Id = "b", AmountMinor = 500, Seq = 7, Receipt = 9 };
        Assert.Equal(new Answer.Accepted("b", "lamp", 500, 7, 9), bid.ToAnswer());
        Assert.Equal(
            new Answer.Refused("b", "lamp", RejectionCode.TooLow, 600, 601, Reasons.For(RejectionCode.TooLow)),
            new BidAnswer
            {
                Lot = "lamp",
                Id = "b",
                AmountMinor = 500,
                Code = RejectionCode.TooLow,
                PriceMinor = 600,
                NextMinor = 601,
            }.ToAnswer());
        Assert.Equal(
            new Answer.Error(RejectionCode.MalformedLine, "why"),
            new BidAnswer { Code = RejectionCode.MalformedLine, Reason = "why" }.ToAnswer());
    }
}
