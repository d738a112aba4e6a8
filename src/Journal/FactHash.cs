using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace AkkaAuction.Journal;

/// <summary>
/// Hashes facts into their chains: each fact's hash is SHA-256 over the hash before it in its chain and the text <c>event LF stream LF
/// version LF epoch LF time LF kind LF body</c>, in UTF-8, numbers in decimal. What the first follows stands for the journal and the chain
/// (<see cref="IJournalFormat.Genesis"/>). So whoever holds one hash can tell whether anything before it in the chain was changed, whoever
/// made the change. One hasher serves all chains; one thread at a time.
/// </summary>
internal sealed class FactHash : IDisposable
{
    public const int Bytes = 32;

    // Used again for each fact: to begin one anew costs as much as to hash a hundred bytes.
    private readonly IncrementalHash _sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _text = new byte[1024];

    /// <summary>Adds a fact to a chain.</summary>
    /// <param name="head">The hash of the chain's last fact, or its genesis; this fact's hash takes its place.</param>
    /// <param name="number">Its event number.</param>
    /// <param name="stream">Its stream's name, UTF-8.</param>
    /// <param name="version">Its place in the stream.</param>
    /// <param name="follows">What version 1 hashed of the fact before it in its stream; null: it is not hashed.</param>
    /// <param name="epoch">Which life of the house writes it.</param>
    /// <param name="text">Time, kind and body, a line feed between them.</param>
    public void Add(
        Span<byte> head, long number, ReadOnlySpan<byte> stream, long version, long? follows, long epoch, ReadOnlySpan<byte> text)
    {
        var room = Bytes + stream.Length + text.Length + 100;
        if (_text.Length < room) _text = new byte[room * 2];
        var all = _text.AsSpan();
        head.CopyTo(all);
        var at = Bytes;
        Number(all, ref at, number);
        stream.CopyTo(all[at..]);
        at += stream.Length;
        all[at++] = (byte)'\n';
        Number(all, ref at, version);
        if (follows is { } before) Number(all, ref at, before);
        Number(all, ref at, epoch);
        text.CopyTo(all[at..]);
        at += text.Length;
        _sha.AppendData(all[..at]);
        _sha.GetHashAndReset(head);
    }

    public void Dispose() => _sha.Dispose();

    /// <summary>The first 64 bits of a hash: what is told as a receipt, in hexadecimal.</summary>
    public static ulong ReceiptOf(ReadOnlySpan<byte> hash) => BinaryPrimitives.ReadUInt64BigEndian(hash);

    private static void Number(Span<byte> text, ref int at, long number)
    {
        Utf8Formatter.TryFormat(number, text[at..], out var written);
        at += written;
        text[at++] = (byte)'\n';
    }
}
