using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;

namespace AkkaAuction.Auctioneer.Dispatch;

/// <summary>
/// The mailbox of a lot. Akka.NET's unbounded mailbox begins with room for 32 messages and padding against false sharing, 1.2 KB that a
/// lot without bids never uses; this one begins with none, grows as messages come, and lets go of what a burst needed. Akka.NET makes it
/// by the name in <see cref="Deploy"/>, which <see cref="LotMailboxes"/> makes known to the actor system. A mailbox is where threads meet,
/// so this one has a lock; actors have none.
/// </summary>
internal sealed class LotMailbox(Akka.Actor.Settings settings, Config config)
    : MailboxType(settings, config), IProducesMessageQueue<LotMailbox.Messages>
{
    private const string Id = "lot-mailbox";

    internal static string Hocon { get; } =
        $"{Id}.mailbox-type = \"{typeof(LotMailbox).FullName}, {typeof(LotMailbox).Assembly.GetName().Name}\"";

    internal static Deploy Deploy { get; } = Deploy.None.WithMailbox(Id);

    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new Messages();

    /// <summary>
    /// Two heaps: any thread puts onto one under the lock; the lot's thread takes from the other, and swaps them when that is empty. With
    /// no message left, it lets go of a heap of more than <see cref="LargestKept"/> places.
    /// </summary>
    public sealed class Messages : IMessageQueue, IUnboundedMessageQueueSemantics
    {
        private const int Smallest = 4;
        internal const int LargestKept = 64;

        private readonly Lock _gate = new();
        private Envelope[] _in = [];
        private Envelope[] _out = [];
        private int _inCount;
        private int _outCount;
        private int _outNext;

        public bool HasMessages => Count > 0;

        /// <summary>Room that it holds, used or not.</summary>
        internal int Places
        {
            get
            {
                lock (_gate) return _in.Length + _out.Length;
            }
        }

        public int Count => Volatile.Read(ref _inCount) + Volatile.Read(ref _outCount) - Volatile.Read(ref _outNext);

        public void Enqueue(IActorRef receiver, Envelope envelope)
        {
            lock (_gate)
            {
                if (_inCount == _in.Length) Array.Resize(ref _in, Math.Max(Smallest, _in.Length * 2));
                _in[_inCount] = envelope;
                Volatile.Write(ref _inCount, _inCount + 1);
            }
        }

        public bool TryDequeue(out Envelope envelope)
        {
            if (_outNext == _outCount && !Change())
            {
                envelope = default;
                return false;
            }
            ref var slot = ref _out[_outNext];
            envelope = slot;
            slot = default;
            _outNext++;
            return true;
        }

        public void CleanUp(IActorRef owner, IMessageQueue deadletters)
        {
            ArgumentNullException.ThrowIfNull(deadletters);
            while (TryDequeue(out var envelope)) deadletters.Enqueue(owner, envelope);
        }

        private bool Change()
        {
            if (Volatile.Read(ref _inCount) == 0)
            {
                LetGo();
                return false;
            }
            lock (_gate)
            {
                (_in, _out) = (_out, _in);
                (_outNext, _outCount) = (0, _inCount);
                Volatile.Write(ref _inCount, 0);
                return true;
            }
        }

        // Either may have grown: a burst that arrives while one before it is worked off takes the other heap.
        private void LetGo()
        {
            if (_out.Length > LargestKept) _out = [];
            if (_in.Length <= LargestKept) return;
            lock (_gate)
            {
                if (_inCount == 0) _in = [];
            }
        }
    }
}

/// <summary>Makes <see cref="LotMailbox"/> known to an actor system, once, whatever its settings are.</summary>
internal sealed class LotMailboxes : ExtensionIdProvider<LotMailboxes.Known>
{
    public static LotMailboxes Instance { get; } = new();

    public override Known CreateExtension(ExtendedActorSystem system)
    {
        system.Settings.InjectTopLevelFallback(ConfigurationFactory.ParseString(LotMailbox.Hocon));
        return new Known();
    }

    internal sealed class Known : IExtension;
}
