using System.Runtime.InteropServices;

namespace Akka.Actor;

/// <summary>
/// A piece of a long queue. While few messages wait, each is a link of its own (<see cref="MessageNode"/>); once senders are so far ahead
/// that hundreds wait, they write into one of these instead: 16 bytes a message rather than 40, and none that the collector must follow
/// one by one. A sender takes a place with one interlocked increment; who finds the piece full, or frozen, hangs a new one behind it. The actor
/// freezes the last piece when it has caught up, and goes back to links.
/// </summary>
/// <remarks>A piece is never used again for another mailbox: a slow sender may still be looking at it.</remarks>
internal sealed class Backlog : MessageNode
{
    /// <summary>What makes a piece worth its memory: so many messages taken from the inbox at once.</summary>
    public const int Worthwhile = 512;

    private const int SlotsFirst = 256;
    private const int SlotsMax = 2048;
    private const int Frozen = 1 << 30;

    /// <summary>Looks before a thread gives up waiting for another one, that is between two instructions, and lets it run.</summary>
    private const int Patience = 30;

    [ThreadStatic]
    private static Backlog? _threadSpare;

    private readonly Slot[] _slots;
    private Counters _at;

    public Backlog()
        : this(SlotsFirst)
    {
    }

    private Backlog(int slots) => _slots = new Slot[slots];

    /// <summary>What one of <see cref="TryTake"/>'s looks found.</summary>
    public enum Look
    {
        Taken,

        /// <summary>A sender has taken the next place and not yet filled it.</summary>
        NotYet,

        /// <summary>All is taken, and nothing will be put in any more.</summary>
        Finished,
    }

    /// <summary>Messages in this piece, as far as can be said while others send.</summary>
    public int Count => Math.Max(0, Math.Min(Volatile.Read(ref _at.Taken), _slots.Length) - _at.Read);

    /// <summary>Puts a message in. Any thread.</summary>
    /// <returns>False when this piece takes no more.</returns>
    public bool TryPut(object message, IActorRef? sender)
    {
        if (Volatile.Read(ref _at.Taken) >= _slots.Length) return false;
        var place = Interlocked.Increment(ref _at.Taken) - 1;
        if (place >= _slots.Length) return false;
        Put(place, message, sender);
        return true;
    }

    /// <summary>The piece that comes behind this one, with a message in it. It counts once it is in the inbox: see <see cref="GiveBack"/>.</summary>
    public Backlog Following(object message, IActorRef? sender)
    {
        var next = _threadSpare ?? new Backlog(Math.Min(2 * _slots.Length, SlotsMax));
        _threadSpare = null;
        next._at.Taken = 1;
        next.Put(0, message, sender);
        return next;
    }

    /// <summary>Keeps a piece that another sender's came before, and that nobody saw, for the next time.</summary>
    public static void GiveBack(Backlog unused)
    {
        unused._slots[0] = default;
        unused._at.Taken = 0;
        _threadSpare = unused;
    }

    /// <summary>Takes the oldest message out. Only the actor's own thread.</summary>
    /// <param name="final">Nothing is to be put in any more, even if there are places left.</param>
    public Look TryTake(bool final, out object message, out IActorRef? sender)
    {
        message = null!;
        sender = null;
        for (var spin = default(SpinWait); _at.Read < _slots.Length; spin.SpinOnce(-1))
        {
            ref var slot = ref _slots[_at.Read];
            if (Volatile.Read(ref slot.Message) is { } found)
            {
                message = found;
                sender = slot.Sender;
                slot = default;
                _at.Read++;
                return Look.Taken;
            }
            var taken = Volatile.Read(ref _at.Taken);
            if (taken >= Frozen && _at.Read >= _at.End) return Look.Finished;
            if (taken == _at.Read && Interlocked.CompareExchange(ref _at.Taken, Frozen, taken) == taken)
            {
                _at.End = taken;
                return Look.Finished;
            }
            if (!final && spin.Count >= Patience) return Look.NotYet;
        }
        return Look.Finished;
    }

    /// <summary>The piece behind this one, once the sender who put it into the inbox has linked it too; null when that takes long.</summary>
    public MessageNode? AwaitNext(bool final)
    {
        for (var spin = default(SpinWait); ; spin.SpinOnce(-1))
        {
            if (Volatile.Read(ref Next) is { } next) return next;
            if (!final && spin.Count >= Patience) return null;
        }
    }

    private void Put(int place, object message, IActorRef? sender)
    {
        ref var slot = ref _slots[place];
        slot.Sender = sender;
        Volatile.Write(ref slot.Message, message);
    }

    private struct Slot
    {
        public object? Message;
        public IActorRef? Sender;
    }

    /// <summary>Senders write one, the actor the others: apart, so that they do not fetch each other's cache line all the time.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 192)]
    private struct Counters
    {
        [FieldOffset(64)]
        public int Taken;

        [FieldOffset(128)]
        public int Read;

        /// <summary>How many places were taken when the piece was frozen.</summary>
        [FieldOffset(132)]
        public int End;
    }
}
