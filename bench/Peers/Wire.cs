using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace AkkaAuction.Bench.Peers;

/// <summary>One connection's language: how a bid is written, and what an answer says.</summary>
internal abstract class Wire
{
    /// <summary>Room for any one bid.</summary>
    public const int BidBytesMax = 256;

    public static Wire Of(string name, int lots, string script) => name == "redis" ? new Redis(script) : new Floor(lots);

    /// <returns>The bytes that were written.</returns>
    public abstract int Write(Span<byte> to, int lot, int bidder, long amountMinor, long number);

    /// <returns>False: the line is no answer to a bid.</returns>
    public abstract bool TryRead(ReadOnlySpan<byte> line, out long number, out bool isAccepted);

    protected static int Written(bool fits, int bytes) =>
        fits ? bytes : throw new InvalidOperationException("A bid is longer than its room.");

    /// <summary>The floor's lines (docs/reference/protocol-floor.md); the textbook peer speaks them too.</summary>
    private sealed class Floor(int lots) : Wire
    {
        private readonly string[] _names = [.. Enumerable.Range(0, lots).Select(i => LotNames.Of(i, lots))];

        public override int Write(Span<byte> to, int lot, int bidder, long amountMinor, long number)
        {
            var fits = Utf8.TryWrite(to, $"BID {_names[lot]} {amountMinor / 100}.{amountMinor % 100:D2} {number}\n", out var bytes);
            return Written(fits, bytes);
        }

        public override bool TryRead(ReadOnlySpan<byte> line, out long number, out bool isAccepted)
        {
            isAccepted = line.StartsWith("ACCEPTED "u8);
            number = 0;
            if (!isAccepted && !line.StartsWith("REFUSED "u8))
                return line.StartsWith("ERROR"u8) ? throw new InvalidDataException(Encoding.UTF8.GetString(line)) : false;
            var rest = line[(line.IndexOf((byte)' ') + 1)..];
            number = long.Parse(rest[..rest.IndexOf((byte)' ')], CultureInfo.InvariantCulture);
            return true;
        }
    }

    /// <summary>Calls of the script in RESP. Answers come in the order of the bids and do not name them.</summary>
    private sealed class Redis(string script) : Wire
    {
        private long _answered;

        public override int Write(Span<byte> to, int lot, int bidder, long amountMinor, long number)
        {
            var (who, amount) = ($"bidder-{bidder}", amountMinor.ToString(CultureInfo.InvariantCulture));
            var fits = Utf8.TryWrite(
                to,
                $"*6\r\n$7\r\nEVALSHA\r\n${script.Length}\r\n{script}\r\n$1\r\n1\r\n$5\r\nlot-{lot + 1}\r\n"
                + $"${who.Length}\r\n{who}\r\n${amount.Length}\r\n{amount}\r\n",
                out var bytes);
            return Written(fits, bytes);
        }

        public override bool TryRead(ReadOnlySpan<byte> line, out long number, out bool isAccepted)
        {
            if (line is not [(byte)':', (byte)'0' or (byte)'1', (byte)'\r'])
                throw new InvalidDataException($"Redis said {Encoding.UTF8.GetString(line)}");
            number = _answered++;
            isAccepted = line[1] == (byte)'1';
            return true;
        }
    }
}
