using System.Collections.Immutable;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Forms;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;
using AkkaAuction.Rules.Sales;
using Hocon;

namespace AkkaAuction.Auctioneer.Settings;

/// <summary>
/// Reads a catalogue (R1.1): HOCON with either a list <c>lots</c> or an object <c>random</c>, and beside it what it says of the sale
/// (<see cref="CatalogueHeadReader"/>). A row that cannot be used is named by the
/// file and line, its number and id, and its key; then nothing of the catalogue is used.
/// </summary>
public sealed class CatalogueReader
{
    private static readonly string[] LotKeys = ["id", "title", "form", "start", "currency", "units", .. TermKeys.All, "open-for", "seller"];

    private static readonly string[] RootKeys = [.. CatalogueHeadReader.Keys, "currency", Lots, "random"];

    /// <summary>The key of the lots; the house's settings have a group of this name elsewhere.</summary>
    internal const string Lots = "lots";

    /// <summary>Keys that no setting of a house is called by.</summary>
    internal static readonly string[] OwnKeys = ["sale", "title", "opens", "random"];

    private static readonly string[] RandomKeys = ["seed", "lots", "price", "units"];

    private readonly HouseSettings _settings;
    // Of the rows that say none.
    private Currency _currency;

    private CatalogueReader(HouseSettings settings) => (_settings, _currency) = (settings, settings.Currency);

    /// <exception cref="SettingsException">The file cannot be read, or a row of it cannot be used.</exception>
    public static Catalogue ReadFile(string file, HouseSettings settings) => ReadFile(file, settings, out _);

    /// <inheritdoc cref="ReadFile(string, HouseSettings)"/>
    /// <param name="file">The file.</param>
    /// <param name="settings">Currency, ceilings and what a row need not say.</param>
    /// <param name="placeOfId">Where the sale's id was written; the file, where its name is the id.</param>
    internal static Catalogue ReadFile(string file, HouseSettings settings, out string placeOfId) =>
        Read(HoconText.ReadFile(file, "catalogue"), settings, null, out placeOfId);

    /// <param name="text">The catalogue.</param>
    /// <param name="source">What a person calls it.</param>
    /// <param name="settings">Currency, ceilings and what a row need not say.</param>
    /// <param name="name">The sale's id where the catalogue says none; null: the source's name without folder and extension.</param>
    /// <exception cref="SettingsException">A row of it cannot be used.</exception>
    public static Catalogue Read(string text, string source, HouseSettings settings, string? name = null) =>
        Read(new HoconSource(source, text), settings, name, out _);

