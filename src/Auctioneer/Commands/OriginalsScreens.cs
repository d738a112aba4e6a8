using System.Threading.Channels;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Originals;
using AkkaAuction.CommandLine;
using AkkaAuction.Messages.Originals;

namespace AkkaAuction.Auctioneer.Commands;

/// <summary>What <c>serve</c> shows of the two original houses: a line per event, with the house's name before it.</summary>
/// <param name="screen">Where to.</param>
internal sealed class OriginalsLines(Screen screen) : IOriginalsObserver
{
    public void OnRoom(RoomEvent said) => screen.Say("room: " + RoomScreen.Line(said));

    public void OnSealed(string line) => screen.Say("sealed: " + line);
}

/// <summary>The sealed house's server screen, and nothing else (R3.10).</summary>
/// <param name="output">Where to.</param>
internal sealed class SealedScreen(TextWriter output) : IOriginalsObserver
{
    private readonly TextWriter _output = TextWriter.Synchronized(output);

    public void OnRoom(RoomEvent said) { }

    public void OnSealed(string line)
    {
        _output.WriteLine(line);
        _output.Flush();
    }
}

/// <summary>
/// The bidding room's server screen. In a file or a pipe it shows a line per event. In a terminal it shows the room as it is, in place: the
/// room's desk writes lines to a channel, and whoever runs the room draws (<see cref="ShowAsync"/>), so the desk waits for neither an
/// account nor a terminal.
/// </summary>
/// <param name="output">Where to.</param>
/// <param name="isTerminal">Whether a person looks at it.</param>
internal sealed class RoomScreen(TextWriter output, bool isTerminal) : IOriginalsObserver
{
    private const int NewsShown = 5;

    // Drops the oldest lines: only the newest are drawn.
    private readonly Channel<string> _said = Channel.CreateBounded<string>(
        new BoundedChannelOptions(NewsShown) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <summary>In a terminal, draws the room until <see cref="End"/>; else ends at once.</summary>
    /// <param name="account">The room's account as it stands.</param>
    public async Task ShowAsync(Func<Task<FinalAccount>> account)
    {
        ArgumentNullException.ThrowIfNull(account);
        if (!isTerminal) return;
        var news = new Queue<string>();
        var drawn = 0;
        do
        {
            while (_said.Reader.TryRead(out var line))
            {
                news.Enqueue(line);
                if (news.Count > NewsShown) news.Dequeue();
            }
            drawn = Draw(await account().ConfigureAwait(false), news, drawn);
        }
        while (await _said.Reader.WaitToReadAsync().ConfigureAwait(false));
    }

    /// <summary>The room has stopped.</summary>
    public void End() => _said.Writer.TryComplete();

    public void OnRoom(RoomEvent said)
    {
        var line = Line(said);
        if (isTerminal)
        {
            _said.Writer.TryWrite(line);
            return;
        }
        output.WriteLine(line);
        output.Flush();
    }

    public void OnSealed(string line) { }

    /// <summary>An event of the room in words.</summary>
    public static string Line(RoomEvent said)
    {
        return ShownText.Of(said switch
        {
            RoomEvent.NewHighest bid => RoomWords.NewHighest(bid.Item, Amount(bid.AmountMinor)),
            RoomEvent.Sold sold => RoomWords.Sold(sold.Item, sold.Client, Amount(sold.AmountMinor)),
            RoomEvent.NotFound closed => $"{closed.Item} is sold out",
            _ => said?.ToString() ?? "",
        });
    }

    private static string Amount(long minor) => RoomWords.Amount(minor, OriginalsSettings.Currency.Digits);

    // Goes up over what was drawn before and writes over it.
    private int Draw(FinalAccount account, IEnumerable<string> news, int drawn)
    {
        var titles = account.Lots.Select(l => ShownText.Of(l.Title).Length).Append(4).Max();
        string[] lines =
        [
            $"{"Item".PadRight(titles)}  {"Price",14}  Units left",
            .. account.Lots.Select(Row),
            "",
            .. news,
        ];
        var up = drawn > 0 ? $"\u001b[{drawn}F" : "";
        output.Write(up + string.Concat(lines.Select(line => $"\u001b[2K{line}\n")));
        output.Flush();
        return lines.Length;

        string Row(LotAccount lot)
        {
            var price = "$" + Amount(lot.LastPriceMinor);
            return $"{ShownText.Of(lot.Title).PadRight(titles)}  {price,14}  {lot.Units - lot.Sold,10}";
        }
    }
}
