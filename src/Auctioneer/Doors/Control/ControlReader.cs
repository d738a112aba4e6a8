namespace AkkaAuction.Auctioneer.Doors.Control;

/// <summary>What came next.</summary>
internal enum ControlRead
{
    Line,

    /// <summary>Nothing more comes.</summary>
    End,

    /// <summary>Nothing more comes, and the last line has no end.</summary>
    HalfLine,

    /// <summary>A line is longer than <see cref="ControlLine.BytesMax"/>; what follows cannot be told apart from it.</summary>
    TooLong,
}

/// <summary>Cuts what arrives at one end of a control socket into lines. It holds no more than one line and what came with it.</summary>
/// <param name="stream">The connection.</param>
internal sealed class ControlReader(Stream stream)
{
    private readonly byte[] _bytes = new byte[ControlLine.BytesMax + 1];
    private int _from;
    private int _to;

    /// <summary>The line that was read last, without its end; good until the next one is read.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    public async ValueTask<ControlRead> ReadAsync(CancellationToken cancellation)
    {
        var searched = _from;
        while (true)
        {
            var at = _bytes.AsSpan(searched, _to - searched).IndexOf((byte)'\n');
            if (at >= 0)
            {
                var end = searched + at;
                Line = _bytes.AsMemory(_from, end - _from);
                if (Line.Span is [.., (byte)'\r']) Line = Line[..^1];
                _from = end + 1;
                return ControlRead.Line;
            }
            if (_to - _from == _bytes.Length) return ControlRead.TooLong;
            MakeRoom();
            searched = _to;
            var read = await stream.ReadAsync(_bytes.AsMemory(_to), cancellation).ConfigureAwait(false);
            if (read == 0) return _to == _from ? ControlRead.End : ControlRead.HalfLine;
            _to += read;
        }
    }

    private void MakeRoom()
    {
        if (_from == 0) return;
        _bytes.AsSpan(_from, _to - _from).CopyTo(_bytes);
        (_from, _to) = (0, _to - _from);
    }
}