    private static Catalogue Read(HoconSource source, HouseSettings settings, string? name, out string placeOfId)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var root = HoconText.Parse(source);
        placeOfId = root.TryGetValue("sale", out var id) ? HoconText.Place(id.Value.Position) : source.Name;
        var catalogue = new CatalogueReader(settings).ReadRoot(root, source.Name);
        return catalogue with { Head = CatalogueHeadReader.Read(root, name ?? CatalogueHeadReader.NameOf(source.Name)) };
    }

    private Catalogue ReadRoot(HoconObject root, string source)
    {
        Known(root, RootKeys, "");
        if (root.TryGetValue("currency", out var said)) _currency = Read(new ValueReader("currency", said!.Value));
        var catalogue = (root.TryGetValue("lots", out var lots), root.TryGetValue("random", out var random)) switch
        {
            (true, false) => ReadLots(new ValueReader("lots", lots!.Value)),
            (false, true) => ReadRandom(new ValueReader("random", random!.Value)),
            _ => throw new SettingsException(
                $"{source}: a catalogue is either a list, lots = [ … ], or random {{ seed, lots, price, units }}."),
        };
        if (catalogue.Lots.IsEmpty)
            throw new SettingsException($"{HoconText.Place(lots!.Value.Position)}: lots is empty; a sale needs one lot or more.");
        return catalogue;
    }

    private Catalogue ReadLots(ValueReader list)
    {
        var made = ImmutableArray.CreateBuilder<LotTerms>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in list.Elements("a list of lots in brackets"))
        {
            var lot = ReadLot(row, made.Count);
            if (!ids.Add(lot.Id))
                throw new SettingsException($"{row.Place}: {Name(made.Count, lot.Id)}: another lot has this id; ids must differ.");
            made.Add(lot);
            if (made.Count > _settings.Limits.Lots)
                throw new SettingsException($"{row.Place}: there are more than {_settings.Limits.Lots} lots (auction.limits.lots).");
        }
        return new Catalogue(made.ToImmutable());
    }

    private LotTerms ReadLot(ValueReader row, int index)
    {
        var fields = row.Group;
        var hasId = fields.TryGetValue("id", out var idField) && idField.Value.Type == HoconType.String;
        var place = Name(index, hasId ? idField!.Value.GetString() : null);
        Known(fields, LotKeys, place + ": ");
        ValueReader? At(string key) => fields.TryGetValue(key, out var field) ? new ValueReader($"{place}: {key}", field.Value) : null;
        ValueReader Needed(string key) => At(key) ?? throw new SettingsException($"{row.Place}: {place}: {key} is missing.");

        var id = Needed("id").Text("a lot's id");
        if (!Names.IsLot(id) || id == "-") throw Needed("id").Wrong("1 to 64 letters, digits, dots, - and _");
        var currency = At("currency") is { } code ? Read(code) : _currency;
        var ceiling = _settings.CeilingIn(currency);
        var start = Needed("start").Amount(currency, 0, ceiling);
        var form = FormRegistry.Find(At("form")?.OneOf(LotDefaults.Forms) ?? _settings.Lots.Form)!;
        foreach (var key in TermKeys.All)
        {
            if (At(key) is { } odd && !TermKeys.Of(form).Contains(key))
                throw odd.Wrong($"left out: the form {form.Name} has none; it belongs to {TermKeys.Owners(key)}");
        }
        var terms = _settings.Lots.Terms[form].Through(new RowTerms(At, Needed, currency, start, ceiling));
        var units = At("units")?.Whole(1, 1_000_000) ?? (form.SellsSeveral ? _settings.Lots.Units : 1);
        if (units > 1 && !form.SellsSeveral) throw At("units")!.Value.Wrong($"1: the form {form.Name} sells one unit");
        if (form.EndsBy is { } end && At("open-for") is { } notHere) throw notHere.Wrong($"left out: {end}");
        var openFor = form.EndsBy is not null ? (TimeSpan?)null
            : At("open-for")?.Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(365)) ?? _settings.Lots.OpenFor;
        var seller = At("seller")?.Text("a bidder's name");
        if (seller is not null && !Names.IsBidder(seller)) throw At("seller")!.Value.Wrong("1 to 32 letters, digits, dots, - and _");
        var lot = new LotTerms(id, At("title")?.Text() ?? id, terms, start, units, currency, ceiling, openFor, seller);
        return lot.Fault() is { } fault ? throw new SettingsException($"{row.Place}: {place}: {fault}.") : lot;
    }

    private Catalogue ReadRandom(ValueReader random)
    {
        var fields = random.Group;
        Known(fields, RandomKeys, "random.");
        ValueReader Needed(string key) => fields.TryGetValue(key, out var field)
            ? new ValueReader($"random.{key}", field.Value)
            : throw new SettingsException(
                $"{random.Place}: random.{key} is missing; random needs seed, lots, price = [from, to] and units = [from, to].");

        var ceiling = _settings.CeilingIn(_currency);
        var (priceFrom, priceTo) = Bounds(Needed("price"), (v, min) => v.Amount(_currency, min, ceiling), 0);
        var (unitsFrom, unitsTo) = Bounds(Needed("units"), (v, min) => v.WholeLong(min, 1_000_000), 1);
        return RandomCatalogue.Make(
            Needed("seed").WholeLong(long.MinValue, long.MaxValue, "a whole number"), Needed("lots").Whole(1, _settings.Limits.Lots),
            priceFrom, priceTo, (int)unitsFrom, (int)unitsTo, _settings, _currency);
    }

    private static Currency Read(ValueReader code) =>
        code.Text(HouseSettings.CurrencyExpected) is var text && Currency.IsCode(text)
            ? Currency.Of(text)
            : throw code.Wrong(HouseSettings.CurrencyExpected);

    private static (long From, long To) Bounds(ValueReader pair, Func<ValueReader, long, long> read, long min)
    {
        var both = pair.Elements("[from, to]").ToArray();
        if (both.Length != 2) throw pair.Wrong("[from, to]");
        var from = read(both[0], min);
        return (from, read(both[1], from));
    }

    internal static void Known(HoconObject from, string[] keys, string place)
    {
        foreach (var (key, field) in from)
        {
            if (keys.Contains(key)) continue;
            if (place.Length == 0 && key is ("auction" or "akka"))
            {
                throw new SettingsException($"{HoconText.Place(field.Value.Position)}: there is no key {key} in a catalogue; the house's "
                    + "settings stand in a file for --config.");
            }
            throw new SettingsException($"{HoconText.Place(field.Value.Position)}: {place}there is no key {key} here."
                + $"{DidYouMean.Hint(key, keys)} The keys are {string.Join(", ", keys)}.");
        }
    }

    private static string Name(int index, string? id) => id is null ? $"lots[{index}]" : $"lots[{index}] ({id})";
}
