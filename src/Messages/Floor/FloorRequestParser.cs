using System.Text;
using System.Text.Unicode;
using AkkaAuction.Rules;

namespace AkkaAuction.Messages.Floor;

/// <summary>
/// Reads the lines that clients send. A line is checked in a fixed order, so that the same bad line always gets the same code: its
/// bytes (102), its verb (101), its spacing, quotes and number of fields (102), then the fields whose form is the protocol's own (a
/// name 302; a bid id, the length of a lot's or a sale's name 102). Neither a good line nor a bad one allocates.
/// </summary>
public static class FloorRequestParser
{
    /// <summary>Reads one line.</summary>
    /// <param name="line">The line without its LF, and without a CR before it (<see cref="FloorFraming"/> takes both off).</param>
    /// <param name="request">The request, spans into <paramref name="line"/>.</param>
    /// <param name="fault">What to answer with <c>ERROR</c> when it is none.</param>
    public static bool TryParse(ReadOnlySpan<byte> line, out FloorRequestLine request, out FloorFault fault)
    {
        request = default;
        var reason = LineText.Fault(line);
        if (reason is not null) return Fail(RejectionCode.MalformedLine, reason, out fault);
        if (line.IsEmpty) return Fail(RejectionCode.MalformedLine, Reasons.EmptyLine, out fault);
        if (line[0] == ' ') return Fail(RejectionCode.MalformedLine, Reasons.LeadingSpace, out fault);

        var end = line.IndexOf((byte)' ');
        var verb = Verb(end < 0 ? line : line[..end]);
        if (verb == FloorVerb.None) return Fail(RejectionCode.UnknownVerb, Reasons.For(RejectionCode.UnknownVerb), out fault);

        var fields = new FieldReader(end < 0 ? default : line[end..]);
        Field first = default, second = default, third = default;
        var count = 0;
        while (fields.TryNext(out var field))
        {
            if (field.IsKeyed) continue;
            switch (count++)
            {
                case 0: first = field; break;
                case 1: second = field; break;
                case 2: third = field; break;
            }
        }
        if (fields.Fault is not null) return Fail(RejectionCode.MalformedLine, fields.Fault, out fault);

        var wrong = Check(verb, count, first, second, third);
        if (!wrong.IsNone)
        {
            fault = wrong;
            return false;
        }
        // A quoted amount is invalid. The quote stays in the span, so that the rules' reader refuses it (205).
        var secondRaw = second.IsQuoted ? "\""u8 : second.Raw;
        request = new FloorRequestLine(verb, first.Raw, first.IsQuoted, secondRaw, third.Raw, count > 0);
        fault = default;
        return true;
    }

    private static FloorFault Check(FloorVerb verb, int count, Field first, Field second, Field third)
    {
        switch (verb)
        {
            case FloorVerb.Bid:
                if (count is not (2 or 3)) return Malformed(Reasons.BidForm);
                if (!MayBeLot(first)) return Malformed(Reasons.NotALotId);
                return count == 3 && (third.IsQuoted || !FloorLimits.IsBidId(third.Raw)) ? Malformed(Reasons.NotABidId) : default;
            case FloorVerb.Withdraw:
                if (count != 2) return Malformed(Reasons.WithdrawForm);
                if (!MayBeLot(first)) return Malformed(Reasons.NotALotId);
                return second.IsQuoted || !FloorLimits.IsBidId(second.Raw) ? Malformed(Reasons.NotABidId) : default;
            case FloorVerb.Pass:
                if (count > 1) return Malformed(Reasons.PassForm);
                return count == 1 && !MayBeLot(first) ? Malformed(Reasons.NotALotId) : default;
            case FloorVerb.Hello:
                if (count is not (1 or 2)) return Malformed(Reasons.HelloForm);
                if (first.IsQuoted || !FloorLimits.IsName(first.Raw))
                    return new FloorFault(RejectionCode.NotAName, Reasons.For(RejectionCode.NotAName));
                return second.IsQuoted ? Malformed(Reasons.NotAToken) : default;
            case FloorVerb.Ping:
                return count > 1 ? Malformed(Reasons.PingForm) : default;
            case FloorVerb.List:
                return count > 0 ? Malformed(Reasons.ListForm) : default;
            case FloorVerb.Me:
                return count > 0 ? Malformed(Reasons.MeForm) : default;
            case FloorVerb.Sales:
                return count > 0 ? Malformed(Reasons.SalesForm) : default;
            case FloorVerb.Join:
                if (count != 1) return Malformed(Reasons.JoinForm);
                return first.IsQuoted || first.Raw.Length > FloorLimits.SaleBytesMax ? Malformed(Reasons.NotASaleId) : default;
            default:
                return count > 0 ? Malformed(Reasons.QuitForm) : default;
        }
    }

    // An impossible lot name gets "no such lot". Only a name that an answer could not repeat on a line is malformed.
    private static bool MayBeLot(Field field) => !field.IsQuoted && FloorLimits.LotNameFits(field.Raw);

    private static FloorVerb Verb(ReadOnlySpan<byte> word) => word.Length switch
    {
        3 when Ascii.EqualsIgnoreCase(word, "BID"u8) => FloorVerb.Bid,
        2 when Ascii.EqualsIgnoreCase(word, "ME"u8) => FloorVerb.Me,
        4 when Ascii.EqualsIgnoreCase(word, "PASS"u8) => FloorVerb.Pass,
        4 when Ascii.EqualsIgnoreCase(word, "PING"u8) => FloorVerb.Ping,
        4 when Ascii.EqualsIgnoreCase(word, "LIST"u8) => FloorVerb.List,
        4 when Ascii.EqualsIgnoreCase(word, "QUIT"u8) => FloorVerb.Quit,
        4 when Ascii.EqualsIgnoreCase(word, "JOIN"u8) => FloorVerb.Join,
        5 when Ascii.EqualsIgnoreCase(word, "SALES"u8) => FloorVerb.Sales,
        8 when Ascii.EqualsIgnoreCase(word, "WITHDRAW"u8) => FloorVerb.Withdraw,
        5 when Ascii.EqualsIgnoreCase(word, "HELLO"u8) => FloorVerb.Hello,
        _ => FloorVerb.None,
    };

    private static FloorFault Malformed(string reason) => new(RejectionCode.MalformedLine, reason);

    private static bool Fail(RejectionCode code, string reason, out FloorFault fault)
    {
        fault = new FloorFault(code, reason);
        return false;
    }
}

/// <summary>What holds for the bytes of every line, in both directions: UTF-8, and no control characters.</summary>
internal static class LineText
{
    /// <summary>The reason why these bytes are no line; null when they are.</summary>
    public static string? Fault(ReadOnlySpan<byte> line)
    {
        if (Ascii.IsValid(line))
            return line.ContainsAnyInRange((byte)0x00, (byte)0x1F) || line.Contains((byte)0x7F) ? Reasons.ControlCharacter : null;
        if (!Utf8.IsValid(line)) return Reasons.NotUtf8;
        while (!line.IsEmpty)
        {
            Rune.DecodeFromUtf8(line, out var rune, out var length);
            if (Rune.IsControl(rune)) return Reasons.ControlCharacter;
            line = line[length..];
        }
        return null;
    }
}
