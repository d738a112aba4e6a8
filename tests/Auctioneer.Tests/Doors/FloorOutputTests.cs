using System.IO.Pipelines;
using System.Runtime.InteropServices;
using System.Text;
using AkkaAuction.Auctioneer.Doors.Tcp;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Messages;

namespace AkkaAuction.Auctioneer.Tests.Doors;

/// <summary>
/// One message of the board at many connections: each gets what is for everybody and what is for its own bidder, and the text is made once.
/// </summary>
public sealed class FloorOutputTests
{
    private static readonly BoardAnswer.Broadcast Sold = BoardAnswer.Broadcast.Of(
        TheSale.Id,
    [
        new Notice.Outbid(1, "lamp", 10_00, "bob"), new Notice.UnitSold(2, "lamp", 12_00, "anna", 0),
        new Notice.UnitWon(2, "lamp", 12_00, "anna"), new Notice.LotClosed(3, "lamp", 1, 0),
    ]);

    private readonly FloorTexts _texts = new();

    [Theory]
    [InlineData(null, "SOLD,CLOSED")]
    [InlineData("carol", "SOLD,CLOSED")]
    [InlineData("anna", "SOLD,WON,CLOSED")]
    [InlineData("bob", "OUTBID,SOLD,CLOSED")]
    public async Task A_notice_for_one_bidder_is_in_its_place_at_that_bidder_only(string? bidder, string verbs)
    {
        var pipe = new Pipe();
        var output = new FloorOutput(
            pipe.Writer,
            _texts,
            new OutputLimits(1024, 4096, TimeSpan.FromMinutes(1)),
            TimeProvider.System,
            _ => { });
        output.Write(Sold, bidder);
        output.Close();
        await output.Drained.WaitAsync(Houses.Patience);
        await pipe.Writer.CompleteAsync();
        var read = await pipe.Reader.ReadAtLeastAsync(int.MaxValue);
        var lines = Encoding.UTF8.GetString(read.Buffer).TrimEnd('\n').Split('\n');
        Assert.Equal(verbs.Split(','), lines.Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public void What_many_read_is_encoded_once()
    {
        Assert.Same(_texts.Of(Sold), _texts.Of(Sold));
        var page = new LotPage([new LotView("lamp", "proxy", "A lamp", 1_00, 1_00, 1_00, 1, null, null, LotViewState.Open)]);
        Assert.True(
            MemoryMarshal.TryGetArray(_texts.Of(page), out var one)
                && MemoryMarshal.TryGetArray(_texts.Of(page), out var other)
                && one == other);
    }
}
