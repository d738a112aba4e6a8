using AkkaAuction.CommandLine;

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
