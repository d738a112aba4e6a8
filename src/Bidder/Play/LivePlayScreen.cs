using System.Text;
using AkkaAuction.Bidder.Market;
using AkkaAuction.Bidder.Screens;
using AkkaAuction.CommandLine;
using AkkaAuction.Messages;

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
    private const int EventsMax = 200;
    private const int WidthMin = 20;
    private const int LeastEvents = 2;
    private const int EnoughEvents = 8;

    private readonly TextWriter _output;
    private readonly Func<(int Width, int Height)> _size;
    private readonly LinkedList<(string Text, string? PriceOf)> _events = [];
    private PlayModel? _last;
    private bool _isOpen;

    /// <param name="output">The terminal.</param>
    /// <param name="size">Its size, asked for at each frame: a person may change it.</param>
    public LivePlayScreen(TextWriter output, Func<(int Width, int Height)> size)
    {
        _output = output;
        _size = size;
    }

    public void Say(string text) => Say(text, null);

    // The table has each price. What proxies say to each other would push an answer out of the window.
    public void SayPrice(string lot, string text, bool isOnes)
    {
        if (!isOnes) return;
        for (var before = _events.First; before is not null; before = before.Next)
        {
            if (before.Value.PriceOf != lot) continue;
            _events.Remove(before);
            break;
        }
        Say(text, lot);
    }

    private void Say(string text, string? priceOf)
    {
        _events.AddLast((text, priceOf));
        while (_events.Count > EventsMax) _events.RemoveFirst();
        if (_last is not null) Show(_last);
    }

    public void Show(PlayModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        _last = model;
        var (width, height) = _size();
        var frame = new StringBuilder(_isOpen ? Home : SecondScreen + Home);
        _isOpen = true;
        // A line that goes beyond the window scrolls the first ones away.
        foreach (var line in Lines(model, Math.Max(width, WidthMin) - 1, height).Take(Math.Max(0, height - 1)))
            frame.Append(line).Append(ClearToLineEnd).Append("\r\n");
        var typed = Cells.End(model.Typed, Math.Max(width, WidthMin) - 4);
        frame.Append("\e[1m> \e[0m").Append(typed).Append(ClearToLineEnd).Append(ClearToScreenEnd);
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
        var help = Cells.Wrapped(model.Help, width).ToList();
        List<string> lines = [Head(model, width), ""];
        // What is left of the window when the head of the table, blank lines, the help and the line one types in have theirs.
        var room = height - lines.Count - 2 - 2 - help.Count - 1;
        var inOrder = model.State.Market.Lots.Values.OrderBy(lot => lot.State == LotViewState.Closed)
            .ThenBy(lot => lot.Lot, StringComparer.Ordinal).Select(lot => lot.At(model.HouseNow)).ToList();
        var forLots = Math.Max(1, room - Math.Clamp(room / 3, LeastEvents, EnoughEvents));
        var shown = inOrder.Count <= forLots ? inOrder : inOrder[..Math.Max(1, forLots - 1)];
        lines.AddRange(LotTable.Of(model, shown, width));
        room -= shown.Count;
        if (shown.Count < inOrder.Count)
        {
            room--;
            lines.Add(Cells.Fitted($"  … and {inOrder.Count - shown.Count} more: a taller window shows them", width));
        }
        lines.Add("");
        lines.AddRange(Newest(Math.Max(1, room), width));
        lines.Add("");
        lines.AddRange(help.Select(line => $"\e[2m{line}\e[0m"));
        return lines;
    }

    private static string Head(PlayModel model, int width)
    {
        var state = model.State;
        var round = state.Market is { RoundIsOpen: true, RoundClosesAt: { } closes }
            ? $"   round {state.Market.Round}, {Countdown.Of(closes, model.HouseNow, " left")}"
            : "";
        var title = model.Title is { Length: > 0 } text && text != model.Sale ? $" ({text})" : "";
        var sale = model.Sale is { } joined ? $" in {joined}{title}" : "";
        var bought = Cells.Fitted(
            $"{round}   bought {model.Bought.Count(unit => !unit.IsPayment)} for {MoneyText.Of(Wallet.Sums(model.Bought), " + ")}",
            width - Cells.Width(state.Name));
        // The house's address is what one misses least.
        var where = Cells.Fitted(
            ShownText.Of($"{sale} at {model.Connection}"), width - Cells.Width(state.Name) - Cells.Width(bought));
        return $"\e[1m{state.Name}\e[0m{where}{bought}";
    }

    // Whole texts as far as there is room, each wrapped between words; of the newest one at least the beginning.
    private List<string> Newest(int rows, int width)
    {
        var lines = new List<string>();
        foreach (var (text, _) in _events.Reverse())
        {
            var wrapped = Cells.Wrapped(ShownText.Of(text), width).ToList();
            if (lines.Count == 0) lines.AddRange(wrapped.Take(rows));
            else if (lines.Count + wrapped.Count <= rows) lines.InsertRange(0, wrapped);
            else break;
        }
        return lines;
    }
}
