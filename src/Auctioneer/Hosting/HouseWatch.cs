using Akka.Actor;
using Akka.Event;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>
/// Watches what a house cannot do without: its desks, the door of remote bidders, its journal. A desk that fails begins again from its facts by itself; one that fails
/// at that too is stopped for good, and its doors would stay open with nobody behind them. Another desk in its place would begin from the same facts, and fail
/// like it; so the house ends, and says which of its parts is gone: what was answered is stored, and a house that is not there tells nobody anything untrue. The house
/// makes it and calls it off before it ends its parts itself. The board and the lots need no watching: their desk starts them again, whatever they fail on.
/// </summary>
/// <param name="log">Where it is written what is gone.</param>
/// <param name="isKept">Whether the journal is on the disk.</param>
internal sealed class HouseWatch(ILoggingAdapter log, bool isKept)
{
    private readonly TaskCompletionSource<string> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isOver;

    /// <summary>Ends when a part of the house is gone, with what a person is told of it. The house must end then.</summary>
    public Task<string> Failed => _failed.Task;

    /// <summary>Watches a part from here on.</summary>
    /// <param name="part">Its actor.</param>
    /// <param name="what">What a person calls it, with a capital.</param>
    public void Over(IActorRef part, string what) => _ = WatchAsync(part, what);

    /// <summary>Something that is no actor has failed for good; it has been written about.</summary>
    public void Fail(string why)
    {
        if (!_isOver) _failed.TrySetResult(why);
    }

    /// <summary>The house ends its parts itself.</summary>
    public void CallOff() => _isOver = true;

    private async Task WatchAsync(IActorRef part, string what)
    {
        await part.WatchAsync().ConfigureAwait(false);
        if (_isOver) return;
        var why = $"{what} (/{string.Join('/', part.Path.Elements)}) has failed and could not begin again. Nobody would answer there any more, so the house ends. "
            + (isKept
                ? "Everything that was answered is in the journal: start the house again, and it goes on from there. What it failed on is in the log."
                : "Its facts were kept in memory and end with it. What it failed on is in the log.");
        log.Error("{Why}", why);
        Fail(why);
    }
}

/// <summary>A house cannot open, or cannot go on: which part of it failed, and what to do.</summary>
public sealed class HouseException : Exception
{
    public HouseException() { }

    public HouseException(string message) : base(message) { }

    public HouseException(string message, Exception? innerException) : base(message, innerException) { }
}
