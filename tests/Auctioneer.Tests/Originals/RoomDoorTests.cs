using AkkaAuction.Auctioneer.Originals;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Messages.Originals;
using AkkaAuction.Rules.Forms.Room;

namespace AkkaAuction.Auctioneer.Tests.Originals;

/// <summary>The bidding room over real sockets, by programs that send no newline and by people who do.</summary>
public sealed class RoomDoorTests
{
    [Fact, Trait("Requirement", "R2.2"), Trait("Requirement", "R2.7")]
    public async Task A_new_highest_bid_is_told_to_its_bidder_and_to_everyone_else()
    {
        await using var house = await OriginalHouse.OpenAsync();
        await using var ann = await OriginalClient.ConnectAsync(house.RoomEndPoint);
        await using var bob = await OriginalClient.ConnectAsync(house.RoomEndPoint);
        // A refused bid first, so that both are known to be in the room.
        await bob.SendAsync("Laptop,1");
        await bob.ExpectAsync(RoomWords.Rejected);
        await ann.SendAsync("Laptop,550.25");
        await ann.ExpectAsync("Your bid for Laptop is now the highest at $550.25");
        await bob.ExpectAsync("New highest bid for Laptop: $550.25");
        await bob.SendAsync("Laptop,100000");
        await bob.ExpectAsync("Your bid for Laptop is now the highest at $100000");
        await ann.ExpectAsync("New highest bid for Laptop: $100000");
        await ann.SendAsync("Laptop,100002.50");
        await ann.ExpectAsync("Your bid for Laptop is now the highest at $100002.5");
    }

    [Fact, Trait("Requirement", "R2.4"), Trait("Requirement", "R2.7")]
    public async Task Low_bids_own_bids_and_unknown_items_get_the_originals_words()
    {
        await using var house = await OriginalHouse.OpenAsync();
        await using var ann = await OriginalClient.ConnectAsync(house.RoomEndPoint);
        foreach (var (said, answer) in new[]
                 {
                     ("Laptop,500", RoomWords.Rejected),
                     ("Laptop,500.01", "Your bid for Laptop is now the highest at $500.01"),
                     ("Laptop,600", RoomWords.Rejected),
                     ("Laptop,abc", RoomWords.Rejected),
                     ("Laptop,-600", RoomWords.Rejected),
                     ("Laptop,", RoomWords.Rejected),
                     ("Boat,600", "Item Boat not found or sold out."),
                     ("laptop,600", "Item laptop not found or sold out."),
                     ("no comma", "Item no comma not found or sold out."),
                 })
        {
            await ann.SendAsync(said);
            await ann.ExpectAsync(answer);
        }
    }

    [Fact, Trait("Requirement", "R2.3"), Trait("Requirement", "R2.5"), Trait("Requirement", "R2.7")]
    public async Task When_the_deadline_passes_everyone_hears_of_the_sale_and_the_winner_is_congratulated()
    {
        await using var house = await OriginalHouse.OpenAsync("auction.room.deadline=150ms");
        await using var ann = await OriginalClient.ConnectAsync(house.RoomEndPoint);
        await ann.SendAsync("Boat,1");
        await ann.LineAsync();
        await using var bob = await OriginalClient.ConnectAsync(house.RoomEndPoint);
        await bob.SendAsync("Smartphone,350.50");
        await bob.ExpectAsync(
            "Your bid for Smartphone is now the highest at $350.5",
            "Item Smartphone sold to Client 2 for $350.5",
            "Congratulations! You won Smartphone for $350.5");
        await ann.ExpectAsync("New highest bid for Smartphone: $350.5", "Item Smartphone sold to Client 2 for $350.5");
        // The next unit starts from the price reached, and its winner may be the same.
        await bob.SendAsync("Smartphone,350.50");
        await bob.ExpectAsync(RoomWords.Rejected);
        await bob.SendAsync("Smartphone,351");
        await bob.ExpectAsync("Your bid for Smartphone is now the highest at $351", "Item Smartphone sold to Client 2 for $351");
        var lot = (await house.RoomAccountAsync()).Lots.Single(l => l.Title == "Smartphone");
        Assert.Equal((3, 2, 351_00), (lot.Units, lot.Sold, lot.LastPriceMinor));
        Assert.Equal([350_50, 351_00], (await house.RoomAccountAsync()).Sales.Select(s => s.PriceMinor));
    }

    [Fact, Trait("Requirement", "R2.5")]
    public async Task A_lot_whose_last_unit_is_sold_is_closed()
    {
        var listener = new OriginalsListener();
        await using var house = await OriginalHouse.OpenAsync(listener, "auction.room.deadline=20ms");
        await using var ann = await OriginalClient.ConnectAsync(house.RoomEndPoint);
        foreach (var amount in new[] { "600", "700" })
        {
            await ann.SendAsync($"Laptop,{amount}");
            await ann.ExpectAsync(
                $"Your bid for Laptop is now the highest at ${amount}",
                $"Item Laptop sold to Client 1 for ${amount}",
                $"Congratulations! You won Laptop for ${amount}");
        }
        await ann.SendAsync("Laptop,800");
        await ann.ExpectAsync("Item Laptop not found or sold out.");
        var heard = new List<RoomEvent>();
        while (heard.Count < 5) heard.Add(await listener.RoomAsync());
        Assert.Equal(new RoomEvent.NotFound("Laptop"), heard[^1]);
        Assert.Equal(2, heard.OfType<RoomEvent.Sold>().Count());
    }

