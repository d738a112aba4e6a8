using System.Net.Sockets;
using AkkaAuction.Auctioneer.Doors.Control;

namespace AkkaAuction.Auctioneer.Commands;

/// <summary>Asks the house that has a journal, by its control socket.</summary>
internal static class ControlClient
{
    // Longer than the house waits for itself.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <param name="journal">The journal's file.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <returns>The lines of the answer without its end; null: no house runs on this journal.</returns>
    /// <exception cref="ControlException">It was not done, or the house cannot be asked.</exception>
    public static async Task<IReadOnlyList<ControlLine>?> AskAsync(string journal, ControlRequest request, CancellationToken cancellation)
    {
        var path = ControlPath.Of(journal);
        if (ControlPath.Fault(path) is { } fault) throw new ControlException($"A house there has no control socket: {fault}.");
        var line = request.ToLine();
        if (line.Length > ControlLine.BytesMax) throw new ControlException("That is too long to be asked.");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), patience.Token).ConfigureAwait(false);
            await using var stream = new NetworkStream(socket);
            await stream.WriteAsync((byte[])[.. line, (byte)'\n'], patience.Token).ConfigureAwait(false);
            return await AnswerAsync(new ControlReader(stream), patience.Token).ConfigureAwait(false);
        }
        catch (SocketException gone) when (IsNobody(gone, path))
        {
            return null;
        }
        catch (SocketException forbidden) when (forbidden.SocketErrorCode == SocketError.AccessDenied)
        {
            throw new ControlException(
                $"{path} is another user's: only the user that runs a house, and root, may tell it what to do.", forbidden);
        }
        catch (Exception broken) when (broken is SocketException or IOException)
        {
            throw new ControlException($"The house at {path} cannot be asked: {broken.Message}", broken);
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw new ControlException($"The house at {path} has not answered within {Patience.TotalSeconds:0} s.", late);
        }
    }

    private static async Task<IReadOnlyList<ControlLine>> AnswerAsync(ControlReader reader, CancellationToken cancellation)
    {
        var lines = new List<ControlLine>();
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false) == ControlRead.Line)
        {
            if (!ControlLine.TryRead(reader.Line.Span, out var line))
                throw new ControlException("What answers there speaks another protocol than this program.");
            switch (line)
            {
                case ControlLine.End: return lines;
                case ControlLine.Error error: throw new ControlException(error.Text) { IsStuck = error.IsStuck };
                default: lines.Add(line); break;
            }
        }
        throw new ControlException("The house has gone before its answer ended; look with: auctioneer sale list");
    }

    // What a killed house has left behind refuses.
    private static bool IsNobody(SocketException fault, string path) =>
        fault.SocketErrorCode == SocketError.ConnectionRefused || (fault.SocketErrorCode != SocketError.AccessDenied && !File.Exists(path));
}

/// <summary>A house did not do what it was asked, or cannot be asked; for a person.</summary>
internal sealed class ControlException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The house cannot store anything now, and so answers nothing.</summary>
    public bool IsStuck { get; init; }
}
