using System.Collections.Immutable;
using System.Reflection;
using AkkaAuction.Journal.GroupCommit;
using AkkaAuction.Rules.Forms;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;
using Hocon;

namespace AkkaAuction.Auctioneer.Settings;

/// <summary>Everything about a house that can be set, checked. Defaults are in reference.conf and nowhere else.</summary>
/// <param name="Currency">Currency of the lots whose catalogue says none, and of the room and the sealed house.</param>
/// <param name="Akka">What people wrote for the actor system.</param>
public sealed record HouseSettings(
    Currency Currency,
    FloorSettings Floor,
    SaleSettings Sale,
    RoundsSettings Rounds,
    LotDefaults Lots,
    LimitSettings Limits,
    SupervisionSettings Supervision,
    JournalSettings Journal,
    RecoverySettings Recovery,
    TimeSpan StopGrace,
    RemoteDoorSettings Remote,
    AkkaSettings Akka)
{
    /// <summary>Where it was read from, for messages about what only turns out wrong later.</summary>
    private LayeredSettings? Layers { get; init; }

    /// <summary>The defaults alone.</summary>
    public static HouseSettings Default() => Load(null, []);

    /// <summary>
    /// The defaults, a file over them, single settings over that. A value that a later one covers is checked like any other.
    /// </summary>
    /// <param name="file">A HOCON file; null: none.</param>
    /// <param name="assignments">Each <c>path=value</c>, like <c>auction.doors.floor.port=0</c>.</param>
    /// <exception cref="SettingsException">Something in them cannot be used.</exception>
    public static HouseSettings Load(string? file, IEnumerable<string> assignments)
    {
        ArgumentNullException.ThrowIfNull(assignments);
        var layers = new LayeredSettings(Reference());
        if (file is not null) layers.Add(HoconText.ReadFile(file, "config file"));
        foreach (var assignment in assignments) layers.Set(assignment);
        var akka = AkkaSettings.Read(layers.Akka);
        return Section(layers, at => Read(at, akka)) with { Layers = layers };
    }

    /// <summary>Reads settings that are no matter of every house, as one of its parts has them; they are checked like all others.</summary>
    /// <param name="read">Reads them.</param>
    /// <exception cref="SettingsException">Something in them cannot be used.</exception>
    internal T Section<T>(Func<Func<string, ValueReader>, T> read) =>
        Section(Layers ?? throw new InvalidOperationException("These settings were not loaded."), read);

    private static T Section<T>(LayeredSettings layers, Func<Func<string, ValueReader>, T> read)
    {
        T From(Func<string, HoconValue> values) => read(path => new ValueReader(path, values(path)));

        var section = From(layers.At);
        foreach (var (path, value, layer) in layers.Covered()) CheckCovered(layers, path, value, layer, values => From(values));
        return section;
    }

    /// <summary>Where the host of a door was written, as a message begins; null: nobody wrote it.</summary>
    /// <param name="door">The door's name in the settings, like <c>floor</c>.</param>
    internal string? PlaceOfHost(string door) => PlaceOf($"auction.doors.{door}.host");

    /// <summary>Where a setting was written, as a message begins; null: nobody wrote it, so it is the default.</summary>
    /// <param name="path">The whole key.</param>
    internal string? PlaceOf(string path) =>
        Layers?.At(path).Position is { Source: not LayeredSettings.Defaults } at ? HoconText.Place(at) : null;

    /// <summary>
    /// Some bounds are other settings: a covered value is wrong only if it fits neither the settings of the end nor those beside it in its
    /// own layer.
    /// </summary>
    private static void CheckCovered(
        LayeredSettings layers, string path, HoconValue value, int layer, Action<Func<string, HoconValue>> read)
    {
        if (Fault(p => p == path ? value : layers.At(p), read) is null || Fault(p => layers.At(p, layer), read) is not { } beside) return;
        // What is wrong without this value, too, is another's fault, found in its own turn.
        var without = Fault(p => p == path ? layers.At(p) : layers.At(p, layer), read);
        if (beside.Key == path || beside.Key != without?.Key) throw beside;
    }

    private static SettingsException? Fault(Func<string, HoconValue> values, Action<Func<string, HoconValue>> read)
    {
        try
        {
            read(values);
            return null;
        }
        catch (SettingsException fault)
        {
            return fault;
        }
    }

    private static HouseSettings Read(Func<string, ValueReader> at, AkkaSettings akka)
    {
        var code = at("auction.currency").Text(CurrencyExpected);
        if (!Currency.IsCode(code)) throw at("auction.currency").Wrong(CurrencyExpected);
        var currency = Currency.Of(code);
        var output = OutputLimits.Read(at, "auction.doors.floor");
        return new HouseSettings(
            currency,
            new FloorSettings(
                at("auction.doors.floor.host").Address(),
                at("auction.doors.floor.port") is var port && port.Is("off")
                    ? null
                    : port.Whole(0, 65535, "a port from 0 to 65535, or off"),
                at("auction.doors.floor.connections").Whole(1, 1_000_000),
                at("auction.doors.floor.hello-timeout").Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1)),
                at("auction.doors.floor.lines-per-second").Whole(1, 100_000_000),
                at("auction.doors.floor.faults-in-a-row").Whole(1, 1_000_000),
                output.SoftLimitBytes,
                output.HardLimitBytes,
                output.StuckAfter),
            new SaleSettings(
                at("auction.sale.bidders-to-start").Whole(1, 1_000_000),
                at("auction.sale.repeat").Switch(),
                at("auction.sale.let-go-after").Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(365))),
            new RoundsSettings(
                at("auction.rounds.length").Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(365)),
                at("auction.rounds.limit").WholeOrNone(1, int.MaxValue),
                at("auction.rounds.silence").WholeOrNone(1, int.MaxValue),
                at("auction.rounds.close-when-all-acted").Switch()),
            new LotDefaults(
                at("auction.lots.form").OneOf(LotDefaults.Forms),
                at("auction.lots.units").Whole(1, int.MaxValue),
                at("auction.lots.open-for").Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(365)),
                FormRegistry.All.ToImmutableDictionary(form => form, form => form.Preset(new FormSettings(at)))),
            new LimitSettings(
                at("auction.limits.amount").Amount(currency, 1, Amount.MaxMinor),
                at("auction.limits.lots").Whole(1, 10_000_000),
                at("auction.limits.bid-ids").Whole(1, 4096)),
            new SupervisionSettings(
                at("auction.supervision.failures").Whole(1, 1_000_000),
                at("auction.supervision.within").Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(365))),
            new JournalSettings(
                at("auction.journal.file") is var journal && journal.Is("none") ? null : journal.Text("a file's name, or none"),
                new JournalLimits(
                    at("auction.journal.waiting").Whole(1, 100_000_000),
                    at("auction.journal.retry-every").Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1))),
                at("auction.journal.snapshot-every") is var every && every.Is("off")
                    ? null
                    : every.Whole(1, int.MaxValue, "a number of facts from 1, or off")),
            new RecoverySettings(
                at("auction.recovery.overdue").OneOf("close", "extend") == "extend",
                at("auction.recovery.extension").Duration(TimeSpan.FromSeconds(1), TimeSpan.FromDays(30)),
                at("auction.recovery.lost-end").OneOf("refuse", "accept") == "accept",
                at("auction.recovery.clock").OneOf("ask", "trust") == "trust",
                at("auction.recovery.return-within").Duration(TimeSpan.Zero, TimeSpan.FromDays(1))),
            at("auction.stop.grace").Duration(TimeSpan.Zero, TimeSpan.FromSeconds(8)),
            RemoteDoorSettings.Read(at),
            akka);
    }

    /// <summary>What a currency must be, for a person.</summary>
    internal const string CurrencyExpected = "a currency's code of three capital letters, like USD";

    /// <summary>The highest amount in a currency: as many of its major units as <c>auction.limits.amount</c> has of the house's.</summary>
    internal long CeilingIn(Currency currency)
    {
        ArgumentNullException.ThrowIfNull(currency);
        return currency.Same(Limits.AmountMinor, Currency);
    }

    /// <summary>The embedded defaults, as text.</summary>
    public static string Reference() => Embedded("reference.conf");

    internal static string Embedded(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

/// <summary>The floor door.</summary>
/// <param name="Host">Address to listen on.</param>
/// <param name="Port">Port; 0: any free one; null: the door is closed.</param>
/// <param name="ConnectionsMax">Connections at a time.</param>
/// <param name="HelloTimeout">How long a connection may be without HELLO.</param>
/// <param name="LinesPerSecond">Lines per second and connection, and as many at once.</param>
/// <param name="FaultsInARowMax">Bad lines in a row before the connection is closed.</param>
/// <param name="OutputSoftLimitBytes">Waiting output above which price ticks are conflated.</param>
/// <param name="OutputHardLimitBytes">Waiting output at which the connection is cut.</param>
/// <param name="StuckAfter">How long a reader may take nothing.</param>
public sealed record FloorSettings(
    string Host,
    int? Port,
    int ConnectionsMax,
    TimeSpan HelloTimeout,
    int LinesPerSecond,
    int FaultsInARowMax,
    long OutputSoftLimitBytes,
    long OutputHardLimitBytes,
    TimeSpan StuckAfter)
{
    /// <summary>The limits of what waits for a slow reader.</summary>
    public OutputLimits Output => new(OutputSoftLimitBytes, OutputHardLimitBytes, StuckAfter);
}

/// <summary>What may wait for a slow reader, on any door.</summary>
/// <param name="SoftLimitBytes">Waiting output above which price ticks are conflated.</param>
/// <param name="HardLimitBytes">Waiting output at which the connection is cut.</param>
/// <param name="StuckAfter">How long a reader may take nothing.</param>
public sealed record OutputLimits(long SoftLimitBytes, long HardLimitBytes, TimeSpan StuckAfter)
{
    internal static OutputLimits Read(Func<string, ValueReader> at, string door)
    {
        var soft = at($"{door}.output-soft-limit");
        var softLimit = soft.Bytes(1024, 1 << 30);
        return new OutputLimits(
            softLimit,
            at($"{door}.output-hard-limit").Bytes(softLimit, 1L << 34, soft),
            at($"{door}.stuck-after").Duration(TimeSpan.FromMilliseconds(10), TimeSpan.FromDays(1)));
    }
}

/// <summary>Who takes part, and what becomes of a sale that is over.</summary>
public sealed record SaleSettings(int BiddersToStart, bool Repeat, TimeSpan LetGoAfter);

/// <summary>The clock of lots sold in rounds (R1.3, R1.6).</summary>
public sealed record RoundsSettings(TimeSpan Length, int? Limit, int? Silence, bool CloseWhenAllActed);

/// <summary>What a lot has when its row does not say.</summary>
/// <param name="Form">The form's name.</param>
/// <param name="Units">Units, where the form sells several.</param>
/// <param name="OpenFor">How long it is on sale, where nothing else ends it.</param>
/// <param name="Terms">What each form presets.</param>
public sealed record LotDefaults(string Form, int Units, TimeSpan OpenFor, ImmutableDictionary<Form, FormTerms> Terms)
{
    /// <summary>The forms a catalogue may name.</summary>
    public static ReadOnlySpan<string> Forms => FormNames;

    private static readonly string[] FormNames = [.. FormRegistry.All.Select(form => form.Name)];
}

/// <summary>Ceilings of the house.</summary>
/// <param name="AmountMinor">Highest amount taken, minor units.</param>
/// <param name="Lots">Most lots of one sale.</param>
/// <param name="BidIds">Bid ids that each lot remembers of each bidder.</param>
public sealed record LimitSettings(long AmountMinor, int Lots, int BidIds);

/// <summary>Where facts are kept.</summary>
/// <param name="File">
/// The file, from the current directory; null: in memory. A program that starts a house itself says so by
/// <c>HouseOptions.JournalFile</c>.
/// </param>
/// <param name="Limits">The bounds.</param>
/// <param name="SnapshotEvery">A snapshot is made after so many facts; null: none is made, and none is read.</param>
public sealed record JournalSettings(string? File, JournalLimits Limits, int? SnapshotEvery);

/// <summary>How a house comes back from its journal.</summary>
/// <param name="ExtendOverdue">Whether lots that fell due while the house was down stay open a while longer; else they close.</param>
/// <param name="Extension">How much longer, from the start.</param>
/// <param name="AcceptLostEnd">Whether a journal may lack what a house has told of it.</param>
/// <param name="TrustClock">Whether lots and rounds may close though the clock is far ahead of all that happened.</param>
/// <param name="ReturnWithin">How long a round that ends when all have acted waits for the bidders that were here before.</param>
public sealed record RecoverySettings(
    bool ExtendOverdue, TimeSpan Extension, bool AcceptLostEnd, bool TrustClock, TimeSpan ReturnWithin);

/// <summary>When a lot that fails again and again is halted.</summary>
public sealed record SupervisionSettings(int Failures, TimeSpan Within);