    [Fact, Trait("Requirement", "R2.7")]
    public async Task A_clients_number_is_its_place_among_those_connected_now()
    {
        await using var house = await OriginalHouse.OpenAsync("auction.room.deadline=200ms");
        await using var first = await OriginalClient.ConnectAsync(house.RoomEndPoint);
        await first.SendAsync("x\n");
        await first.LineAsync();
        var second = await OriginalClient.ConnectAsync(house.RoomEndPoint);
        await second.SendAsync("x\n");
        await second.LineAsync();
        await using var third = await OriginalClient.ConnectAsync(house.RoomEndPoint);
        await third.SendAsync("Laptop,600\n");
        await third.ExpectAsync(
            "Your bid for Laptop is now the highest at $600",
            "Item Laptop sold to Client 3 for $600",
            "Congratulations! You won Laptop for $600");
        second.HalfClose();
        await second.ExpectAsync("New highest bid for Laptop: $600", "Item Laptop sold to Client 3 for $600");
        await second.ExpectEndAsync();
        await second.DisposeAsync();
        await third.SendAsync("Laptop,700\n");
        await third.ExpectAsync("Your bid for Laptop is now the highest at $700", "Item Laptop sold to Client 2 for $700");
    }

    [Fact, Trait("Requirement", "R2.7")]
    public async Task A_winner_that_has_left_is_told_of_by_the_place_it_had()
    {
        await using var house = await OriginalHouse.OpenAsync("auction.room.deadline=300ms");
        await using var ann = await OriginalClient.ConnectAsync(house.RoomEndPoint);
        await ann.SendAsync("x\n");
        await ann.LineAsync();
        var bob = await OriginalClient.ConnectAsync(house.RoomEndPoint);
        await bob.SendAsync("Laptop,600\n");
        await bob.ExpectAsync("Your bid for Laptop is now the highest at $600");
        bob.Reset();
        await ann.ExpectAsync("New highest bid for Laptop: $600", "Item Laptop sold to Client 2 for $600");
    }

    [Fact, Trait("Requirement", "R3.9")]
    public async Task Everything_at_once_halves_and_a_bid_before_the_end_of_the_stream_are_all_taken()
    {
        await using var house = await OriginalHouse.OpenAsync();
        await using var person = await OriginalClient.ConnectAsync(house.RoomEndPoint);
        await person.SendAsync("Laptop,600\nLaptop,601\nSmartphone,400\r\nLap");
        await person.ExpectAsync(
            "Your bid for Laptop is now the highest at $600",
            RoomWords.Rejected,
            "Your bid for Smartphone is now the highest at $400");
        // Held to lines from the first newline on: a half waits for its other half, however long.
        await person.SendAsync("top,700\n");
        await person.ExpectAsync(RoomWords.Rejected);

        await using var last = await OriginalClient.ConnectAsync(house.RoomEndPoint);
        await last.SendAsync("Laptop,700");
        last.HalfClose();
        await last.ExpectAsync("Your bid for Laptop is now the highest at $700");
        await last.ExpectEndAsync();
    }

    [Fact, Trait("Requirement", "R3.9")]
    public async Task Noise_is_answered_and_does_not_stay_for_ever()
    {
        await using var house = await OriginalHouse.OpenAsync(
            "auction.doors.room.faults-in-a-row=3",
            "auction.doors.room.message-bytes=256B");
        await using var noise = await OriginalClient.ConnectAsync(house.RoomEndPoint);
        await noise.SendAsync(new string('x', 5000) + "\n");
        await noise.ExpectAsync(RoomWords.Rejected);
        await noise.SendAsync([0xff, 0xfe, 0x00, (byte)'\n', (byte)'?', (byte)'\n']);
        Assert.EndsWith("not found or sold out.", await noise.LineAsync(), StringComparison.Ordinal);
        Assert.EndsWith("not found or sold out.", await noise.LineAsync(), StringComparison.Ordinal);
        await noise.ExpectEndAsync();
    }

    [Fact, Trait("Requirement", "R2.8")]
    public void Without_a_catalogue_of_its_own_it_sells_what_the_original_sold()
    {
        var lots = RoomPart.RoomCatalogue(HouseSettings.Default()).Lots;
        Assert.Equal(
            [("Laptop", 2, 500_00), ("Smartphone", 3, 300_00), ("Headphones", 5, 50_00)],
            lots.Select(l => (l.Title, l.Units, l.StartPriceMinor)));
        Assert.All(lots, lot => Assert.Equal(new RoomTerms(TimeSpan.FromSeconds(30)), lot.Form));
    }

    [Fact]
    public async Task With_a_catalogue_of_its_own_items_may_have_spaces_and_what_is_no_room_lot_is_refused()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "lots = [ { id = lamp, title = \"Old Lamp, green\", start = 7, deadline = 9s } ]");
            await using var house = await OriginalHouse.OpenAsync($"auction.room.catalogue=\"{file}\"");
            await using var ann = await OriginalClient.ConnectAsync(house.RoomEndPoint);
            await ann.SendAsync("Old Lamp, green,7.50");
            await ann.ExpectAsync("Your bid for Old Lamp, green is now the highest at $7.5");

            await File.WriteAllTextAsync(file, "lots = [ { id = lamp, start = 7, form = proxy } ]");
            await Assert.ThrowsAsync<SettingsException>(() => OriginalHouse.OpenAsync($"auction.room.catalogue=\"{file}\""));
            await File.WriteAllTextAsync(file, "lots = [ { id = a, title = Lamp, start = 7 }, { id = b, title = Lamp, start = 7 } ]");
            await Assert.ThrowsAsync<SettingsException>(() => OriginalHouse.OpenAsync($"auction.room.catalogue=\"{file}\""));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
