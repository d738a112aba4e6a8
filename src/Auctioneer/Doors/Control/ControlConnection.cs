using System.Net.Sockets;

namespace AkkaAuction.Auctioneer.Doors.Control;

/// <summary>
/// One connection of the control socket: a request, its answer, the next request. A line that is no request is answered with what would be
/// one; one that is too long, and silence, end the connection. It never holds more than one line and one answer.
/// </summary>
/// <param name="socket">The connection.</param>
/// <param name="control">Who does what is asked.</param>
/// <param name="patience">How long it may be silent, or take nothing of an answer.</param>
/// <param name="time">The clock of the patience.</param>
internal sealed class ControlConnection(Socket socket, ISaleControl control, TimeSpan patience, TimeProvider time) : IDisposable
{
    private const int PieceBytes = 32 * 1024;

    private readonly NetworkStream _stream = new(socket, ownsSocket: true);

    /// <summary>Serves it until either side ends.</summary>
    /// <param name="stopping">The house stops.</param>
    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            await ServeAsync(stopping).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The operator has gone, or takes nothing: there is nobody to tell.
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>Takes nothing: says why, and closes.</summary>
    public async Task RefuseAsync(string why)
    {
        try
        {
            await WriteAsync([new ControlLine.Error(why)]).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // It has gone by itself.
        }
        finally
        {
            Dispose();
        }
    }

    public void Dispose() => _stream.Dispose();

    private async Task ServeAsync(CancellationToken stopping)
    {
        var reader = new ControlReader(_stream);
        while (true)
        {
            switch (await ReadAsync(reader, stopping).ConfigureAwait(false))
            {
                case ControlRead.Line when ControlRequest.TryRead(reader.Line, out var request, out var fault):
                    await WriteAsync(await AnswerAsync(request, stopping).ConfigureAwait(false)).ConfigureAwait(false);
                    if (stopping.IsCancellationRequested) return;
                    break;
                case ControlRead.Line:
                    ControlRequest.TryRead(reader.Line, out _, out var wrong);
                    await WriteAsync([new ControlLine.Error(wrong!)]).ConfigureAwait(false);
                    break;
                case ControlRead.TooLong:
                    await RefuseAsync($"A line has at most {ControlLine.BytesMax} bytes; this one is longer.").ConfigureAwait(false);
                    return;
                case ControlRead.HalfLine:
                    await RefuseAsync("The last line has no end; nothing of it was done.").ConfigureAwait(false);
                    return;
                case null when stopping.IsCancellationRequested:
                    await RefuseAsync(Stopping).ConfigureAwait(false);
                    return;
                case null:
                    await RefuseAsync($"Nothing was asked for {patience.TotalSeconds:0} s.").ConfigureAwait(false);
                    return;
                default: return;
            }
        }
    }

    /// <returns>Null: nothing came in time, or the house stops.</returns>
    private async Task<ControlRead?> ReadAsync(ControlReader reader, CancellationToken stopping)
    {
        using var silence = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, stopping);
        try
        {
            return await reader.ReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<ControlLine>> AnswerAsync(ControlRequest request, CancellationToken stopping)
    {
        try
        {
            return await control.AnswerAsync(request, stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return [new ControlLine.Error(Stopping)];
        }
#pragma warning disable CA1031 // Whatever it fails on, the operator is told, and the door goes on.
        catch (Exception fault)
        {
            return [new ControlLine.Error($"The house could not do that: {fault.Message}")];
        }
#pragma warning restore CA1031
    }

    private async Task WriteAsync(IReadOnlyList<ControlLine> lines)
    {
        using var piece = new MemoryStream(PieceBytes);
        for (var i = 0; i < lines.Count; i++)
        {
            lines[i].WriteTo(piece);
            if (piece.Length < PieceBytes && i < lines.Count - 1) continue;
            using var stuck = new CancellationTokenSource(patience, time);
            await _stream.WriteAsync(piece.GetBuffer().AsMemory(0, (int)piece.Length), stuck.Token).ConfigureAwait(false);
            piece.SetLength(0);
        }
    }

    private const string Stopping = "The house is stopping; start it again, and ask then.";
}
