using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using Akka.Remote.Wire;

namespace Akka.Remote.Transport;

/// <summary>Who makes sense of what arrives on a connection. Called by one thread at a time.</summary>
internal interface IFrameHandler
{
    void OnFrame(ReadOnlySpan<byte> frame);

    /// <summary>Every whole frame of one read has been handed over.</summary>
    void OnBatchEnd();

    /// <summary>Once, at the end; <paramref name="cause"/> is null when the peer closed in good order.</summary>
    void OnClosed(Exception? cause);
}

/// <summary>
/// One TCP connection. Writers append frames to a buffer under the lock and go on; a single loop sends whatever has gathered with one write while
/// the next buffer fills, so that batches grow with the load and nobody waits for the socket. The buffer is bounded: a peer that does
/// not read costs at most <see cref="_pendingBytesMax"/>.
/// Everything of one read is handed over before the next one.
/// </summary>
internal sealed class TcpConnection(Socket socket, Stream stream, long frameBytesMax, long pendingBytesMax) : IThreadPoolWorkItem
{
    /// <summary>What instructions and system messages may use beyond the bound: they are few, and the association lives by them.</summary>
    private const int Reserve = 1 << 20;

    private const int KeptBufferBytes = 1 << 20;

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _pendingBytesMax = pendingBytesMax;
    private WireWriter _pending = new(4096);
    private WireWriter _sending = new(4096);
    private bool _writing;
    private bool _ending;
    private bool _closed;

    public delegate void Append<in T>(WireWriter writer, T state);

    /// <summary>Bytes that wait for the socket.</summary>
    public int PendingBytes
    {
        get
        {
            lock (_gate) return _pending.Length;
        }
    }

    /// <summary>Appends one frame, or several. False, and nothing is sent, when the buffer is full or the connection at its end.</summary>
    /// <param name="vital">May use the reserve above the bound.</param>
    public bool TryWrite<T>(T state, Append<T> append, bool vital = false)
    {
        lock (_gate)
        {
            if (_ending || _pending.Length > _pendingBytesMax + (vital ? Reserve : 0)) return false;
            append(_pending, state);
            if (_writing) return true;
            _writing = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return true;
    }

    /// <summary>
    /// Takes no more frames after <paramref name="last"/>, sends what is there and then the end of the stream. Completes when the peer has
    /// closed too: closing with its bytes unread would tear away ours that it has not read. It may never do so; the caller sets a limit.
    /// </summary>
    public Task EndAsync(ControlCommand last)
    {
        TryWrite(last, static (writer, command) => ControlPdu.Write(writer, command), vital: true);
        bool idle;
        lock (_gate)
        {
            _ending = true;
            idle = !_writing;
        }

        if (idle) FinishSending();
        return _ended.Task;
    }

    /// <summary>Closes at once; what was not sent is lost.</summary>
    public void Close()
    {
        lock (_gate)
        {
            if (_closed) return;
            _closed = _ending = true;
        }

        stream.Dispose();
        _ended.TrySetResult();
    }

    /// <summary>Reads until either side closes. Never throws: what happened is told to the handler.</summary>
    public async Task ReadAsync(IFrameHandler handler)
    {
        Exception? cause = null;
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(
            bufferSize: 1 << 16, minimumReadSize: 1 << 12, leaveOpen: true, useZeroByteReads: true));
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync().ConfigureAwait(false);
                var buffer = read.Buffer;
                HandOver(ref buffer, handler);
                reader.AdvanceTo(buffer.Start, buffer.End);
                if (!read.IsCompleted) continue;
                if (!buffer.IsEmpty) cause = new WireFormatException("The connection ended within a frame.");
                break;
            }
        }
#pragma warning disable CA1031 // Whatever a frame set off ends its connection, and nothing else.
        catch (Exception ex)
#pragma warning restore CA1031
        {
            lock (_gate) cause = _closed ? null : ex;
        }

        await reader.CompleteAsync().ConfigureAwait(false);
        try
        {
            handler.OnClosed(cause);
        }
        finally
        {
            Close();
        }
    }

    void IThreadPoolWorkItem.Execute() => _ = SendAsync();

    private void HandOver(ref ReadOnlySequence<byte> buffer, IFrameHandler handler)
    {
        while (Frame.TryRead(ref buffer, frameBytesMax, out var payload))
        {
            if (payload.IsSingleSegment)
            {
                handler.OnFrame(payload.FirstSpan);
                continue;
            }

            var length = (int)payload.Length;
            var joined = ArrayPool<byte>.Shared.Rent(length);
            payload.CopyTo(joined);
            try
            {
                handler.OnFrame(joined.AsSpan(0, length));
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(joined);
            }
        }

        handler.OnBatchEnd();
    }

    private void FinishSending()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception ex) when (ex is SocketException or ObjectDisposedException)
        {
            Close();
        }
    }

    private async Task SendAsync()
    {
        try
        {
            while (true)
            {
                bool end;
                lock (_gate)
                {
                    _sending.Clear(KeptBufferBytes);
                    (_pending, _sending) = (_sending, _pending);
                    if (_sending.Length == 0) _writing = false;
                    end = _ending;
                }

                if (_sending.Length == 0)
                {
                    if (end) FinishSending();
                    return;
                }

                await stream.WriteAsync(_sending.Memory).ConfigureAwait(false);
            }
        }
        catch (Exception ex) when (ex is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The reading side of the same stream learns of the end too, and tells the handler.
            Close();
        }
    }
}
