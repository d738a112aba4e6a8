using System.Collections.Immutable;
using Akka.Actor;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;

namespace AkkaAuction.Bidder.Tcp;

/// <summary>Opens connections to one house.</summary>
public interface IFloorConnector
{
    /// <summary>Begins to connect, and reports to <paramref name="owner"/> by <see cref="ConnectionEvent"/>s.</summary>
    /// <param name="owner">Gets the events.</param>
    /// <param name="life">
    /// The number of the owner's connection. Each event carries it, so that the owner ignores events of an earlier one.
    /// </param>
    IFloorConnection Connect(IActorRef owner, long life);
}

/// <summary>One connection to a house; it never blocks who uses it.</summary>
public interface IFloorConnection
{
    /// <summary>Sends a request; does nothing once the connection is lost.</summary>
    void Send(Request request);

    /// <summary>Says that a batch of lines was handled, so that more may be read.</summary>
    void Handled();

    void Close();
}

/// <summary>Events of a connection, for its owner.</summary>
public abstract record ConnectionEvent(long Life)
{
    public sealed record Opened(long Life) : ConnectionEvent(Life);

    /// <summary>The lines of one read, in order.</summary>
    public sealed record LinesRead(long Life, ImmutableArray<FloorLine> Lines) : ConnectionEvent(Life);

    /// <summary>The last event of a connection.</summary>
    /// <param name="Reason">Why, for a person.</param>
    public sealed record Lost(long Life, string Reason) : ConnectionEvent(Life);
}
