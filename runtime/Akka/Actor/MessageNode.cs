using System.Runtime.CompilerServices;
using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>
/// A message in a mailbox: a link of a list, so that an empty mailbox holds no memory at all. Links are used again: each thread keeps
/// a few, and hands them over in chains of <see cref="ChainLength"/> when one thread only sends and another only receives.
/// A steady flow of messages therefore allocates nothing.
/// </summary>
internal class MessageNode
{
    private const int ChainLength = 128;

    /// <summary>Chains in passing from receiving to sending threads: at most 64 of them, some 300 KB.</summary>
    private static readonly MessageNode?[] Chains = new MessageNode?[64];

    public object? Message;
    public IActorRef? Sender;
    public MessageNode? Next;

    public static MessageNode Rent(ActorThread thread, object message, IActorRef? sender)
    {
        if (thread.SpareCount == 0 && !TakeChain(thread)) return new MessageNode { Message = message, Sender = sender };
        var node = thread.Spares[--thread.SpareCount].Node!;
        node.Message = message;
        node.Sender = sender;
        return node;
    }

    public static void Return(ActorThread thread, MessageNode node)
    {
        node.Message = null;
        node.Sender = null;
        node.Next = null;
        if (thread.SpareCount == thread.Spares.Length) MakeRoom(thread);
        // Where a thread sends what it receives, the link mostly comes back to the place it was taken from.
        ref var place = ref thread.Spares[thread.SpareCount++];
        if (place.Node != node) place.Node = node;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TakeChain(ActorThread thread)
    {
        var chains = Chains;
        for (var at = 0; at < chains.Length; at++)
        {
            if (chains[at] is null || Interlocked.Exchange(ref chains[at], null) is not { } chain) continue;
            if (thread.Spares.Length == 0) thread.Spares = new Spare[2 * ChainLength];
            for (var node = chain; node is not null; (node, node.Next) = (node.Next, null)) thread.Spares[thread.SpareCount++].Node = node;
            return true;
        }
        return false;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MakeRoom(ActorThread thread)
    {
        if (thread.Spares.Length == 0)
        {
            thread.Spares = new Spare[2 * ChainLength];
            return;
        }
        MessageNode? chain = null;
        while (thread.SpareCount > ChainLength)
        {
            var node = thread.Spares[--thread.SpareCount].Node!;
            node.Next = chain;
            chain = node;
        }
        var chains = Chains;
        for (var at = 0; at < chains.Length; at++)
        {
            if (chains[at] is null && Interlocked.CompareExchange(ref chains[at], chain, null) is null) return;
        }
        // All places taken: more was received than is being sent. The collector gets this chain.
    }

    /// <summary>A link to be used again; a structure, so that putting it into its array asks for no type.</summary>
    internal struct Spare
    {
        public MessageNode? Node;
    }
}
