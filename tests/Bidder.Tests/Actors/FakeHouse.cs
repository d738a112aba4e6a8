using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AkkaAuction.Bidder.Tests.Actors;

/// <summary>
/// A house that does what a test tells it, on a real socket: the test reads what a bidder said and writes what it hears. Every wait has a
/// limit, so that a broken bidder fails a test instead of hanging it.
/// </summary>
internal sealed class FakeHouse : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public FakeHouse() => _listener.Start();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async Task<Guest> Welcome() => new(await _listener.AcceptTcpClientAsync().WaitAsync(Patience));

    public void Dispose() => _listener.Dispose();
}

/// <summary>One connection of a bidder to the fake house.</summary>
internal sealed class Guest : IDisposable
{
    private readonly TcpClient _client;
    private readonly StreamReader _reader;

    public Guest(TcpClient client)
    {
        _client = client;
        _reader = new StreamReader(client.GetStream(), new UTF8Encoding(false));
    }

    /// <summary>The next line that the bidder says; null: it closed the connection.</summary>
    public async Task<string?> Hear() => await _reader.ReadLineAsync().WaitAsync(FakeHouse.Patience);

    /// <summary>Says lines, all in one write.</summary>
    public async Task Say(params string[] lines) =>
        await _client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));

    /// <summary>Hears a HELLO and answers it with the lots.</summary>
    public async Task<string?> Greet(string name, string token, params string[] lots)
    {
        var hello = await Hear();
        await Say([$"WELCOME {name} {token} time=2026-11-20T12:00:00.000Z", .. lots, "READY 4"]);
        return hello;
    }

    /// <summary>Hears the SALES of a bidder who named none, and answers it.</summary>
    public async Task Sales(params string[] sales)
    {
        Assert.Equal("SALES", await Hear());
        await Say([.. sales, "READY 4"]);
    }

    /// <summary>Hears a JOIN with what goes around it, and answers it.</summary>
    /// <param name="answer">The lines that answer the JOIN.</param>
    /// <param name="list">What the LIST behind it is answered with.</param>
    public async Task<string?> Join(string[] answer, string[] list)
    {
        var mark = await Hear();
        Assert.StartsWith("PING join-", mark, StringComparison.Ordinal);
        var join = await Hear();
        Assert.Equal("LIST", await Hear());
        await Say([$"PONG {mark!["PING ".Length..]} time=2026-11-20T12:00:00.000Z", .. answer, .. list]);
        return join;
    }

    public void Dispose() => _client.Dispose();
}
