using System.Text.RegularExpressions;
using AkkaAuction.Bidder.Market;
using AkkaAuction.Bidder.Originals;
using AkkaAuction.Bidder.Play;
using AkkaAuction.Bidder.Screens;
using AkkaAuction.Messages;

namespace AkkaAuction.Scenarios.Tests.FieldCases;

/// <summary>
/// L: bots account for themselves whatever ends them: a signal, a closed terminal, after a restart of the house. What a client cannot know,
/// because it came late or was away, it does not tell.
/// </summary>
public sealed partial class FieldCaseL : IDisposable
{
    private const string Catalogue = "lots = [{ id = lamp, start = \"1.00\", units = 500 }]";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("floor", "TERM")]
    [InlineData("floor", "HUP")]
    [InlineData("remote", "TERM")]
    [InlineData("remote", "INT")]
    public async Task Stopped_after_a_restart_of_the_house_they_show_their_account(string door, string signal)
    {
        var catalogue = _folder.Write("evening.conf", Catalogue);
        var house = await FieldHouse.OpenAsync(
            _folder.Path, door, "--journal", "a.db", "--catalogue", catalogue, "auction.rounds.length=10m");
        await using var bots = FieldBidder.Start($"bots {house.At(door)} --count 3");
        try
        {
            await bots.UntilAsync("Round 1 opens");
        }
        finally
        {
            await house.DisposeAsync();
        }
        var address = house.At(door).Split(':')[^1];
        await using var again = await FieldHouse.OpenAsync(
            _folder.Path, "", "--journal", "a.db", "--catalogue", catalogue, $"auction.doors.{door}.port={address}",
            "auction.rounds.length=10m");
        await bots.UntilAsync("all 3 are connected");
        await bots.SignalTwiceAsync(signal);

        Assert.Equal(0, await bots.EndAsync());
        Assert.Contains(bots.Lines, line => line.StartsWith("All 3 bidders: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Bots_that_come_late_into_a_room_tell_no_number_of_what_was_sold_before()
    {
        await using var house = await FieldHouse.OpenAsync(_folder.Path, "room", "--journal", "none", "auction.room.deadline=200ms");
        await using (var early = await FloorClient.ConnectAsync(house.Door("room")))
        {
            foreach (var price in (int[])[301, 302, 303])
            {
                await early.AskAsync($"Smartphone,{price}", "Your bid for Smartphone");
                await early.UntilAsync("Congratulations! You won Smartphone");
            }
        }
        // One bot alone: of several, only the first that is let in tells events, and only the one that was refused knows of this one.
        await using var late = FieldBidder.Start($"bots --connect {house.Door("room")} --door room --count 1 --seed 1");
        var closed = await late.UntilAsync("Smartphone is closed");
        await late.SignalAsync("TERM");

        Assert.EndsWith("Smartphone is closed.", closed, StringComparison.Ordinal);
        Assert.Equal(0, await late.EndAsync());
        // Of an item that was sold before their eyes they may know all.
        Assert.DoesNotContain(late.Lines, line => line.StartsWith("Smartphone is closed: ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_person_who_comes_late_into_a_room_sees_no_number_of_units()
    {
        var room = new RoomTranslator("you", RoomItem.OfTheOriginal, TimeProvider.System);
        var state = new BidderState("you", 0);
        var drawn = new StringWriter();
        var plain = new StringWriter();
        using (var screen = new LivePlayScreen(drawn, () => (120, 40)))
        using (var lines = new PlainPlayScreen(plain))
        {
            foreach (var step in (RoomTranslator.Step[])[
                room.Take(new Request.Hello("you", null)),
                room.Read("Item Laptop sold to Client 2 for $600"),
                room.Take(new Request.Bid("Smartphone", 400_00, "1")),
                room.Read("Item Smartphone not found or sold out.")])
            {
                foreach (var line in step.Lines)
                {
                    state = state.Apply(line);
                    if (EventText.OfSale(line, "you") is { } said) screen.Say(said);
                }
            }
            var model = new PlayModel(state, "here", DateTimeOffset.UnixEpoch, "");
            screen.Show(model);
            lines.Show(model);
        }
        var shown = Escapes().Replace(drawn.ToString(), "");
        Assert.Contains("Laptop goes to Client 2 for 600.00.", shown, StringComparison.Ordinal);
        Assert.Contains("Smartphone is closed.", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("unit", shown + plain, StringComparison.Ordinal);
        Assert.Matches(@"Laptop +Laptop +room +600\.00 +600\.01 +\? ", shown);
    }

    [GeneratedRegex("\e\\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Escapes();
}
