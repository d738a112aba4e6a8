namespace AkkaAuction.Bidder.Commands;

/// <summary>
/// What troubles bots, for a person: when a house is gone, a thousand bots say the same at once and again at each try, so the same words
/// are told once in a while.
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
            // Refusals name lots, so there are only so many texts; still, none is kept for ever.
            if (_toldAt.Count > 1000) _toldAt.Clear();
            _toldAt[text] = now;
            error.WriteLine($"{bot}: {text}");
        }
    }
}

/// <summary>
/// Says once, after bots had no connection, that all of them have one: whoever read of the loss wants to know that it is over.
/// </summary>
/// <param name="fleet">What the bots are called together.</param>
/// <param name="count">How many there are.</param>
/// <param name="error">Where the losses are told too.</param>
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
