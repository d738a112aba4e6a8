using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Commands.Journal;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Journal;
using AkkaAuction.Journal.Snapshots;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Tests.Journal;

/// <summary>Houses that are started again on their journal, over real sockets: everything is as it was, once.</summary>
/// <param name="snapshotEvery">How snapshots are set.</param>
public abstract class RecoveryTests(string snapshotEvery) : IDisposable
{
    private const string Lots = """
        lots = [
          { id = lamp, start = "10.00", units = 2 }
          { id = violin, form = proxy, start = "100.00", reserve = "150.00", open-for = 1h }
        ]
        """;

    private readonly TemporaryFolder _folder = new();

    private string Db => _folder["auction.db"];

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_accepted_bid_sent_again_after_a_restart_gets_its_first_answer_and_another_one_under_its_id_209()
    {
        string first, token;
        await using (var house = await OpenAsync())
        {
            await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
            token = ann.Token;
            first = await ann.AskAsync("BID lamp 15 x", "ACCEPTED");
            Assert.Matches("^ACCEPTED x lamp 15.00 [0-9]+ hash=[0-9a-f]{16}$", first);
            Assert.StartsWith("REFUSED y lamp 204", await ann.AskAsync("BID lamp 12 y", "REFUSED"), StringComparison.Ordinal);
        }
        await using (var house = await OpenAsync())
        {
            await using var ann = await ReturnAsync(house, "ann", token);
            Assert.Equal(first, await ann.AskAsync("BID lamp 15 x", "ACCEPTED"));
            Assert.StartsWith("REFUSED x lamp 209", await ann.AskAsync("BID lamp 16 x", "REFUSED"), StringComparison.Ordinal);
            // Ids count per lot: this is another bid.
            Assert.StartsWith("ACCEPTED x violin 200.00", await ann.AskAsync("BID violin 200 x", "ACCEPTED"), StringComparison.Ordinal);
            // A refused one had no effect, and is judged anew.
            Assert.StartsWith("ACCEPTED y lamp 16.00", await ann.AskAsync("BID lamp 16 y", "ACCEPTED"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_id_that_the_house_made_is_not_made_again_after_a_restart()
    {
        var made = new List<string>();
        string? token = null;
        for (var life = 0; life < 3; life++)
        {
            await using var house = await OpenAsync();
            await using (var ann = token is null
                ? await FloorClient.EnterAsync(house.FloorEndPoint, "ann")
                : await ReturnAsync(house, "ann", token))
            {
                token ??= ann.Token;
                for (var i = 0; i < 2; i++) made.Add((await ann.AskAsync($"BID lamp {20 + made.Count}", "ACCEPTED")).Split(' ')[1]);
            }
            await using var again = await ReturnAsync(house, "ann", token);
            made.Add((await again.AskAsync($"BID lamp {20 + made.Count}", "ACCEPTED")).Split(' ')[1]);
        }
        Assert.Equal(9, made.Distinct().Count());
        Assert.All(made, id => Assert.Matches("^h[0-9]+-[0-9]+-[0-9]+$", id));
    }

    [Fact]
    public async Task Price_leader_hidden_maximum_and_deadline_are_back_and_a_name_needs_its_token()
    {
        string before, token;
        await using (var house = await OpenAsync())
        {
            await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
            token = ann.Token;
            await ann.AskAsync("BID violin 200 x", "ACCEPTED");
            before = await LotAsync(ann, "violin");
            Assert.Contains("price=150.00", before, StringComparison.Ordinal);
        }
        await using (var house = await OpenAsync())
        {
            await using var eve = await FloorClient.ConnectAsync(house.FloorEndPoint);
            Assert.StartsWith("ERROR 301", await eve.AskAsync("HELLO ann", "ERROR"), StringComparison.Ordinal);
            await using var bob = await FloorClient.EnterAsync(house.FloorEndPoint, "bob");
            Assert.Equal(before, await LotAsync(bob, "violin"));
            await bob.AskAsync("BID violin 180 y", "ACCEPTED");
            Assert.Contains("price=182.50 next=185.00 units=1 leader=ann", await LotAsync(bob, "violin"), StringComparison.Ordinal);
            await using var ann = await ReturnAsync(house, "ann", token);
        }
    }

    [Fact]
    public async Task Event_numbers_go_on_and_the_account_is_the_one_of_all_lives()
    {
        long last;
        string token;
        await using (var house = await OpenAsync(settings: ["auction.rounds.close-when-all-acted=on"]))
        {
            await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
            token = ann.Token;
            await ann.AskAsync("BID lamp 15 x", "WON");
            last = Seq(await ann.AskAsync("LIST", "READY"));
        }
        await using (var house = await OpenAsync(settings: ["auction.rounds.close-when-all-acted=on"]))
        {
            Assert.Equal(("ann", 1500L, 1), (await house.AccountAsync()).Sales.Select(s => (s.Bidder, s.PriceMinor, s.Round)).Single());
            await using var ann = await ReturnAsync(house, "ann", token);
            Assert.Equal("ACCOUNT purchases=1 spent=15.00", await ann.AskAsync("ME", "ACCOUNT"));
            Assert.True(Seq(await ann.UntilAsync("READY")) >= last);
            Assert.True(Seq(await ann.AskAsync("BID lamp 16 y", "WON")) > last);
            Assert.Equal([1500L, 1600], (await house.AccountAsync()).Sales.Select(s => s.PriceMinor));
            Assert.Equal([1, 2], (await house.AccountAsync()).Sales.Select(s => s.Round));
        }
        Assert.Equal(0, Audit());
        Assert.Equal(0, RerunCommand.Run(Db, TextWriter.Null, TextWriter.Null, false));
    }

    [Fact]
    public async Task A_round_that_ends_when_all_have_acted_waits_after_a_restart_for_all_who_were_here()
    {
        string[] all =
        [
            "auction.rounds.close-when-all-acted=on",
            "auction.sale.bidders-to-start=2",
            "auction.rounds.length=1h",
            "auction.recovery.return-within=1h",
        ];
        string ofAnn, ofBob;
        await using (var house = await OpenAsync(settings: all))
        {
            await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
            await using var bob = await FloorClient.EnterAsync(house.FloorEndPoint, "bob");
            (ofAnn, ofBob) = (ann.Token, bob.Token);
            await ann.AskAsync("BID lamp 15 x", "ACCEPTED");
            await house.StopAsync();
        }
        await using (var house = await OpenAsync(settings: all))
        {
            // She has acted, and is the only one here; it is not over before he has.
            await using var ann = await ReturnAsync(house, "ann", ofAnn);
            await ann.AskAsync("ME", "READY");
            Assert.Empty((await house.AccountAsync()).Sales);
            await using var bob = await ReturnAsync(house, "bob", ofBob);
            await bob.AskAsync("BID lamp 16 y", "WON");
            await house.StopAsync();
        }
        // Who does not come back is not waited for any longer than that.
        await using (var house = await OpenAsync(settings: [.. all[..3], "auction.recovery.return-within=1ms"]))
        {
            await using var ann = await ReturnAsync(house, "ann", ofAnn);
            await ann.AskAsync("BID lamp 17 z", "WON");
            Assert.Equal([1600L, 1700], (await house.AccountAsync()).Sales.Select(s => s.PriceMinor));
        }
    }

    [Fact]
    public async Task What_fell_due_while_the_house_was_down_is_closed_once_by_the_bids_it_had()
    {
        const string LongCup = "lots = [ { id = cup, form = second_price, start = \"10.00\", open-for = 1h } ]";
        const string Short = "lots = [ { id = cup, form = second_price, start = \"10.00\", open-for = 50ms } ]";
        await using (var house = await OpenAsync(LongCup))
        {
            await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
            await ann.AskAsync("BID cup 50 x", "ACCEPTED");
        }
        // Two hours later; the catalogue given is not the running sale's, which goes on.
        var later = new LaterTime(TimeSpan.FromHours(2));
        // The clock may be wrong, and nothing reopens a lot: the house asks.
        var asked = await Assert.ThrowsAsync<HouseException>(async () => await (await OpenAsync(Short, time: later)).DisposeAsync());
        Assert.Contains("1 lot fell due between. Nothing was closed or opened.", asked.Message, StringComparison.Ordinal);
        Assert.Contains("--set auction.recovery.clock=trust", asked.Message, StringComparison.Ordinal);
        Assert.Contains("--set auction.recovery.overdue=extend", asked.Message, StringComparison.Ordinal);
        await using (var house = await OpenAsync(Short, ["auction.recovery.clock=trust"], later))
        {
            var account = await house.SaleEnded.WaitAsync(Houses.Patience);
            Assert.Equal(("ann", 1000L), (account.Sales.Single().Bidder, account.Sales.Single().PriceMinor));
        }
        await using (var house = await OpenAsync(LongCup, time: later))
        {
            Assert.True((await house.AccountAsync()).IsFinal);
            Assert.Single((await house.AccountAsync()).Sales);
        }
        Assert.Equal(0, RerunCommand.Run(Db, TextWriter.Null, TextWriter.Null, false));
    }

    [Theory]
    [InlineData("auction.recovery.overdue=close")]
    [InlineData("auction.recovery.overdue=extend")]
    public async Task A_sale_that_waits_is_not_opened_by_a_clock_that_may_be_wrong(string overdue)
    {
        var opens = TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(1);
        var waiting = $"opens = \"{opens:yyyy-MM-ddTHH:mm:ssZ}\"\n{Lots}";
        await using (await OpenAsync(waiting)) { }
        var later = new LaterTime(TimeSpan.FromHours(2));
        var asked = await Assert.ThrowsAsync<HouseException>(async () =>
            await (await OpenAsync(waiting, [overdue], later)).DisposeAsync());
        Assert.Contains("the opening of 1 sale fell due between. Nothing was closed or opened.", asked.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("overdue=extend", asked.Message, StringComparison.Ordinal);
        await using var house = await OpenAsync(waiting, [overdue, "auction.recovery.clock=trust"], later);
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
    }

    [Fact]
    public async Task Where_the_settings_say_so_what_fell_due_is_held_open_and_takes_bids_again()
    {
        await using (var house = await OpenAsync())
        {
            await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
            await ann.AskAsync("BID lamp 15 x", "ACCEPTED");
            await ann.AskAsync("BID violin 200 v", "ACCEPTED");
        }
        await using (var house = await OpenAsync(
            settings: ["auction.recovery.overdue=extend", "auction.recovery.extension=10m"],
            time: new LaterTime(TimeSpan.FromHours(2))))
        {
            await using var bob = await FloorClient.EnterAsync(house.FloorEndPoint, "bob");
            await bob.AskAsync("BID lamp 16 x", "ACCEPTED");
            await bob.AskAsync("BID violin 210 v", "ACCEPTED");
            Assert.Contains("leader=bob", await LotAsync(bob, "violin"), StringComparison.Ordinal);
            Assert.Empty((await house.AccountAsync()).Sales);
        }
        Assert.Equal(0, RerunCommand.Run(Db, TextWriter.Null, TextWriter.Null, false));
    }

    [Fact]
    public async Task A_sale_that_is_over_is_not_put_up_again_unasked()
    {
        const string Cup = "lots = [ { id = cup, start = \"10.00\" } ]";
        string[] quick = ["auction.rounds.close-when-all-acted=on"];
        await using (var house = await OpenAsync(Cup, quick))
        {
            await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
            await ann.AskAsync("BID cup 15 x", "END");
        }
        await using (var house = await OpenAsync(Cup, quick))
        {
            Assert.Equal((1, true), ((await house.AccountAsync()).Sale, (await house.AccountAsync()).IsFinal));
        }
        var second = new PutUp(2);
        await using (var house = await OpenAsync(Cup, [.. quick, "auction.sale.repeat=on"], observer: second))
        {
            await second.IsThere.WaitAsync(Houses.Patience);
            Assert.Equal((2, false), ((await house.AccountAsync()).Sale, (await house.AccountAsync()).IsFinal));
        }
        // The second sale waits for its bidders; with another catalogue a third follows only when it is over.
        await using (var house = await OpenAsync(Lots, quick)) Assert.Equal("cup", Assert.Single((await house.AccountAsync()).Lots).Lot);
    }

    [Fact]
    public async Task A_clock_that_was_set_back_while_the_house_was_down_undoes_nothing()
    {
        await using (var house = await OpenAsync(time: new LaterTime(TimeSpan.FromHours(5))))
        {
            await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
            await ann.AskAsync("BID lamp 15 x", "ACCEPTED");
        }
        var opened = OpenedJournal.Open(Db, TimeProvider.System, Houses.Settings(["auction.journal.snapshot-every=off"]), []);
        using (opened.Store)
        {
            Assert.Matches(
                "^The clock says .*Z, 4 h 59 min before the latest fact in the journal .*goes on from the time of that fact$",
                Assert.Single(opened.Found.Notes).Replace("5 h 0 min", "4 h 59 min", StringComparison.Ordinal));
        }
        await using (var house = await OpenAsync())
            Assert.True(house.Time.GetUtcNow() > DateTimeOffset.UtcNow + TimeSpan.FromHours(4));
    }

    [Fact]
    public async Task A_backup_made_while_the_house_runs_is_a_journal_of_its_own()
    {
        await using var house = await OpenAsync();
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        var accepted = await ann.AskAsync("BID lamp 15 x", "ACCEPTED");
        using var said = new StringWriter();
        Assert.Equal(0, BackupCommand.Run(Db, _folder["copy.db"], said));
        Assert.Equal(0, AuditCommand.Run(_folder["copy.db"], "lamp", accepted[^16..], said, TextWriter.Null, false));
        Assert.Contains("ann bids 15.00 (id x)", said.ToString(), StringComparison.Ordinal);
        Assert.Throws<JournalException>(() => { BackupCommand.Run(Db, _folder["copy.db"], said); });
        Assert.Contains(
            "is a folder",
            Assert.Throws<JournalException>(() => { BackupCommand.Run(Db, Path.GetDirectoryName(Db)!, said); }).Message,
            StringComparison.Ordinal);
        await ann.AskAsync("BID lamp 16 y", "ACCEPTED");
        Assert.Equal(0, Audit());
    }

    [Fact]
    public async Task An_audit_counts_in_words_a_person_would_use_and_says_when_there_is_no_such_lot()
    {
        await using (var house = await OpenAsync(settings: ["auction.rounds.close-when-all-acted=on"]))
        {
            await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
            await ann.AskAsync("BID lamp 15 x", "WON");
        }
        using var said = new StringWriter();
        Assert.Equal(0, AuditCommand.Run(Db, null, null, said, TextWriter.Null, false));
        Assert.Contains("round 1 is closed with 1 bid\n", said.ToString(), StringComparison.Ordinal);
        Assert.Contains(
            " events in 1 life of the house: 1 bid, 1 unit sold for 15.00, 1 person.\n",
            said.ToString(),
            StringComparison.Ordinal);
        Assert.Contains(
            "called lamb",
            Assert.Throws<JournalException>(() => { AuditCommand.Run(Db, "lamb", null, said, TextWriter.Null, false); }).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_erased_person_is_nowhere_in_the_file_and_everything_else_holds()
    {
        string token;
        await using (var house = await OpenAsync(settings: ["auction.rounds.close-when-all-acted=on"]))
        {
            await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "annabel-lee");
            token = ann.Token;
            await ann.AskAsync("BID lamp 15 x", "WON");
        }
        Assert.Equal(1, EraseCommand.Run(Db, "nobody", TextWriter.Null, TextWriter.Null));
        Assert.Equal(0, EraseCommand.Run(Db, "annabel-lee", TextWriter.Null, TextWriter.Null));
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(Db)!))
        {
            var text = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file));
            Assert.DoesNotContain("annabel-lee", text, StringComparison.Ordinal);
            Assert.DoesNotContain(token, text, StringComparison.Ordinal);
        }
        Assert.Equal(0, Audit());
        Assert.Equal(0, RerunCommand.Run(Db, TextWriter.Null, TextWriter.Null, false));
        await using (var house = await OpenAsync())
        {
            Assert.Equal("~1", (await house.AccountAsync()).Sales.Single().Bidder);
            // The name is free again.
            await using var other = await FloorClient.EnterAsync(house.FloorEndPoint, "annabel-lee");
            Assert.NotEqual(token, other.Token);
        }
        Assert.Equal(0, Audit());
    }

    [Theory]
    [InlineData(
        "csv",
        "sales",
        "place,event,time,house,sale,run,lot,round,bidder,price,currency\n#,#,#,floor,sale,1,lamp,1,ann,15.00,USD\n")]
    [InlineData(
        "json",
        "sales",
        "{\"place\":#,\"event\":#,\"time\":#,\"house\":\"floor\",\"sale\":\"sale\",\"run\":1,"
            + "\"lot\":\"lamp\",\"round\":1,\"bidder\":\"ann\",\"price\":\"15.00\",\"currency\":\"USD\"}\n")]
    [InlineData(
        "csv",
        "bids",
        "place,event,time,house,sale,run,lot,bidder,id,amount,price,leader,currency\n"
            + "#,#,#,floor,sale,1,lamp,ann,x,15.00,10.00,,USD\n")]
    public async Task What_was_sold_and_bid_goes_out_for_other_programs(string format, string what, string expected)
    {
        await using (var house = await OpenAsync(settings: ["auction.rounds.close-when-all-acted=on"]))
        {
            await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
            await ann.AskAsync("BID lamp 15 x", "WON");
        }
        using var output = new StringWriter { NewLine = "\n" };
        Assert.Equal(0, ExportCommand.Run(Db, format, what, output));
        var pattern = "^" + System.Text.RegularExpressions.Regex.Escape(expected).Replace("\\#", "[^,]+", StringComparison.Ordinal) + "$";
        Assert.Matches(pattern, output.ToString());
    }

    [Fact]
    public async Task Several_sales_go_on_side_by_side_each_from_its_own_facts_and_what_is_over_is_read_when_somebody_joins_it()
    {
        const string Quick = "sale = quick, lots = [ { id = cup, start = \"10.00\" } ]";
        const string Slow = "sale = slow, lots = [ { id = lamp, start = \"10.00\", units = 2 }, { id = cup, start = \"5.00\" } ]";
        const string Later = "sale = later, opens = \"2999-12-24T18:00:00Z\", lots = [ { id = cup, start = \"1.00\" } ]";
        string[] quick = ["auction.rounds.close-when-all-acted=on"];
        string token, accepted, bought;
        await using (var house = await OpenAsync([Quick, Slow, Later], quick))
        {
            await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
            token = ann.Token;
            bought = await ann.AskAsync("BID cup 15 x", "ACCEPTED");
            await ann.UntilAsync("END");
            await ann.AskAsync("JOIN slow", "READY");
            // Nobody waits for bob, who does nothing there.
            await using var bob = await FloorClient.EnterAsync(house.FloorEndPoint, "bob");
            accepted = await ann.AskAsync("BID slow/lamp 15 x", "ACCEPTED");
            Assert.Equal("REFUSED y later/cup 202", (await ann.AskAsync("BID later/cup 15 y", "REFUSED"))[..23]);
        }
        // No catalogue is given: what there was goes on.
        await using (var house = await OpenAsync([], quick))
        {
            Assert.Equal(
                [("quick", SaleViewState.Ended), ("slow", SaleViewState.Open), ("later", SaleViewState.Waiting)],
                (await house.SalesAsync()).Select(sale => (sale.Id, sale.State)));
            await using var ann = await ReturnAsync(house, "ann", token);
            Assert.Equal(
                accepted.Replace(" slow/lamp ", " lamp ", StringComparison.Ordinal), await ann.AskAsync("BID lamp 15 x", "ACCEPTED"));
            Assert.Equal(
                bought.Replace(" cup ", " quick/cup ", StringComparison.Ordinal), await ann.AskAsync("BID quick/cup 15 x", "ACCEPTED"));
            await ann.AskAsync("JOIN quick", "READY");
            Assert.StartsWith("END", await ann.UntilAsync("END"), StringComparison.Ordinal);
            await ann.AskAsync("ME", "BOUGHT cup 15.00");
            await ann.UntilAsync("READY");
            Assert.Contains(" 203 ", await ann.AskAsync("BID cup 15 z", "REFUSED"), StringComparison.Ordinal);
            Assert.True((await house.AccountAsync("quick")).IsFinal);
            Assert.Equal(1, (await house.AccountAsync("quick")).Sold);
            Assert.False((await house.AccountAsync("slow")).IsFinal);
            await Assert.ThrowsAsync<KeyNotFoundException>(() => house.AccountAsync("night"));
        }
        // It is put up again by its id where the house repeats; its events are numbered on, and what was bought there stays bought.
        await using (var house = await OpenAsync([Quick], [.. quick, "auction.sale.repeat=on"]))
        {
            await using var ann = await ReturnAsync(house, "ann", token);
            var ready = Seq(await ann.AskAsync("JOIN quick", "READY"));
            Assert.Equal(4, (await house.SalesAsync()).Single(sale => sale.Id == "quick").Run);
            await ann.AskAsync("ME", "BOUGHT cup 15.00");
            await ann.UntilAsync("READY");
            Assert.True(ready > 8);
        }
        Assert.Equal(0, Audit());
        Assert.Equal(0, RerunCommand.Run(Db, TextWriter.Null, TextWriter.Null, false));
    }

    private Task<House> OpenAsync(
        string catalogue = Lots,
        string[]? settings = null,
        TimeProvider? time = null,
        IHouseObserver? observer = null) => OpenAsync([catalogue], settings, time, observer);

    private async Task<House> OpenAsync(
        string[] catalogues,
        string[]? settings = null,
        TimeProvider? time = null,
        IHouseObserver? observer = null)
    {
        var read = Houses.Settings([$"auction.journal.snapshot-every={snapshotEvery}", .. settings ?? []]);
        var hasSnapshot = File.Exists(SnapshotFile.PathOf(Db));
        var house = await House.StartAsync(
            read,
            [.. catalogues.Select(catalogue => Houses.Catalogue(catalogue, read))],
            new HouseOptions { JournalFile = Db, Time = time ?? TimeProvider.System, Observer = observer });
        Assert.Equal(hasSnapshot, house.SnapshotPlace > 0);
        return house;
    }

    private static async Task<FloorClient> ReturnAsync(House house, string name, string token)
    {
        var client = await FloorClient.ConnectAsync(house.FloorEndPoint);
        Assert.StartsWith($"WELCOME {name} {token}", await client.AskAsync($"HELLO {name} {token}", "WELCOME"), StringComparison.Ordinal);
        await client.UntilAsync("READY");
        return client;
    }

    private static async Task<string> LotAsync(FloorClient client, string lot)
    {
        var line = await client.AskAsync("LIST", $"LOT {lot}");
        await client.UntilAsync("READY");
        return line;
    }

    private static long Seq(string ready) => long.Parse(ready.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);

    private int Audit() => AuditCommand.Run(Db, null, null, TextWriter.Null, TextWriter.Null, false);

    /// <summary>Waits for a sale to be put up.</summary>
    private sealed class PutUp(int wanted) : IHouseObserver
    {
        private readonly TaskCompletionSource _isThere = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task IsThere => _isThere.Task;

        public void OnSale(SaleTerms sale, Catalogue catalogue)
        {
            if (sale.Id == wanted) _isThere.TrySetResult();
        }

        public void OnNotice(string sale, AkkaAuction.Messages.Notice notice) { }

        public void OnAccount(FinalAccount account) { }
    }
}

/// <summary>From every fact.</summary>
public sealed class RecoveryFromFactsTests() : RecoveryTests("off");

/// <summary>From a snapshot that each stop leaves.</summary>
public sealed class RecoveryFromSnapshotTests() : RecoveryTests("1");
