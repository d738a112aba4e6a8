using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Originals;
using AkkaAuction.Messages.Originals;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Auctioneer.Commands;

/// <summary>What <c>serve</c> shows of the two original houses: a line per event, with the house's name before it.</summary>
/// <param name="screen">Where to.</param>
/// <param name="currency">Currency of the amounts.</param>
public sealed class OriginalsLines(Screen screen, Currency currency) : IOriginalsObserver
{
    public void OnRoom(RoomSaying said) => screen.Say("room: " + RoomScreen.Line(said, currency));

    public void OnSealed(string line) => screen.Say("sealed: " + line);
}

/// <summary>The sealed house's server screen, and nothing else (R3.10).</summary>
/// <param name="output">Where to.</param>
public sealed class SealedScreen(TextWriter output) : IOriginalsObserver
{
    public void OnRoom(RoomSaying said) { }

    public void OnSealed(string line)
    {
        lock (output)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }
}

/// <summary>
/// The bidding room's server screen. In a terminal it shows the room as it is, in place; in a file or a pipe a line per event.
/// </summary>
/// <param name="output">Where to.</param>
/// <param name="currency">Currency of the amounts.</param>
/// <param name="isTerminal">Whether a person looks at it.</param>
public sealed class RoomScreen(TextWriter output, Currency currency, bool isTerminal) : IOriginalsObserver
{
    private const int NewsShown = 5;

    private readonly Queue<string> _news = new();
    private Func<FinalAccount>? _account;
    private int _drawn;

    /// <summary>The room stands: it is shown from here on.</summary>
    /// <param name="account">The room's account as it stands.</param>
    public void Begin(Func<FinalAccount> account)
    {
        lock (output)
        {
            _account = account;
            if (isTerminal) Draw();
        }
    }

    public void OnRoom(RoomSaying said)
    {
        var line = Line(said, currency);
        lock (output)
        {
            if (!isTerminal)
            {
                output.WriteLine(line);
                output.Flush();
                return;
            }
            _news.Enqueue(line);
            if (_news.Count > NewsShown) _news.Dequeue();
            Draw();
        }
    }

    public void OnSealed(string line) { }

    /// <summary>An event of the room in words.</summary>
    public static string Line(RoomSaying said, Currency currency)
    {
        ArgumentNullException.ThrowIfNull(currency);
        return said switch
        {
            RoomSaying.NewHighest bid => RoomWords.NewHighest(bid.Item, RoomWords.Amount(bid.AmountMinor, currency.Digits)),
            RoomSaying.Sold sold => RoomWords.Sold(sold.Item, sold.Client, RoomWords.Amount(sold.AmountMinor, currency.Digits)),
            RoomSaying.NotFound closed => $"{closed.Item} is sold out",
            _ => said?.ToString() ?? "",
        };
    }

    // Goes up over what was drawn before and writes over it.
    private void Draw()
    {
        if (_account is null) return;
        var account = _account();
        var titles = account.Lots.Select(l => l.Title.Length).Append(4).Max();
        string[] lines =
        [
            $"{"Item".PadRight(titles)}  {"Price",14}  Units left",
            .. account.Lots.Select(l => $"{l.Title.PadRight(titles)}  {"$" + RoomWords.Amount(l.LastPriceMinor, currency.Digits),14}  {l.Units - l.Sold,10}"),
            "",
            .. _news,
        ];
        if (_drawn > 0) output.Write($"\u001b[{_drawn}F");
        foreach (var line in lines) output.Write($"\u001b[2K{line}\n");
        _drawn = lines.Length;
        output.Flush();
    }
}
