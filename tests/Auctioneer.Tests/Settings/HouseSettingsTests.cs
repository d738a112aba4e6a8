using AkkaAuction.Auctioneer.Originals;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Journal.GroupCommit;
using AkkaAuction.Rules.Forms;
using AkkaAuction.Rules.Forms.Room;
using AkkaAuction.Rules.Forms.Rounds;
using AkkaAuction.Rules.Originals;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Tests.Settings;

/// <summary>Settings: the defaults as they are documented, the layers over them, and what a person is told who writes one wrong.</summary>
public sealed class HouseSettingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_default_is_what_the_reference_says()
    {
        var s = HouseSettings.Default();
        Assert.Equal(("USD", 2), (s.Currency.Code, s.Currency.Digits));
        Assert.Equal(
            new FloorSettings(
                "127.0.0.1",
                12340,
                20_000,
                TimeSpan.FromSeconds(30),
                200_000,
                100,
                65_536,
                4_194_304,
                TimeSpan.FromSeconds(30)),
            s.Floor);
        Assert.Equal(new SaleSettings(1, false, TimeSpan.FromMinutes(10)), s.Sale);
        Assert.Equal(new RoundsSettings(TimeSpan.FromSeconds(60), null, 5, false), s.Rounds);
        Assert.Equal(
            new RemoteDoorSettings(
                "127.0.0.1", null, 8110, 20_000, 200_000, 1024, 100, TimeSpan.FromSeconds(4),
                new OutputLimits(64 * 1024, 4 * 1024 * 1024, TimeSpan.FromSeconds(30))),
            s.Remote);
        Assert.Equal(new LotDefaults("rounds", 1, TimeSpan.FromSeconds(60), s.Lots.Terms), s.Lots);
        Assert.Equal(FormRegistry.All.Select(form => form.Name).Order(), s.Lots.Terms.Keys.Select(form => form.Name).Order());
        Assert.Equal(new RoundsTerms(new TieBreak.Earlier()), s.Lots.Terms[RoundsForm.Instance]);
        Assert.Equal(new RoomTerms(TimeSpan.FromSeconds(30)), s.Lots.Terms[RoomForm.Instance]);
        Assert.Equal(new LimitSettings(100_000_000_000, 1_000_000, 128), s.Limits);
        Assert.Equal(new SupervisionSettings(5, TimeSpan.FromSeconds(60)), s.Supervision);
        Assert.Equal(TimeSpan.FromSeconds(1), s.StopGrace);
        Assert.Equal(new JournalSettings("auction.db", new JournalLimits(65_536, TimeSpan.FromSeconds(1)), 250_000), s.Journal);
        Assert.Equal(new RecoverySettings(false, TimeSpan.FromMinutes(2), false, false, TimeSpan.FromSeconds(10)), s.Recovery);
        var door = new TextDoorSettings(
            "127.0.0.1",
            12345,
            2000,
            TimeSpan.FromMilliseconds(100),
            4096,
            1000,
            100,
            new OutputLimits(65_536, 1_048_576, TimeSpan.FromSeconds(30)));
        var originals = OriginalsSettings.Of(s);
        Assert.Equal(
            new OriginalsSettings(
                door, door with { Port = 12346 }, null,
                new SealedHouseTerms(
                    s.Currency,
                    100_000_000_000_000,
                    TimeSpan.FromMinutes(10),
                    TimeSpan.FromHours(1),
                    TimeSpan.FromMinutes(10)),
                originals.SealedLines),
            originals);
        Assert.Equal(("\n", TimeSpan.FromMilliseconds(20)), (originals.SealedLines.LineEnd, originals.SealedLines.Pause));
        Assert.Equal("", s.Akka.Text);
    }

    [Fact]
    public void A_file_lies_over_the_defaults_and_single_settings_over_the_file()
    {
        var file = Write("house.conf", "auction { rounds { length = 5s, limit = 7 }, doors.floor.port = 1 }\nakka.loglevel = DEBUG");
        var s = HouseSettings.Load(
            file,
            ["auction.rounds.length=250ms", "auction.doors.floor.port=off", "auction.doors.floor.host=0.0.0.0"]);
        Assert.Equal((TimeSpan.FromMilliseconds(250), 7, null, "0.0.0.0"), (s.Rounds.Length, s.Rounds.Limit, s.Floor.Port, s.Floor.Host));
        Assert.Equal("\"akka\" : {\n\"loglevel\" : \"DEBUG\"\n}\n", s.Akka.Text);
    }

    [Theory]
    [InlineData("auction.rounds.lenght=5s", "there is no setting auction.rounds.lenght. Did you mean auction.rounds.length?")]
    [InlineData("auction.doors.web.port=0", "there is no setting auction.doors.web.port. Did you mean auction.doors.room.port?")]
    [InlineData("rounds.length=5s", "there is no setting rounds.length. Did you mean auction.rounds.length?")]
    [InlineData("auction.floor.port=5", "there is no setting auction.floor.port. Did you mean auction.doors.floor.port?")]
    [InlineData(
        "auction.stuck-after=5s",
        "Did you mean auction.doors.room.stuck-after, auction.doors.floor.stuck-after or auction.doors.remote.stuck-after?")]
    [InlineData(
        "auction=3",
        "auction is a group of settings, not one; it holds currency, doors, journal, limits, lots, recovery, room, rounds, sale, sealed "
            + "and 2 more: docs/reference/settings.md has the list.")]
    [InlineData("auction.doors=3", "auction.doors is a group of settings, not one; it holds floor, remote, room, sealed.")]
    [InlineData("lots=[]", "there is no setting lots; it stands in a catalogue, for --catalogue.")]
    [InlineData("random.seed=3", "there is no setting random.seed; it stands in a catalogue, for --catalogue.")]
    [InlineData("lots.units=3", "there is no setting lots.units. Did you mean auction.lots.units?")]
    [InlineData(
        "auction.rounds=5s",
        "auction.rounds is a group of settings, not one; it holds close-when-all-acted, length, limit, seed, silence, ties")]
    [InlineData("auction.rounds.length.max=5s", "auction.rounds.length is a single value")]
    [InlineData("auction.rounds.length=soon", "auction.rounds.length is \"soon\"; it must be a time from 1ms to 365d, with its unit")]
    [InlineData("auction.rounds.length=5", "auction.rounds.length is \"5\"; it must be a time")]
    [InlineData("auction.rounds.length=0s", "auction.rounds.length is \"0s\"; it must be a time from 1ms")]
    [InlineData("auction.rounds.limit=0", "auction.rounds.limit is \"0\"; it must be a whole number from 1 to")]
    [InlineData("auction.doors.floor.port=65536", "auction.doors.floor.port is \"65536\"; it must be a port from 0 to 65535, or off")]
    [InlineData("auction.doors.floor.port=[1]", "auction.doors.floor.port is a list; it must be a port")]
    [InlineData("auction.sale.repeat=maybe", "auction.sale.repeat is \"maybe\"; it must be on or off")]
    [InlineData("auction.limits.amount=1e9", "auction.limits.amount is \"1e9\"; it must be an amount")]
    [InlineData("auction.rounds.ties=random", "auction.rounds.ties is \"random\"; it must be one of earlier, drawn")]
    [InlineData(
        "auction.doors.floor.output-hard-limit=1KiB",
        "auction.doors.floor.output-hard-limit is \"1KiB\"; it must be a size from 65536")]
    [InlineData(
        "auction.doors.remote.public-host=a b",
        "auction.doors.remote.public-host is \"a b\"; it must be a name or address that bidders")]
    [InlineData(
        "auction.doors.remote.public-host=a:b",
        "auction.doors.remote.public-host is \"a:b\"; it must be a name or address that bidders")]
    [InlineData("auction.rounds.seed=x", "auction.rounds.seed is \"x\"; it must be a whole number")]
    [InlineData("auction.rounds.length=null", "auction.rounds.length is null; it must be a time")]
    [InlineData("auction.rounds.length=[1", "position 25: Expected `]` to close the array")]
    [InlineData("\"auction.rounds.length\"=5s", "there is no setting \"auction.rounds.length\". Did you mean auction.rounds.length?")]
    [InlineData("nonsense", "write path=value")]
    [InlineData("=5", "write path=value")]
    public void A_setting_that_cannot_be_used_is_named_with_what_would_be_right(string assignment, string words)
    {
        var fault = Assert.Throws<SettingsException>(() => HouseSettings.Load(null, [assignment]));
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
        Assert.Contains(assignment, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_in_a_file_names_the_file_and_the_line()
    {
        var file = Write("wrong.conf", "auction {\n  rounds.length = 5s\n  sale {\n    bidders-to-start = none\n  }\n}");
        var fault = Assert.Throws<SettingsException>(() => HouseSettings.Load(file, []));
        Assert.StartsWith($"{file}, line 4: auction.sale.bidders-to-start is \"none\"", fault.Message, StringComparison.Ordinal);
        var unknown = Write("unknown.conf", "auction.rounds.length = 5s\nauction {\n  rounds.lenght = 5s\n}");
        Assert.StartsWith(
            $"{unknown}, line 3: there is no setting auction.rounds.lenght.",
            Assert.Throws<SettingsException>(() => HouseSettings.Load(unknown, [])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_value_in_a_file_is_named_also_where_a_later_setting_covers_it()
    {
        var file = Write("covered.conf", "auction.rounds.length = 5s\nauction.rounds.limit = none\nauction.sale.repeat = maybe");
        var fault = Assert.Throws<SettingsException>(() => HouseSettings.Load(file, ["auction.rounds.limit=3", "auction.sale.repeat=on"]));
        Assert.StartsWith(
            $"{file}, line 3: auction.sale.repeat is \"maybe\"; it must be on or off.",
            fault.Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "auction.rounds.length=soon",
            Assert.Throws<SettingsException>(
                () => HouseSettings.Load(null, ["auction.rounds.length=soon", "auction.rounds.length=5s"])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_covered_value_that_fitted_its_own_file_or_fits_in_the_end_is_no_fault()
    {
        const string Soft = "auction.doors.floor.output-soft-limit", Hard = "auction.doors.floor.output-hard-limit";
        // The one below the other's default is right beside the other of its file, or beside the other of the end.
        var both = Write("both.conf", $"{Soft} = 1KiB\n{Hard} = 2KiB");
        Assert.Equal(1 << 20, HouseSettings.Load(both, [$"{Soft}=64KiB", $"{Hard}=1MiB"]).Floor.OutputHardLimitBytes);
        var low = Write("low.conf", $"{Hard} = 32KiB");
        Assert.Equal(65_536, HouseSettings.Load(low, [$"{Soft}=16KiB", $"{Hard}=64KiB"]).Floor.OutputHardLimitBytes);
        Assert.StartsWith(
            $"{low}, line 1: {Hard} is \"32KiB\"",
            Assert.Throws<SettingsException>(() => HouseSettings.Load(low, [$"{Hard}=1MiB"])).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    // Beside the hard limit, which is right in its file, stands what is wrong there.
    [InlineData(
        "SOFT = 1MiB\nHARD = 2MiB\nauction.rounds.length = soon", "line 3: auction.rounds.length is \"soon\"",
        "SOFT=4MiB", "HARD=8MiB", "auction.rounds.length=5s")]
    [InlineData("SOFT = 8MiB\nHARD = big", "line 2: HARD is \"big\"; it must be a size from 8388608 (SOFT)", "SOFT=64KiB", "HARD=1MiB")]
    [InlineData("SOFT = big\nHARD = 2MiB", "line 1: SOFT is \"big\"; it must be a size from 1024", "SOFT=4MiB", "HARD=8MiB")]
    [InlineData("SOFT = 8MiB\nHARD = 2MiB", "line 2: HARD is \"2MiB\"; it must be a size from 8388608 (SOFT)", "SOFT=64KiB", "HARD=4MiB")]
    [InlineData("SOFT = 8MiB\nHARD = 2MiB", "line 2: HARD is \"2MiB\"; it must be a size from 8388608 (SOFT)", "HARD=16MiB")]
    // Nobody wrote the hard limit.
    [InlineData("SOFT = 8MiB", "line 1: SOFT is \"8MiB\"; it must be a size up to 4194304 bytes (HARD); for more, raise that one too.")]
    [InlineData("SOFT = 8MiB", "line 1: SOFT is \"8MiB\"; it must be a size up to 4194304 bytes (HARD)", "SOFT=64KiB")]
    public void The_value_that_is_wrong_is_named_and_not_a_right_one_beside_it(string text, string words, params string[] assignments)
    {
        var file = Write("beside.conf", Named(text));
        var fault = Assert.Throws<SettingsException>(() => HouseSettings.Load(file, assignments.Select(Named)));
        Assert.StartsWith($"{file}, {Named(words)}", fault.Message, StringComparison.Ordinal);

        static string Named(string with) => with.Replace("SOFT", "auction.doors.floor.output-soft-limit", StringComparison.Ordinal)
            .Replace("HARD", "auction.doors.floor.output-hard-limit", StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_without_a_setting_in_it_says_nothing() =>
        Assert.Equal(TimeSpan.FromSeconds(60), HouseSettings.Load(Write("empty.conf", "auction { rounds {} }"), []).Rounds.Length);

    [Fact]
    public void A_syntax_error_names_the_file_the_line_and_the_position()
    {
        var file = Write("broken.conf", "auction {\n  rounds.length = 5s\n  = 3\n}\n");
        var fault = Assert.Throws<SettingsException>(() => HouseSettings.Load(file, []));
        Assert.Matches($"^{System.Text.RegularExpressions.Regex.Escape(file)}, line 3, position \\d+: ", fault.Message);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Assert.StartsWith(
            "The config file /no/such/file cannot be read: ",
            Assert.Throws<SettingsException>(() => HouseSettings.Load("/no/such/file", [])).Message,
            StringComparison.Ordinal);

    private string Write(string name, string text)
    {
        var path = _folder[name];
        File.WriteAllText(path, text);
        return path;
    }
}
