using AkkaAuction.Rules;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Sales;
using Hocon;

namespace AkkaAuction.Auctioneer.Settings;

/// <summary>
/// Reads what a catalogue says of its sale: id, title, opening time, and what it sets for this sale alone. Bounds are the settings'.
/// </summary>
internal static class CatalogueHeadReader
{
    /// <summary>The keys that stand beside the lots.</summary>
    public static readonly string[] Keys = ["sale", "title", "opens", "bidders-to-start", "rounds"];

    /// <summary>What a sale's id must be, for a person.</summary>
    public const string ExpectedId = "1 to 64 letters, digits, dots, - and _, with a letter or digit among them";

    private const int BiddersMax = 1_000_000;

    private static readonly string[] RoundKeys = ["length", "limit", "silence", "close-when-all-acted"];

    /// <param name="root">The catalogue.</param>
    /// <param name="name">The sale's id where the catalogue says none.</param>
    public static CatalogueHead Read(HoconObject root, string name)
    {
        ValueReader? At(string key) => root.TryGetValue(key, out var field) ? new ValueReader(key, field.Value) : null;

        var opens = At("opens")?.Utc();
        var head = new CatalogueHead
        {
            Name = At("sale") is { } id ? Id(id) : name,
            Title = At("title") is { } title ? Title(title) : null,
            OpensAt = opens,
            BiddersToStart = At("bidders-to-start")?.Whole(
                opens is null ? 1 : 0, BiddersMax, $"a whole number from 1 to {BiddersMax}; 0 only where the sale has an opening time"),
        };
        return At("rounds") is { } rounds ? WithRounds(head, rounds) : head;
    }

    /// <summary>The id of a sale whose catalogue says none: the file's name without folder and extension.</summary>
    public static string NameOf(string source)
    {
        var file = Path.GetFileNameWithoutExtension(source);
        var name = string.Concat(file.Take(Names.SaleMax).Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' ? c : '-'));
        return IsId(name) ? name : SaleTerms.NameUnsaid;
    }

    private static CatalogueHead WithRounds(CatalogueHead head, ValueReader rounds)
    {
        var fields = rounds.Group;
        CatalogueReader.Known(fields, RoundKeys, "rounds: ");
        ValueReader? At(string key) => fields.TryGetValue(key, out var field) ? new ValueReader($"rounds.{key}", field.Value) : null;

        return head with
        {
            RoundLength = At("length")?.Duration(TimeSpan.FromMilliseconds(1), FormSettings.LengthMax),
            RoundLimit = At("limit") is { } limit ? new SaidLimit(limit.WholeOrNone(1, int.MaxValue)) : null,
            SilentRoundLimit = At("silence") is { } silence ? new SaidLimit(silence.WholeOrNone(1, int.MaxValue)) : null,
            CloseRoundWhenAllActed = At("close-when-all-acted")?.Switch(),
        };
    }

    private static string Id(ValueReader value)
    {
        var id = value.Text(ExpectedId);
        return IsId(id) ? id : throw value.Wrong(ExpectedId);
    }

    private static string Title(ValueReader value)
    {
        var expected = $"a text of 1 to {LotTerms.TitleMax} characters";
        var title = value.Text(expected);
        return LotTerms.LengthOf(title) <= LotTerms.TitleMax ? title : throw value.Wrong(expected);
    }

    /// <summary>Whether a text can be a sale's id. Signs alone are folders, and mean something else on a line.</summary>
    public static bool IsId(string id) => Names.IsSale(id) && id.Any(char.IsAsciiLetterOrDigit);
}
