using System.Globalization;
using System.Text;
using AkkaAuction.Bidder.Market;
using AkkaAuction.Bidder.Screens;
using AkkaAuction.CommandLine;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using Spectre.Console;

namespace AkkaAuction.Bidder.Play;

/// <summary>
/// The terminal as one still picture: the lots in a table that changes in place, below it what happened last, below that the line one
/// types in. It draws on the terminal's second screen, so that what stood there before comes back at the end. Each frame is one write
/// over the last one, without clearing, so that nothing flickers.
/// </summary>
public sealed class LivePlayScreen : IPlayScreen
{
    private const string SecondScreen = "\e[?1049h\e[2J";
    private const string FirstScreen = "\e[?1049l";
    private const string Home = "\e[H";
    private const string ClearToLineEnd = "\e[K";
    private const string ClearToScreenEnd = "\e[J";
    private const int EventsMax = 8;
    private const int LinesAroundLots = 12;
    private const int WidthForForms = 100;
    private const int WidthForTitles = 110;
    private const int TitleWidth = 20;
    private const int LotWidth = 16;
    private const string Indent = "  ";

    private readonly TextWriter _output;
    private readonly Func<(int Width, int Height)> _size;
    private readonly Queue<string> _events = new();
    private PlayModel? _last;
    private bool _isOpen;

    /// <param name="output">The terminal.</param>
    /// <param name="size">Its size, asked for at each frame: a person may change it.</param>
    public LivePlayScreen(TextWriter output, Func<(int Width, int Height)> size)
    {
        _output = output;
        _size = size;
    }

    public void Say(string text)
    {
        _events.Enqueue(text);
        while (_events.Count > EventsMax) _events.Dequeue();
        if (_last is not null) Show(_last);
    }

    public void Show(PlayModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        _last = model;
        var (width, height) = _size();
        var frame = new StringBuilder(_isOpen ? Home : SecondScreen + Home);
        _isOpen = true;
        foreach (var line in Lines(model, Math.Max(width, 40), Math.Max(height, 12)))
            frame.Append(line).Append(ClearToLineEnd).Append("\r\n");
        frame.Append("\e[1m> \e[0m").Append(End(model.Typed, width - 4)).Append(ClearToLineEnd).Append(ClearToScreenEnd);
        _output.Write(frame.ToString());
        _output.Flush();
    }

    public void Dispose()
    {
        if (!_isOpen) return;
        _isOpen = false;
        _output.Write(FirstScreen);
        _output.Flush();
    }

    private List<string> Lines(PlayModel model, int width, int height)
    {
        var state = model.State;
        var round = state.Market is { RoundIsOpen: true, RoundClosesAt: { } closes }
            ? $"   round {state.Market.Round}, {Countdown(closes, model.HouseNow)}"
            : "";
        var sale = model.Sale is { } joined ? $" in {joined}" : "";
        var bought = $"   bought {state.Wallet.Purchases.Count} for {SpentText(state.Wallet)}";
        // The house's address is what one misses least.
        var where = Fitted($"{sale} at {model.Connection}", width - 1 - state.Name.Length - round.Length - bought.Length);
        var lines = new List<string> { $"\e[1m{state.Name}\e[0m{where}{round}{bought}", "" };
        var events = Math.Clamp(height - LinesAroundLots - state.Market.Lots.Count, 2, EventsMax);
        lines.AddRange(Table(model, width, Math.Max(1, height - LinesAroundLots - events)));
        lines.Add("");
        lines.AddRange(Newest(events, width - 1));
        lines.Add("");
        lines.Add($"\e[2m{Fitted(PlayLine.HelpText, width - 1)}\e[0m");
        return lines;
    }

    // Whole texts as far as there is room, each wrapped between words; of the newest one at least the beginning.
    private List<string> Newest(int rows, int width)
    {
        var lines = new List<string>();
        foreach (var text in _events.Reverse())
        {
            var wrapped = Wrapped(ShownText.Of(text), width).ToList();
            if (lines.Count == 0) lines.AddRange(wrapped.Take(rows));
            else if (lines.Count + wrapped.Count <= rows) lines.InsertRange(0, wrapped);
            else break;
        }
        return lines;
    }

