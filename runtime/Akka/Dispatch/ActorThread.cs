using System.Diagnostics;
using System.Runtime.InteropServices;
using Akka.Actor;

namespace Akka.Dispatch;

/// <summary>
/// What a thread that runs actors has for itself: the actor it is running, spare links for messages, and the actors that it runs next.
/// Whom an actor wakes, and who has used up a turn, stays on the thread, near what they work on, and asks the thread pool for nothing.
/// The actor woken by another one's last message comes first: its message is still in this processor's cache; the rest wait in a ring, first come,
/// first run. So that they wait for nobody who takes long or blocks, a guard lies in the pool while somebody waits: the thread that comes to it
/// takes half of them. The guard is this object itself.
/// </summary>
/// <remarks>
/// Nobody waits unguarded: <see cref="Keep"/> and <see cref="Put"/> publish the actor and then look for a guard, <see cref="Look"/>
/// announces that the guard is gone and then looks for actors, each with a full fence in between, so at least one of them sees the other.
/// <para>The ring is written by its thread alone; its head is moved by whoever takes, with a compare-and-swap.</para>
/// </remarks>
internal sealed class ActorThread : IThreadPoolWorkItem
{
    /// <summary>Turns that are handed on before those in the ring have their chance.</summary>
    private const int TurnsInARow = 32;

    private const uint Places = 256;

    /// <summary>How long a thread runs actors before whatever else waits in the pool has its chance, and before it shows itself to the pool,
    /// which counts what gets done and would think it blocked: 100 µs, and 1 ms. Looked at after so many messages; after each turn where so
    /// many took longer than that.</summary>
    private static readonly long Slice = Stopwatch.Frequency / 10_000;
    private static readonly long LongSlice = Stopwatch.Frequency / 1000;
    private const int LookEvery = 32;

    /// <summary>So few who wait are left where they are while turns are short: they mostly work for each other, and would send for each
    /// other's cache lines from another thread.</summary>
    private const int Few = 2;

    /// <summary>How long a guard watches before it decides that a turn is a long one: 2 µs.</summary>
    private static readonly long Patience = Stopwatch.Frequency / 500_000;

    /// <summary>So many guards in a row that came in vain, and the next ones come a moment later: two actors that only talk to each
    /// other would keep a second thread busy with looking at them.</summary>
    private const int OftenInVain = 32;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    /// <summary>Guards in the pool: they are no work that waits.</summary>
    private static int _guards;

    [ThreadStatic]
    private static ActorThread? _here;

    /// <summary>The cell whose actor this thread is running, if any.</summary>
    public ActorCell? Cell;

    /// <summary>See <see cref="MessageNode"/>.</summary>
    public MessageNode.Spare[] Spares = [];
    public int SpareCount;

    /// <summary>Messages handled since the thread last looked at the time.</summary>
    public int Handled;

    private int _lookEvery = LookEvery;
    private bool _running;
    private Place[] _ring = [];
    private Timer? _later;
    private Shared _shared;

    private enum Guard
    {
        None,

        /// <summary>In the pool.</summary>
        Now,

        /// <summary>Comes in a moment.</summary>
        Later,
    }

    public static ActorThread Here => _here ??= new ActorThread();

    public static ActorThread? HereOrNull => _here;

    private bool IsRunningActor => _running && Cell is not null;

    /// <summary>Actors that wait here, as far as can be said while others take some away.</summary>
    private uint Waiting => Volatile.Read(ref _shared.Tail) - Volatile.Read(ref _shared.Head) + (Volatile.Read(ref _shared.Next) is null ? 0u : 1u);

    /// <summary>Runs an actor's turn, and those of all who wait here then.</summary>
    public static void Run(ActorCell first)
    {
        var here = Here;
        if (here._running) first.Run();
        else here.RunAll(first);
    }

    /// <summary>Runs an actor that was woken by the one that this thread is running, if it is running one: soon, and near its message.</summary>
    public static void Wake(ActorCell woken)
    {
        if (_here is not { IsRunningActor: true } here) ThreadPool.UnsafeQueueUserWorkItem((IThreadPoolWorkItem)woken, false);
        else if (here._shared.Next is null && here.Cell!.IsAtLastMessage) here.Keep(woken);
        else here.Put(woken);
    }

