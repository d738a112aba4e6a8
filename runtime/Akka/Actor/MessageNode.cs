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
        var node = thread.Spares;
        if (node is null)
        {
            node = TakeChain(thread);
            if (node is null) return new MessageNode { Message = message, Sender = sender };
        }
        thread.Spares = node.Next;
        thread.SpareCount--;
        node.Message = message;
        node.Sender = sender;
        return node;
    }

    public static void Return(ActorThread thread, MessageNode node)
    {
        node.Message = null;
        node.Sender = null;
        node.Next = thread.Spares;
        thread.Spares = node;
        if (++thread.SpareCount == 2 * ChainLength) PassChain(thread);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static MessageNode? TakeChain(ActorThread thread)
    {
        var chains = Chains;
        for (var at = 0; at < chains.Length; at++)
        {
            if (chains[at] is null || Interlocked.Exchange(ref chains[at], null) is not { } chain) continue;
            thread.SpareCount = ChainLength;
            return chain;
        }
        return null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void PassChain(ActorThread thread)
    {
        var chain = thread.Spares!;
        var last = chain;
        for (var count = 1; count < ChainLength; count++) last = last.Next!;
        thread.Spares = last.Next;
        thread.SpareCount -= ChainLength;
        last.Next = null;
        var chains = Chains;
        for (var at = 0; at < chains.Length; at++)
        {
            if (chains[at] is null && Interlocked.CompareExchange(ref chains[at], chain, null) is null) return;
        }
        // All places taken: more was received than is being sent. The collector gets this chain.
    }
}
