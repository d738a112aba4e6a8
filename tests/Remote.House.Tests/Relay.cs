using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AkkaAuction.Remote.House.Tests;

/// <summary>
/// A wire that can be cut: listens on a port of its own and passes everything on to another, until it is told to close the connections or
/// to swallow what comes.
/// </summary>
public sealed class Relay : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Socket> _sockets = [];
    private readonly MemoryStream _asked = new();
    private readonly MemoryStream _answered = new();
    private readonly SemaphoreSlim _hasRecorded = new(0);
    private volatile bool _records;
    private volatile bool _swallows;
    private volatile bool _swallowsAnswers;
    private volatile bool _refuses;

    public Relay()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Where it leads; may be known only after the relay is.</summary>
    public int Target { get; set; }

    /// <summary>Ends when this text has passed to the target so many times more than when it is asked.</summary>
    public Task HasPassedToTargetAsync(string text, int times, TimeSpan patience) => HasPassedAsync(_asked, text, times, patience);

    /// <summary>Ends when this text has passed from the target so many times more than when it is asked.</summary>
    public Task HasPassedFromTargetAsync(string text, int times, TimeSpan patience) => HasPassedAsync(_answered, text, times, patience);

    private async Task HasPassedAsync(MemoryStream recorded, string text, int times, TimeSpan patience)
    {
        _records = true;
        var wanted = Count() + times;
        while (Count() < wanted)
        {
            if (!await _hasRecorded.WaitAsync(patience)) throw new TimeoutException($"{text} has not passed {times} times.");
        }

        int Count()
        {
            lock (recorded) return Encoding.Latin1.GetString(recorded.ToArray()).Split(text).Length;
        }
    }

    /// <summary>Closes what is open. New connections are let through unless <see cref="Refuse"/> was called.</summary>
    public void Cut()
    {
        while (_sockets.TryTake(out var socket)) socket.Dispose();
    }

    /// <summary>From now on connections stay open, and nothing comes out at the other end.</summary>
    public void Swallow() => _swallows = true;

    /// <summary>From now on what comes from the target does not come out; what goes to it does.</summary>
    public void SwallowAnswers() => _swallowsAnswers = true;

    /// <summary>Swallows nothing any more; what was swallowed is lost, and the connections with it.</summary>
    public void Heal()
    {
        Cut();
        _swallows = _swallowsAnswers = _refuses = false;
    }

    /// <summary>Lets no new connections through.</summary>
    public void Refuse() => _refuses = true;

    public void Dispose()
    {
        _listener.Dispose();
        Cut();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var inbound = await _listener.AcceptSocketAsync();
                if (_refuses)
                {
                    inbound.Dispose();
                    continue;
                }

                var outbound = new Socket(SocketType.Stream, ProtocolType.Tcp);
                _sockets.Add(inbound);
                _sockets.Add(outbound);
                _ = JoinAsync(inbound, outbound);
            }
        }
        catch (Exception ex) when (ex is SocketException or ObjectDisposedException)
        {
            Cut();
        }
    }

    private async Task JoinAsync(Socket inbound, Socket outbound)
    {
        try
        {
            await outbound.ConnectAsync(IPAddress.Loopback, Target);
            await Task.WhenAll(PassAsync(inbound, outbound, isAnswer: false), PassAsync(outbound, inbound, isAnswer: true));
        }
        catch (SocketException)
        {
            inbound.Dispose();
        }
    }

    private async Task PassAsync(Socket from, Socket to, bool isAnswer)
    {
        var buffer = new byte[1 << 16];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var read)
            {
                if (_records)
                {
                    var recorded = isAnswer ? _answered : _asked;
                    lock (recorded) recorded.Write(buffer, 0, read);
                    _hasRecorded.Release();
                }

                if (!_swallows && !(isAnswer && _swallowsAnswers)) await to.SendAsync(buffer.AsMemory(0, read));
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception ex) when (ex is SocketException or ObjectDisposedException)
        {
            to.Dispose();
        }
    }
}
