using Akka.Actor;

namespace Akka.TestKit;

/// <summary>
/// Lets a test go on, after an <c>await</c>, on a thread of the pool as the same sender: the running actor is a property of the thread, and
/// the thread that comes back from an <c>await</c> is another. Set by a kit for the thread that runs its test.
/// </summary>
internal sealed class CellKeepingContext(ActorCell? cell) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) =>
        ThreadPool.UnsafeQueueUserWorkItem(static run => run.Context.Run(run.Callback, run.State), (Context: this, Callback: d, State: state), preferLocal: false);

    public override void Send(SendOrPostCallback d, object? state) => Run(d, state);

    public override SynchronizationContext CreateCopy() => this;

    private void Run(SendOrPostCallback callback, object? state)
    {
        var (outerCell, outerContext) = (ActorCell.Current, Current);
        ActorCell.Current = cell;
        SetSynchronizationContext(this);
        try
        {
            callback(state);
        }
        finally
        {
            ActorCell.Current = outerCell;
            SetSynchronizationContext(outerContext);
        }
    }
}