    private static IEnumerable<string> Wrapped(string text, int width)
    {
        while (text.Length > width)
        {
            var end = text.LastIndexOf(' ', width, width - Indent.Length);
            yield return end > 0 ? text[..end] : text[..width];
            text = Indent + text[(end > 0 ? end + 1 : width)..];
        }
        yield return text;
    }

    private static IEnumerable<string> Table(PlayModel model, int width, int rows)
    {
        // What tells least goes first where there is little room.
        var (withTitle, withForm) = (width >= WidthForTitles, width >= WidthForForms);
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn(new TableColumn("Lot").NoWrap());
        if (withTitle) table.AddColumn(new TableColumn("Title").NoWrap());
        if (withForm) table.AddColumn(new TableColumn("Form").NoWrap());
        foreach (var heading in new[] { "Price", "Next bid", "Left" }) table.AddColumn(new TableColumn(heading).NoWrap().RightAligned());
        foreach (var heading in new[] { "Leader", "Closes", "You" }) table.AddColumn(new TableColumn(heading).NoWrap());

        var inOrder = model.State.Market.Lots.Values.OrderBy(
            lot => lot.State == LotViewState.Closed).ThenBy(lot => lot.Lot, StringComparer.Ordinal).ToList();
        foreach (var told in inOrder.Take(rows))
        {
            var lot = told.At(model.HouseNow);
            var style = lot.State == LotViewState.Closed ? "grey" : lot.Leader == model.State.Name ? "green" : "default";
            List<string> cells = [Fitted(lot.Lot, LotWidth)];
            if (withTitle) cells.Add(Fitted(lot.Title, Math.Min(40, TitleWidth + width - WidthForTitles)));
            if (withForm) cells.Add(Fitted(lot.Form, LotWidth));
            cells.AddRange([
                MoneyText.Of(lot.PriceMinor, lot.Currency),
                lot.State == LotViewState.Closed || lot.NextMinor < 0 ? "-" : MoneyText.Of(lot.NextMinor, lot.Currency),
                lot.Units.ToString(CultureInfo.InvariantCulture), Fitted(lot.Leader ?? "-", LotWidth), Closes(lot, model.HouseNow),
                Yours(lot, model.State),
            ]);
            table.AddRow(cells.Select(cell => new Markup($"[{style}]{Markup.Escape(cell)}[/]")));
        }
        var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.Standard,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = width;
        console.Write(table);
        foreach (var line in text.ToString().ReplaceLineEndings("\n").Trim('\n').Split('\n')) yield return line;
        if (inOrder.Count > rows) yield return $"  … and {inOrder.Count - rows} more: a taller window shows them";
    }

    private static string SpentText(Wallet wallet) => wallet.Purchases.Count == 0
        ? MoneyText.Of(0, wallet.Currency)
        : string.Join(" + ", Wallet.Sums(wallet.Purchases).Select(spent => MoneyText.Of(spent.Minor, spent.Currency)));

    private static string Closes(LotView lot, DateTimeOffset now) => lot.State switch
    {
        LotViewState.Waiting => "not open yet",
        LotViewState.Closed => "closed",
        _ => lot.ClosesAt is { } at ? Countdown(at, now) : "-",
    };

    private static string Countdown(DateTimeOffset at, DateTimeOffset now)
    {
        var left = at - now;
        if (left <= TimeSpan.Zero) return "now";
        return left.TotalSeconds < 100 ? $"{Math.Ceiling(left.TotalSeconds):0} s left" : $"{Math.Floor(left.TotalMinutes):0} min left";
    }

    private static string Yours(LotView lot, BidderState state)
    {
        var record = state.RecordOf(lot.Lot);
        var won = record.Won > 0 ? $"won {record.Won}" : "";
        var bid = record.LiveMinor > 0 ? $"bid {MoneyText.Of(record.LiveMinor, lot.Currency)}" : "";
        return won.Length > 0 && bid.Length > 0 ? $"{won}, {bid}" : won + bid;
    }

    // All that the house or others have written comes through here.
    private static string Fitted(string text, int width)
    {
        var shown = ShownText.Of(text);
        return shown.Length <= width ? shown : shown[..Math.Max(0, width - 1)] + "…";
    }

    // Of what is being typed the end must be seen.
    private static string End(string text, int width) => text.Length <= width ? text : text[^Math.Max(0, width)..];
}
