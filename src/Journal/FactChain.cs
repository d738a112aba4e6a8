using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AkkaAuction.Journal.Codec;

namespace AkkaAuction.Journal;

/// <summary>A fact with its place in the journal: a row of the table that is stored.</summary>
internal sealed class FactRow
{
    public required long Event { get; init; }

    public required byte[] Stream { get; init; }

    public required long Version { get; init; }

    /// <summary>The event number of the fact before it in its stream; 0: it is the first.</summary>
    public required long Follows { get; init; }

    /// <summary>Which life of the house wrote it.</summary>
    public required long Epoch { get; init; }

    public required FactText Text { get; init; }

    /// <summary>32 bytes.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>The fact itself, for whoever reads the stream before the row is stored.</summary>
    public required object Fact { get; init; }

    public ulong Receipt => FactChain.ReceiptOf(Hash);
}

/// <summary>
/// The one chain of hashes over a journal: each fact's hash is SHA-256 over the hash before it and the text <c>event LF stream LF version
/// LF follows LF epoch LF time LF kind LF body</c>, in UTF-8, numbers in decimal. The first follows the hash of the journal's own name. So
/// whoever holds one hash can tell whether anything before it was changed, whoever made the change. One thread at a time.
/// </summary>
internal sealed class FactChain : IDisposable
{
    public const int HashBytes = 32;

    private readonly byte[] _head = new byte[HashBytes];
    // Used again for each fact: to begin one anew costs as much as to hash a hundred bytes.
    private readonly IncrementalHash _sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _text = new byte[1024];

    /// <param name="head">The hash of the last fact, or <see cref="Genesis"/>.</param>
    public FactChain(ReadOnlySpan<byte> head) => head.CopyTo(_head);

    /// <summary>The hash of the last fact.</summary>
    public ReadOnlySpan<byte> Head => _head;

    /// <summary>What the first fact of a journal follows.</summary>
    /// <param name="journal">The journal's name: made at random when the journal is.</param>
    public static byte[] Genesis(string journal) => SHA256.HashData(Encoding.UTF8.GetBytes($"AkkaAuction journal {journal}"));

    /// <summary>Adds a fact.</summary>
    /// <param name="number">Its event number.</param>
    /// <param name="stream">Its stream's name, UTF-8.</param>
    /// <param name="version">Its place in the stream.</param>
    /// <param name="follows">The event number of the fact before it in its stream; 0: none.</param>
    /// <param name="epoch">Which life of the house writes it.</param>
    /// <param name="text">Time, kind and body, a line feed between them.</param>
    /// <returns>The new head; valid until the next one.</returns>
    public ReadOnlySpan<byte> Add(long number, ReadOnlySpan<byte> stream, long version, long follows, long epoch, ReadOnlySpan<byte> text)
    {
        var room = HashBytes + stream.Length + text.Length + 100;
        if (_text.Length < room) _text = new byte[room * 2];
        var all = _text.AsSpan();
        _head.CopyTo(all);
        var at = HashBytes;
        Number(all, ref at, number);
        stream.CopyTo(all[at..]);
        at += stream.Length;
        all[at++] = (byte)'\n';
        Number(all, ref at, version);
        Number(all, ref at, follows);
        Number(all, ref at, epoch);
        text.CopyTo(all[at..]);
        at += text.Length;
        _sha.AppendData(all[..at]);
        _sha.GetHashAndReset(_head);
        return _head;
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
