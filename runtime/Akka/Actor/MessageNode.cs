using System.Runtime.CompilerServices;

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

    [ThreadStatic]
    private static Spares? _threadSpares;

    public object? Message;
    public IActorRef? Sender;
    public MessageNode? Next;

    public static MessageNode Rent(object message, IActorRef? sender)
    {
        var spares = _threadSpares ??= new Spares();
        var node = spares.Head;
        if (node is null)
        {
            node = TakeChain(spares);
            if (node is null) return new MessageNode { Message = message, Sender = sender };
        }
        spares.Head = node.Next;
        spares.Count--;
        node.Message = message;
        node.Sender = sender;
        return node;
    }

    public static void Return(MessageNode node)
    {
        var spares = _threadSpares ??= new Spares();
        node.Message = null;
        node.Sender = null;
        node.Next = spares.Head;
        spares.Head = node;
        if (++spares.Count == 2 * ChainLength) PassChain(spares);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static MessageNode? TakeChain(Spares spares)
    {
        var chains = Chains;
        for (var at = 0; at < chains.Length; at++)
        {
            if (chains[at] is null || Interlocked.Exchange(ref chains[at], null) is not { } chain) continue;
            spares.Count = ChainLength;
            return chain;
        }
        return null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void PassChain(Spares spares)
    {
        var chain = spares.Head!;
        var last = chain;
        for (var count = 1; count < ChainLength; count++) last = last.Next!;
        spares.Head = last.Next;
        spares.Count -= ChainLength;
        last.Next = null;
        var chains = Chains;
        for (var at = 0; at < chains.Length; at++)
        {
            if (chains[at] is null && Interlocked.CompareExchange(ref chains[at], chain, null) is null) return;
        }
        // All places taken: more was received than is being sent. The collector gets this chain.
    }

    private sealed class Spares
    {
        public MessageNode? Head;
        public int Count;
    }
}
