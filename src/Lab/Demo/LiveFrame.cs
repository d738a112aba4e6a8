using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Bidder.Screens;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Sales;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AkkaAuction.Lab.Demo;

/// <summary>The content of the live screen, built from the notices so far. It draws nothing.</summary>
public sealed class LiveFrame
{
    private const int EventsShown = 6;

    // Head, column titles, rules and blank lines around the lots and the events.
    private const int OtherLines = EventsShown + 8;
    private const int BarWidth = 24;

    private readonly Queue<string> _events = new();
    private string _door = "";
    private int _bots;
    private long _seed;
    private FinalAccount? _account;
    private int _round;
    private string? _end;

    /// <summary>Bids and passes since the round opened.</summary>
    public int Acted { get; set; }

    public void Open(string door, DemoSettings settings, Catalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(catalogue);
        (_door, _bots, _seed) = (door, settings.Bots, settings.Seed);
        var book = new AccountBook();
        book.Begin(1, catalogue);
        _account = book.Now();
    }

    public void Tell(Notice notice, AccountBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        if (notice is Notice.LotListed) return;
        if (notice is Notice.RoundOpened opened) (_round, Acted) = (opened.Round, 0);
        _account = book.Now();
        if (notice is Notice.RoundOpened || EventLines.Of(notice, book) is not { } line) return;
        _events.Enqueue(notice is Notice.UnitSold or Notice.RoundClosed ? $"{_round,3} {line}" : line);
        if (_events.Count > EventsShown) _events.Dequeue();
    }

    public void End(bool isFinal) => _end = isFinal ? "The sale is over" : "Stopped";

    /// <param name="height">Lines there are.</param>
    public IRenderable Picture(int height) => _account is not { } account
        ? new Text("")
        : new Rows(Head(account), new Text(""), Lots(account, Math.Max(3, height - OtherLines)), new Text(""), Events());

    /// <summary>Who bought what for how much.</summary>
    public static IRenderable Account(DemoAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);
        var table = Plain("bidder", "spent", "of", "bought");
        table.Columns[1].Alignment = table.Columns[2].Alignment = Justify.Right;
        foreach (var bidder in EventLines.Shown(account))
        {
            var style = bidder.Purchases.IsEmpty ? "grey" : "default";
            table.AddRow(
                Cell(bidder.Name, style), Cell(MoneyText.Of(bidder.SpentMinor, bidder.Currency), style),
                Cell(MoneyText.Of(bidder.BudgetMinor, bidder.Currency), "grey"),
                Cell(EventLines.Purchases(bidder, account.House), style));
        }
        var others = EventLines.Others(account) is { } line ? new Text(line, new Style(Color.Grey)) : new Text("");
        return new Rows(new Text(""), table, others, new Markup($"[bold]{Markup.Escape(EventLines.Sum(account))}[/]"), new Text(""));
    }

    private Rows Head(FinalAccount account)
    {
        var units = account.Sold + account.Unsold;
        var done = account.Sold * BarWidth / Math.Max(1, units);
        var where = _end is not null ? _end
            : _round is 0 ? $"Waiting for {EventLines.Plural(_bots, "bidder")}"
            : $"Round {_round}";
        var acted = _end is not null || _round is 0 ? "" : $"[grey]{Math.Min(Acted, _bots)} of {_bots} have acted[/]";
        return new Rows(
            new Markup($"[grey]The floor at {_door}, seed {_seed}[/]"),
            new Markup($"[bold]{where,-24}[/] [green]{new string('━', done)}[/][grey]{new string('━', BarWidth - done)}[/] "
                + $"{account.Sold} of {units} units sold   {acted}"));
    }

    // As many lots as there is room for: when not all, those that can still be had come first.
    private static Table Lots(FinalAccount account, int room)
    {
        var table = Plain("lot", "start", "price", "left", "last sale");
        table.Columns[1].Alignment = table.Columns[2].Alignment = Justify.Right;
        var lots = account.Lots.Length <= room ? account.Lots : [.. account.Lots.OrderBy(l => l.Sold == l.Units).Take(room - 1)];
        foreach (var lot in lots)
        {
            var last = account.Sales.LastOrDefault(s => s.Lot == lot.Lot);
            var isSoldOut = lot.Sold == lot.Units;
            var isFresh = last is not null && last.Round == LastRoundWithSales(account);
            table.AddRow(
                Cell(lot.Title, isSoldOut ? "grey" : "default"),
                Cell(MoneyText.Of(lot.StartPriceMinor, lot.Currency), "grey"),
                Cell(MoneyText.Of(lot.LastPriceMinor, lot.Currency), isFresh ? "bold green" : isSoldOut ? "grey" : "default"),
                new Markup($"[green]{new string('●', lot.Units - lot.Sold)}[/][grey]{new string('○', lot.Sold)}[/]"),
                Cell(last is null ? "" : $"{last.Bidder}, round {last.Round}", isFresh ? "default" : "grey"));
        }
        if (lots.Length < account.Lots.Length) table.AddRow(Cell($"… and {account.Lots.Length - lots.Length} more", "grey"));
        return table;
    }

    private static int LastRoundWithSales(FinalAccount account) => account.Sales.IsEmpty ? 0 : account.Sales[^1].Round;

    private Rows Events() => new(_events.Select(IRenderable (line) => new Text(line, new Style(Color.Grey))));

    private static Table Plain(params string[] columns)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = true };
        foreach (var column in columns)
            table.AddColumn(new TableColumn(Cell(column, "grey underline")) { NoWrap = column is not "bought" });
        return table;
    }

    private static Markup Cell(string text, string style) => new($"[{style}]{Markup.Escape(text)}[/] ");
}
