using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules.Money;
using Google.Protobuf;

namespace AkkaAuction.Messages.Remote;

/// <summary>
/// Reads and writes <see cref="RemoteMessage.RequestBatch"/> and <see cref="RemoteMessage.LineBatch"/>, the messages that carry bids. It
/// allocates no schema object for a bid or an acceptance. The bytes are those of house.proto. The generated code handles every other
/// request and line. It also reads a whole message that another writer laid out: fields in another order, fields of a newer node, damaged
/// bytes, text that is not UTF-8.
/// </summary>
internal static class BidCodec
{
    // Tags of house.proto: the field's number times eight plus its wire type.
    private const byte Key = 0x09, First = 0x10, Requests = 0x1A;
    private const byte Number = 0x10, Taken = 0x18, Lines = 0x22;
    private const byte Bid = 0x1A, BidLot = 0x0A, BidAmount = 0x10, BidId = 0x1A;
    private const byte Accepted = 0x22, AcceptedId = 0x0A, AcceptedLot = 0x12, AcceptedAmount = 0x18, AcceptedSeq = 0x20,
        AcceptedReceipt = 0x29;

    private const int LotNamesKept = 256;
    [ThreadStatic] private static string?[]? _lotNames;

    public static byte[] Write(RemoteMessage.RequestBatch batch)
    {
        var rest = new Schema.Request?[batch.Requests.Length];
        var size = SizeOfHead(batch.Key) + ProtoWriter.SizeOfField(batch.First);
        for (var i = 0; i < rest.Length; i++)
            size += ProtoWriter.SizeOfBytes(
                batch.Requests[i] is Request.Bid bid ? SizeOf(bid) : (rest[i] = RequestSchema.ToSchema(batch.Requests[i])).CalculateSize());
        var bytes = new byte[size];
        var writer = new ProtoWriter(bytes);
        writer.FieldFixed64(Key, batch.Key);
        writer.Field(First, batch.First);
        for (var i = 0; i < rest.Length; i++)
        {
            if (rest[i] is { } other) Write(ref writer, Requests, other);
            else Write(ref writer, (Request.Bid)batch.Requests[i]!);
        }
        return bytes;
    }

    public static byte[] Write(RemoteMessage.LineBatch batch)
    {
        var rest = new Schema.Line?[batch.Lines.Length];
        var size = SizeOfHead(batch.Key) + ProtoWriter.SizeOfField(batch.Number) + ProtoWriter.SizeOfField(batch.Taken);
        for (var i = 0; i < rest.Length; i++)
            size += ProtoWriter.SizeOfBytes(
                batch.Lines[i].Answer is Answer.Accepted { Digits: Currency.DigitsUnsaid } accepted
                    ? SizeOf(accepted)
                    : (rest[i] = LineSchema.ToSchema(batch.Lines[i])).CalculateSize());
        var bytes = new byte[size];
        var writer = new ProtoWriter(bytes);
        writer.FieldFixed64(Key, batch.Key);
        writer.Field(Number, batch.Number);
        writer.Field(Taken, batch.Taken);
        for (var i = 0; i < rest.Length; i++)
        {
            if (rest[i] is { } other) Write(ref writer, Lines, other);
            else Write(ref writer, (Answer.Accepted)batch.Lines[i].Answer!);
        }
        return bytes;
    }

    /// <exception cref="InvalidProtocolBufferException">The bytes do not parse as this message.</exception>
    public static RemoteMessage.RequestBatch ReadRequests(byte[] bytes)
    {
        var reader = new ProtoReader(bytes);
        ulong key = 0, first = 0;
        if ((reader.TryTag(Key) && !reader.TryFixed64(out key)) || (reader.TryTag(First) && !reader.TryVarint(out first)))
            return Generated();
        var count = 0;
        var ahead = reader;
        for (; !ahead.IsAtEnd; count++)
        {
            if (!ahead.TryTag(Requests) || !ahead.TryBytes(out _)) return Generated();
        }
        var requests = new Request?[count];
        for (var i = 0; i < count; i++)
        {
            reader.TryTag(Requests);
            reader.TryBytes(out var request);
            requests[i] = TryReadBid(request, out var bid) ? bid : RequestSchema.FromSchema(Schema.Request.Parser.ParseFrom(request));
        }
        return new RemoteMessage.RequestBatch(key, (long)first, ImmutableCollectionsMarshal.AsImmutableArray(requests));

        RemoteMessage.RequestBatch Generated() => RequestSchema.FromSchema(Schema.RequestBatch.Parser.ParseFrom(bytes));
    }

    /// <inheritdoc cref="ReadRequests"/>
    public static RemoteMessage.LineBatch ReadLines(byte[] bytes)
    {
        var reader = new ProtoReader(bytes);
        ulong key = 0, number = 0, taken = 0;
        if ((reader.TryTag(Key) && !reader.TryFixed64(out key)) || (reader.TryTag(Number) && !reader.TryVarint(out number))
            || (reader.TryTag(Taken) && !reader.TryVarint(out taken)))
            return Generated();
        var count = 0;
        var ahead = reader;
        for (; !ahead.IsAtEnd; count++)
        {
            if (!ahead.TryTag(Lines) || !ahead.TryBytes(out _)) return Generated();
        }
        var lines = new FloorLine[count];
        for (var i = 0; i < count; i++)
        {
            reader.TryTag(Lines);
            reader.TryBytes(out var line);
            lines[i] = TryReadAccepted(line, out var accepted)
                ? FloorLine.Of(accepted)
                : LineSchema.FromSchema(Schema.Line.Parser.ParseFrom(line));
        }
        return new RemoteMessage.LineBatch(key, (long)number, (long)taken, ImmutableCollectionsMarshal.AsImmutableArray(lines));

        RemoteMessage.LineBatch Generated() => LineSchema.FromSchema(Schema.LineBatch.Parser.ParseFrom(bytes));
    }

