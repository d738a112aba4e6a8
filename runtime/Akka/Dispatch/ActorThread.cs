using System.Runtime.InteropServices;
using Akka.Actor;

namespace Akka.Dispatch;

/// <summary>
/// What a thread that runs actors has for itself: the actor it is running, spare links for messages, and the actor it runs next.
/// An actor that is at its last message and wakes another hands its thread on: the other is not queued but kept, and runs as soon as the first
/// one's turn ends, while its message is still in this processor's cache. So that it waits for nobody who goes on or blocks
/// after having sent, a guard goes to the thread pool with it: whichever thread gets to the guard, and sees that this one does not come
/// to its next turn, takes the kept actor away and runs it. The guard is this object itself; it lies in this thread's own queue, where
/// others look when they have nothing else to do.
/// </summary>
/// <remarks>
/// Nothing is kept unguarded: <see cref="Keep"/> publishes the actor and then looks for a guard, <see cref="Execute"/> announces that
/// the guard is gone and then looks for an actor, each with a full fence in between, so at least one of them sees the other.
/// </remarks>
internal sealed class ActorThread : IThreadPoolWorkItem
{
    /// <summary>Turns that a thread hands on before whatever else waits in the pool has its chance.</summary>
    private const int TurnsInARow = 32;

    /// <summary>Of so many actors that go to this thread's own queue in the pool, one goes to the shared queue: two actors that only talk to
    /// each other never keep a thread for themselves.</summary>
    private const int NearInARow = 16;

    /// <summary>How long the guard watches before it decides that a turn is a long one: about a microsecond.</summary>
    private const int Patience = 30;

    [ThreadStatic]
    private static ActorThread? _here;

    /// <summary>The cell whose actor this thread is running, if any.</summary>
    public ActorCell? Cell;

    /// <summary>See <see cref="MessageNode"/>.</summary>
    public MessageNode? Spares;
    public int SpareCount;

    private bool _running;
    private int _near;
    private Shared _shared;

    public static ActorThread Here => _here ??= new ActorThread();

    public static ActorThread? HereOrNull => _here;

    /// <summary>Runs an actor's turn, and the turns of those whom the thread is handed on to.</summary>
    public static void Run(ActorCell first)
    {
        var here = Here;
        if (here._running) first.Run();
        else here.RunAll(first);
    }

    /// <summary>Runs an actor that was woken by the one that this thread is running, if it is running one: soon, and near its message.</summary>
    public static void Wake(ActorCell woken)
    {
        if (_here is { Cell: { } waker } here)
        {
            if (here._running && here._shared.Next is null && waker.IsAtLastMessage)
            {
                here.Keep(woken);
                return;
            }
            ThreadPool.UnsafeQueueUserWorkItem((IThreadPoolWorkItem)woken, ++here._near % NearInARow != 0);
            return;
        }
        ThreadPool.UnsafeQueueUserWorkItem((IThreadPoolWorkItem)woken, false);
    }

    /// <summary>The guard's turn, on whichever thread.</summary>
    public void Execute()
    {
        Interlocked.Exchange(ref _shared.Guarded, 0);
        var turns = Volatile.Read(ref _shared.Turns);
        if (Volatile.Read(ref _shared.Next) is not { } kept) return;
        Thread.SpinWait(Patience);
        // Meanwhile there was a turn: whoever is kept now came later, and has a guard of its own.
        if (Volatile.Read(ref _shared.Turns) != turns) return;
        if (Interlocked.CompareExchange(ref _shared.Next, null, kept) == kept) Run(kept);
    }

    private void Keep(ActorCell woken)
    {
        Interlocked.Exchange(ref _shared.Next, woken);
        if (Volatile.Read(ref _shared.Guarded) != 0) return;
        Volatile.Write(ref _shared.Guarded, 1);
        ThreadPool.UnsafeQueueUserWorkItem(this, true);
    }

    private void RunAll(ActorCell first)
    {
        _running = true;
        var cell = first;
        for (var left = TurnsInARow; ; left--)
        {
            cell.Run();
            if (_shared.Next is null || Interlocked.Exchange(ref _shared.Next, null) is not { } next) break;
            Volatile.Write(ref _shared.Turns, _shared.Turns + 1);
            if (left == 0)
            {
                ThreadPool.UnsafeQueueUserWorkItem((IThreadPoolWorkItem)next, false);
                break;
            }
            cell = next;
        }
        _running = false;
    }

    /// <summary>What the guard looks at, apart from what this thread writes all the time.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Shared
    {
        private readonly CacheLine _before;
        public ActorCell? Next;
        public int Guarded;
        public int Turns;
        private readonly CacheLine _behind;
    }

    [StructLayout(LayoutKind.Explicit, Size = 64)]
    private readonly struct CacheLine;
}
