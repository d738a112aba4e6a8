using System.Collections.Immutable;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Originals;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.CommandLine;
using AkkaAuction.Messages;

namespace AkkaAuction.Auctioneer.Commands;

/// <summary>What <c>serve</c> says once its house is open: the doors, the journal, the sales, and what to type.</summary>
internal static class Welcome
{
    /// <summary>A narrow terminal's columns.</summary>
    public const int Columns = 80;

    private const int SalesShownMax = 20;

    public static string Of(
        House house,
        ImmutableArray<SaleSummary> sales,
        RoomPart room,
        SealedHousePart hidden,
        ControlPart control,
        HouseSettings settings,
        string? journalFile)
    {
        var journal = journalFile is null
            ? "Journal: none (facts are kept in memory; a house that stops forgets)."
            : $"Journal: {Path.GetFullPath(journalFile)}; what is answered is on the disk. Read it with: auctioneer audit {journalFile}";
        var others = (house.RemoteAddress is { } remote ? $"remote door open on {remote}\n" : "")
            + (room.EndPoint is { } ofRoom ? $"room door open on {ofRoom}\n" : "")
            + (hidden.EndPoint is { } ofSealed ? $"sealed door open on {ofSealed}\n" : "")
            + (control.SocketPath is { } socket ? $"control door open on {socket}\n"
                : control.Fault is { } fault ? $"control door closed: {fault}\n"
                : "")
            + (house.FittedCeilings is { } fitted ? $"{fitted}\n" : "");
        var (door, invitation) = house.FloorEndPoint is { } floor
            ? ($"open on {floor}", $"Take part: nc {floor.Address} {floor.Port}, then type HELLO yourname. ")
            : ("closed", "");
        return $"floor door {door}\n{others}{journal}\n{Sales(sales, settings)}{invitation}Ctrl-C stops the house.";
    }

    /// <summary>How the sales stand: a sentence for one, a line each for several.</summary>
    public static string Sales(ImmutableArray<SaleSummary> sales, HouseSettings settings)
    {
        var going = sales.Where(sale => sale.State != SaleViewState.Ended).ToArray();
        if (going.Length <= 1) return Waits(going.FirstOrDefault(), sales.Length, settings) + " ";
        var lines = going.Take(SalesShownMax).Select(Line);
        var more = going.Length > SalesShownMax
            ? $"… and {going.Length - SalesShownMax} more; see them all with: auctioneer sale list\n"
            : "";
        return $"{string.Concat(lines)}{more}";
    }

    private static string Waits(SaleSummary? sale, int sales, HouseSettings settings) =>
        sale is null ? (sales > 1
            ? $"All {sales} sales of this journal are over; their results stand"
            : "The sale of this journal is over; its results stand")
            + ". For a fresh sale: auctioneer sale put FILE, --repeat, another --catalogue, or another --journal FILE."
        : sale.State == SaleViewState.Open ? "The sale goes on."
        : sale.OpensAt is { } opens ? $"The sale opens at {opens.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC."
        : settings.Sale.BiddersToStart == 1 ? "The sale starts when the first bidder arrives."
        : $"The sale starts when {settings.Sale.BiddersToStart} bidders are here.";

    // The title gives way where the line is long.
    private static string Line(SaleSummary sale)
    {
        var state = sale.State == SaleViewState.Open ? "open"
            : sale.OpensAt is { } opens ? $"opens at {opens.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC"
            : "waits for its bidders";
        var (before, after) = ($"Sale {sale.Id}", $": {sale.Lots} {(sale.Lots == 1 ? "lot" : "lots")}, {state}");
        var room = Columns - before.Length - after.Length - " ()".Length;
        var shown = ShownText.Of(sale.Title);
        var title = sale.Title == sale.Id || room < 4 ? ""
            : shown.Length <= room ? $" ({shown})"
            : $" ({shown[..(room - 1)]}…)";
        return $"{before}{title}{after}\n";
    }
}
