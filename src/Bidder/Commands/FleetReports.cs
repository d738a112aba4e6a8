using AkkaAuction.Bidder.Screens;
using AkkaAuction.CommandLine;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Bidder.Commands;

/// <summary>
/// Reports the bots' troubles to a person. When a house is gone, a thousand bots report the same at once and at each retry. So the same
/// text appears only once in a while.
/// </summary>
internal sealed class TroubleReport(TextWriter error, TimeProvider time)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);
    private readonly Dictionary<string, long> _toldAt = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public void Say(string bot, string text)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            if (_toldAt.TryGetValue(text, out var before) && time.GetElapsedTime(before, now) < Quiet) return;
            // Refusals name lots, so the number of texts is bounded; still, each one expires.
            if (_toldAt.Count > 1000) _toldAt.Clear();
            _toldAt[text] = now;
            error.WriteLine($"{bot}: {ShownText.Of(text)}");
        }
    }
}

/// <summary>
/// Reports once, after a loss, that all bots are connected again.
/// </summary>
/// <param name="fleet">The fleet's name.</param>
/// <param name="count">How many there are.</param>
/// <param name="error">The output that also gets the losses.</param>
internal sealed class AwayReport(string fleet, int count, TextWriter error)
{
    private readonly HashSet<string> _away = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public void Lost(string bot)
    {
        lock (_lock) _away.Add(bot);
    }

    public void Here(string bot)
    {
        lock (_lock)
        {
            if (_away.Remove(bot) && _away.Count == 0) error.WriteLine($"{fleet}: all {count} are connected");
        }
    }
}

/// <summary>
/// Reports the sale's events. All bots get the same notices, so one of them reports: the first that the house lets in; after its loss,
/// the next that reads a line.
/// </summary>
/// <param name="output">Where the events go.</param>
internal sealed class EventReport(TextWriter output)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Currency> _currencies = new(StringComparer.Ordinal);
    private string? _reporter;

    public void Read(string bot, FloorLine line)
    {
        lock (_lock)
        {
            if ((_reporter ??= bot) != bot) return;
            if (line.Answer is Answer.Listed { View: var lot }) _currencies[lot.Lot] = lot.Currency;
            if (EventText.OfSale(line, self: "", _currencies.GetValueOrDefault) is { } text) output.WriteLine(ShownText.Of(text));
        }
    }

    public void Lost(string bot)
    {
        lock (_lock)
        {
            if (_reporter == bot) _reporter = null;
        }
    }
}