    /// <summary>Runs an actor that has used up its turn again, after all others that wait here.</summary>
    public static void RunAgain(ActorCell cell)
    {
        if (_here is { _running: true } here) here.Put(cell);
        else ThreadPool.UnsafeQueueUserWorkItem((IThreadPoolWorkItem)cell, false);
    }

    /// <summary>The guard's turn, on whichever thread.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        Interlocked.Decrement(ref _guards);
        Look();
    }

    private void Look()
    {
        Interlocked.Exchange(ref _shared.Guard, (int)Guard.None);
        var here = Here;
        if (here == this)
        {
            if (TakeKept() is not { } next && !TryTake(out next)) return;
            // Whoever comes next may block at once: the others need a guard before he runs.
            if (Waiting > 0) BeGuarded();
            RunAll(next);
            return;
        }
        var waiting = Waiting;
        var goesOn = waiting <= Few ? EndsTurnSoon() : Volatile.Read(ref _shared.Turns) != _shared.TurnsSeen;
        _shared.TurnsSeen = Volatile.Read(ref _shared.Turns);
        if (waiting == 0 || (waiting <= Few && goesOn))
        {
            _shared.InVain++;
            if (Waiting > 0) BeGuarded();
            return;
        }
        // Who has actors of his own takes none from a thread that goes on.
        if (here.Waiting > 0 && goesOn)
        {
            BeGuarded();
            if (here.TakeKept() is { } own || here.TryTake(out own)) here.RunAll(own);
            return;
        }
        _shared.InVain = 0;
        var first = GiveHalf(here);
        if (Waiting > 0) BeGuarded();
        if (first is not null) here.RunAll(first);
    }

    private bool EndsTurnSoon()
    {
        var turns = Volatile.Read(ref _shared.Turns);
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetTimestamp() - start < Patience; Thread.SpinWait(2))
        {
            if (Volatile.Read(ref _shared.Turns) != turns) return true;
        }
        return false;
    }

    private void RunAll(ActorCell first)
    {
        _running = true;
        var cell = first;
        var clean = ExecutionContext.Capture();
        var (start, looked, slice, goesOn, lookEvery) = (0L, 0L, Slice, false, _lookEvery);
        Handled = 0;
        for (var left = TurnsInARow; ;)
        {
            cell.Run();
            Volatile.Write(ref _shared.Turns, _shared.Turns + 1);
            if (Handled >= lookEvery)
            {
                var now = Stopwatch.GetTimestamp();
                if (start == 0)
                {
                    // Most threads are done before they ever look. How long turns take is seen at the next one.
                    (start, lookEvery) = (now, 1);
                }
                else
                {
                    _lookEvery = lookEvery = (now - looked) * LookEvery >= Slice * Handled ? 1 : LookEvery;
                    var time = now - start;
                    if (time >= slice)
                    {
                        goesOn = ThreadPool.PendingWorkItemCount <= Volatile.Read(ref _guards);
                        if (!goesOn || time >= LongSlice) break;
                        slice = time + Slice;
                    }
                }
                (looked, Handled) = (now, 0);
            }
            if (!TakeNext(ref left, out cell)) break;
            // As between two pieces of the pool's work: nobody goes on in the context that another one has made for himself.
            if (ExecutionContext.Capture() != clean && clean is not null) ExecutionContext.Restore(clean);
        }
        _running = false;
        if (Waiting > 0) BeGuarded(goesOn);
        else if (Volatile.Read(ref _shared.Given)) Forget();
    }

    /// <param name="left">Turns that may still be handed on before those in the ring have their chance.</param>
    /// <param name="cell">Who comes next.</param>
    private bool TakeNext(ref int left, out ActorCell cell)
    {
        if (TakeKept() is { } next)
        {
            cell = next;
            if (--left > 0 || !TryTake(out var waiting)) return true;
            Put(next);
            cell = waiting;
        }
        else if (!TryTake(out cell))
        {
            return false;
        }
        left = TurnsInARow;
        return true;
    }

    /// <summary>So that no ended actor is kept for nothing.</summary>
    private void Forget()
    {
        Volatile.Write(ref _shared.Given, false);
        Array.Clear(_ring);
    }

    private void Keep(ActorCell woken)
    {
        Interlocked.Exchange(ref _shared.Next, woken);
        if (_shared.Guard != (int)Guard.Now) BeGuarded();
    }

    private void Put(ActorCell cell)
    {
        var tail = _shared.Tail;
        if (tail - Volatile.Read(ref _shared.Head) >= _ring.Length)
        {
            if (_ring.Length > 0)
            {
                ThreadPool.UnsafeQueueUserWorkItem((IThreadPoolWorkItem)cell, false);
                return;
            }
            _ring = new Place[Places];
        }
        _ring[tail % Places].Cell = cell;
        Interlocked.Exchange(ref _shared.Tail, tail + 1);
        if (_shared.Guard != (int)Guard.Now) BeGuarded();
    }

    private ActorCell? TakeKept() => _shared.Next is null ? null : Interlocked.Exchange(ref _shared.Next, null);

    private bool TryTake(out ActorCell cell)
    {
        if (!TryTake(out cell, out var place)) return false;
        _ring[place].Cell = null;
        return true;
    }

    private bool TryTake(out ActorCell cell, out uint place)
    {
        while (true)
        {
            var head = Volatile.Read(ref _shared.Head);
            place = head % Places;
            if (head == Volatile.Read(ref _shared.Tail))
            {
                cell = null!;
                return false;
            }
            cell = _ring[place].Cell!;
            if (Interlocked.CompareExchange(ref _shared.Head, head + 1, head) == head) return true;
        }
    }

    /// <summary>Gives another thread half of those who wait in the ring; if there are none, the one who was to come first.</summary>
    /// <returns>One of them, whom the other thread is to run at once.</returns>
    private ActorCell? GiveHalf(ActorThread other)
    {
        Volatile.Write(ref _shared.Given, true);
        var half = (Volatile.Read(ref _shared.Tail) - Volatile.Read(ref _shared.Head) + 1) / 2;
        if (half == 0 || !TryTake(out var first, out _))
            return Volatile.Read(ref _shared.Next) is { } kept && Interlocked.CompareExchange(ref _shared.Next, null, kept) == kept ? kept : null;
        for (; half > 1 && TryTake(out var cell, out _); half--) other.Put(cell);
        return first;
    }

    /// <summary>Has a guard come for those who wait here, if there is none on its way that comes as soon.</summary>
    /// <param name="near">This thread is about to come to the guard itself.</param>
    private void BeGuarded(bool near = false)
    {
        var wanted = (int)(_running && _shared.InVain >= OftenInVain && Waiting <= Few ? Guard.Later : Guard.Now);
        var there = Volatile.Read(ref _shared.Guard);
        while (there != wanted && there != (int)Guard.Now)
        {
            var seen = Interlocked.CompareExchange(ref _shared.Guard, wanted, there);
            if (seen == there)
            {
                if (wanted == (int)Guard.Now)
                {
                    Interlocked.Increment(ref _guards);
                    ThreadPool.UnsafeQueueUserWorkItem(this, near);
                }
                else ComeLater();
                return;
            }
            there = seen;
        }
    }

    private void ComeLater() =>
        LazyInitializer.EnsureInitialized(ref _later, NewTimer).Change(Moment, Timeout.InfiniteTimeSpan);

    private Timer NewTimer()
    {
        // It is the thread's, not of whomever the thread happens to be running.
        using var _ = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
        return new Timer(static guard => ((ActorThread)guard!).Look(), this, Timeout.Infinite, Timeout.Infinite);
    }

    /// <summary>A place in the ring; a structure, so that filling it asks for no type.</summary>
    private struct Place
    {
        public ActorCell? Cell;
    }

    /// <summary>What guards look at, apart from what this thread writes all the time.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Shared
    {
        private readonly CacheLine _before;
        public ActorCell? Next;
        public uint Head;
        public uint Tail;
        public int Guard;
        public int Turns;
        public int TurnsSeen;
        public int InVain;

        /// <summary>Another thread took some: their places still name them.</summary>
        public bool Given;
        private readonly CacheLine _behind;
    }

    [StructLayout(LayoutKind.Explicit, Size = 64)]
    private readonly struct CacheLine;
}