    private static int SizeOfHead(ulong key) => key == 0 ? 0 : 9;

    private static int SizeOf(Request.Bid bid) => ProtoWriter.SizeOfBytes(SizeInside(bid));

    private static int SizeInside(Request.Bid bid) =>
        ProtoWriter.SizeOfField(Length(bid.Lot)) + ProtoWriter.SizeOfField(bid.AmountMinor)
            + (bid.BidId is { } id ? ProtoWriter.SizeOfBytes(Length(id)) : 0);

    private static int SizeOf(Answer.Accepted accepted) => ProtoWriter.SizeOfBytes(SizeInside(accepted));

    private static int SizeInside(Answer.Accepted accepted) =>
        ProtoWriter.SizeOfField(Length(accepted.BidId)) + ProtoWriter.SizeOfField(Length(accepted.Lot))
            + ProtoWriter.SizeOfField(accepted.AmountMinor)
        + ProtoWriter.SizeOfField(accepted.Seq) + (accepted.Receipt == 0 ? 0 : 9);

    private static void Write(ref ProtoWriter writer, Request.Bid bid)
    {
        var inside = SizeInside(bid);
        writer.Head(Requests, ProtoWriter.SizeOfBytes(inside));
        writer.Head(Bid, inside);
        writer.Field(BidLot, bid.Lot, Length(bid.Lot));
        writer.Field(BidAmount, bid.AmountMinor);
        if (bid.BidId is { } id) writer.Text(BidId, id, Length(id));
    }

    private static void Write(ref ProtoWriter writer, Answer.Accepted accepted)
    {
        var inside = SizeInside(accepted);
        writer.Head(Lines, ProtoWriter.SizeOfBytes(inside));
        writer.Head(Accepted, inside);
        writer.Field(AcceptedId, accepted.BidId, Length(accepted.BidId));
        writer.Field(AcceptedLot, accepted.Lot, Length(accepted.Lot));
        writer.Field(AcceptedAmount, accepted.AmountMinor);
        writer.Field(AcceptedSeq, accepted.Seq);
        writer.FieldFixed64(AcceptedReceipt, accepted.Receipt);
    }

    private static void Write(ref ProtoWriter writer, byte tag, IMessage other)
    {
        var size = other.CalculateSize();
        writer.Head(tag, size);
        other.WriteTo(writer.Take(size));
    }

    private static bool TryReadBid(ReadOnlySpan<byte> request, out Request.Bid bid)
    {
        bid = null!;
        var reader = new ProtoReader(request);
        if (!reader.TryTag(Bid) || !reader.TryBytes(out var inside) || !reader.IsAtEnd) return false;
        reader = new ProtoReader(inside);
        ReadOnlySpan<byte> lot = default, id = default;
        ulong amount = 0;
        if (reader.TryTag(BidLot) && !reader.TryBytes(out lot)) return false;
        if (reader.TryTag(BidAmount) && !reader.TryVarint(out amount)) return false;
        var hasId = reader.TryTag(BidId);
        if ((hasId && !reader.TryBytes(out id)) || !reader.IsAtEnd) return false;
        if (!Utf8.IsValid(lot) || !Utf8.IsValid(id)) return false;
        bid = new Request.Bid(LotName(lot), (long)amount, hasId ? Encoding.UTF8.GetString(id) : null);
        return true;
    }

    private static bool TryReadAccepted(ReadOnlySpan<byte> line, out Answer.Accepted accepted)
    {
        accepted = null!;
        var reader = new ProtoReader(line);
        if (!reader.TryTag(Accepted) || !reader.TryBytes(out var inside) || !reader.IsAtEnd) return false;
        reader = new ProtoReader(inside);
        ReadOnlySpan<byte> id = default, lot = default;
        ulong amount = 0, seq = 0, receipt = 0;
        if (reader.TryTag(AcceptedId) && !reader.TryBytes(out id)) return false;
        if (reader.TryTag(AcceptedLot) && !reader.TryBytes(out lot)) return false;
        if (reader.TryTag(AcceptedAmount) && !reader.TryVarint(out amount)) return false;
        if (reader.TryTag(AcceptedSeq) && !reader.TryVarint(out seq)) return false;
        if ((reader.TryTag(AcceptedReceipt) && !reader.TryFixed64(out receipt)) || !reader.IsAtEnd) return false;
        if (!Utf8.IsValid(id) || !Utf8.IsValid(lot)) return false;
        accepted = new Answer.Accepted(Encoding.UTF8.GetString(id), LotName(lot), (long)amount, (long)seq, receipt);
        return true;
    }

    /// <summary>
    /// Returns one shared string for a lot's name, because bids repeat the few names of a house. Each thread has a table of a fixed size.
    /// </summary>
    private static string LotName(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty || name.Length > FloorLimits.LotNameBytesMax) return Encoding.UTF8.GetString(name);
        var names = _lotNames ??= new string?[LotNamesKept];
        var hash = (uint)name.Length;
        foreach (var symbol in name) hash = (hash ^ symbol) * 0x01000193;
        ref var place = ref names[(hash ^ (hash >> 15)) & (LotNamesKept - 1)];
        if (place is not null && Ascii.Equals(name, place)) return place;
        var text = Encoding.UTF8.GetString(name);
        if (Ascii.IsValid(name)) place = text;
        return text;
    }

    private static int Length(string text) => Encoding.UTF8.GetByteCount(text);
}
