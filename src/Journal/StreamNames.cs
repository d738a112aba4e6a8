using System.Globalization;

namespace AkkaAuction.Journal;

/// <summary>
/// How streams are called. A sale has an id of its own, and each putting-up of it is a run with a number. The desks of the originals have
/// streams of their own behind their house's name: <c>room/lot/1/table</c>.
/// </summary>
public static class StreamNames
{
    public const string Desk = "desk";

    /// <summary>Where the journal itself writes down how far its chains had come.</summary>
    public const string Anchors = "anchors";

    private const string Sales = "sale/";

    /// <summary>Where a sale is put up, run after run.</summary>
    public static string Sale(string sale) => $"{Sales}{sale}";

    /// <summary>What happens to a run of a sale as a whole.</summary>
    public static string Run(string sale, int run) => $"{Sales}{sale}/{run}";

    /// <summary>What happens to a lot in a run of its sale.</summary>
    public static string Lot(string sale, int run, string lot) => $"{Sales}{sale}/{run}/{lot}";

    /// <summary>What stands before the number of an auction of a desk that puts up no sales.</summary>
    public const string DeskLots = "lot";

    /// <summary>A lot of a desk that puts up no sales.</summary>
    public static string DeskLot(int auction, string lot) => $"{DeskLots}/{auction}/{lot}";

    /// <summary>Reads the name of the stream where a sale is put up.</summary>
    public static bool TrySale(string stream, out string sale)
    {
        sale = Parts(stream) is ["sale", { Length: > 0 } id] ? id : "";
        return sale.Length > 0;
    }

    /// <summary>Reads the name of a run's stream.</summary>
    public static bool TryRun(string stream, out string sale, out int run)
    {
        (sale, run) = ("", 0);
        if (Parts(stream) is not ["sale", { Length: > 0 } id, var number] || !TryNumber(number, out run)) return false;
        sale = id;
        return true;
    }

    /// <summary>Reads the name of a lot's stream.</summary>
    public static bool TryLot(string stream, out string sale, out int run, out string lot)
    {
        (sale, run, lot) = ("", 0, "");
        if (Parts(stream) is not ["sale", { Length: > 0 } inSale, var number, var id] || !TryNumber(number, out run)) return false;
        (sale, lot) = (inSale, id);
        return true;
    }

    /// <summary>Reads the name of the stream of a lot of a desk that puts up no sales.</summary>
    public static bool TryDeskLot(string stream, out int auction, out string lot)
    {
        (auction, lot) = (0, "");
        if (stream.Split('/', 3) is not ["lot", var number, var id] || !TryNumber(number, out auction)) return false;
        lot = id;
        return true;
    }

    /// <summary>
    /// Reads the name of a stream that belongs to a run of a sale, or to an auction of a desk: such are over one day, and many.
    /// </summary>
    /// <param name="stream">Its full name.</param>
    /// <param name="what">Whose runs they are: the stream where the sale is put up, or what stands before an auction's number.</param>
    /// <param name="number">The number of the run.</param>
    internal static bool TryNumbered(string stream, out string what, out int number)
    {
        (what, number) = ("", 0);
        // A sale's id may be a number.
        var from = stream.StartsWith(Sales, StringComparison.Ordinal) ? stream.IndexOf('/', Sales.Length) : stream.IndexOf('/', 0);
        for (; from >= 0; from = stream.IndexOf('/', from + 1))
        {
            var end = stream.IndexOf('/', from + 1);
            var step = stream.AsSpan(from + 1, (end < 0 ? stream.Length : end) - from - 1);
            if (!int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out number)) continue;
            what = stream[..from];
            return true;
        }
        return false;
    }

    private static string[] Parts(string stream) => stream.Split('/', 4);

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}

/// <summary>
/// Which facts are numbered and chained together: those of one sale, those of each of the originals, and those of the house itself.
/// </summary>
public static class Chains
{
    /// <summary>The house's own: who registered, and how far the other chains had come.</summary>
    public const string House = "house";

    /// <summary>A sale's: its runs one after the other, with their lots.</summary>
    public static string OfSale(string sale) => StreamNames.Sale(sale);

    /// <summary>The chain that a stream belongs to.</summary>
    /// <param name="stream">Its full name.</param>
    public static string Of(string stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var first = stream.IndexOf('/', StringComparison.Ordinal);
        if (first < 0) return House;
        if (!stream.StartsWith("sale/", StringComparison.Ordinal)) return stream[..first];
        var second = stream.IndexOf('/', first + 1);
        return second < 0 ? stream : stream[..second];
    }
}
