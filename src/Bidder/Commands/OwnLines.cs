using AkkaAuction.CommandLine;

namespace AkkaAuction.Bidder.Commands;

/// <summary>
/// What was typed at one of the original houses, and how much of it is answered. The houses answer in the order of sending. Used by the
/// thread that reads the input and by the command that reads the house.
/// </summary>
internal sealed class OwnLines
{
    private readonly Lock _lock = new();
    private readonly Queue<string> _unanswered = new();
    private bool _hasEnded;
    private bool _hasQuit;

    /// <summary>Lines without an answer, oldest first.</summary>
    public string[] Unanswered
    {
        get
        {
            lock (_lock) return [.. _unanswered];
        }
    }

    /// <summary>Nothing more is typed, and all of it is answered.</summary>
    public bool IsDone
    {
        get
        {
            lock (_lock) return _hasEnded && _unanswered.Count == 0;
        }
    }

    /// <summary>The last line was <c>quit</c>: nobody waits for results.</summary>
    public bool HasQuit
    {
        get
        {
            lock (_lock) return _hasQuit;
        }
    }

    public static bool IsQuit(string line) => line.Trim() is var word
        && (word.Equals("quit", StringComparison.OrdinalIgnoreCase) || word.Equals("exit", StringComparison.OrdinalIgnoreCase));

    /// <summary>Called before a line is sent.</summary>
    public void Sent(string line)
    {
        lock (_lock) _unanswered.Enqueue(line);
    }

    public void Answered()
    {
        lock (_lock) _unanswered.TryDequeue(out _);
    }

    public void Ended(bool byQuit)
    {
        lock (_lock) (_hasEnded, _hasQuit) = (true, byQuit);
    }

    /// <summary>Tells each line that has no answer.</summary>
    /// <returns>Whether there is none.</returns>
    public async Task<bool> TellUnansweredAsync(TextWriter error)
    {
        var lines = Unanswered;
        foreach (var line in lines) await error.WriteLineAsync($"bidder: no answer came to: {ShownText.Of(line)}").ConfigureAwait(false);
        return lines.Length == 0;
    }
}
