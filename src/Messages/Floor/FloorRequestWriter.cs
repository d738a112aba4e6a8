using System.Buffers;

namespace AkkaAuction.Messages.Floor;

/// <summary>Writes a client's requests, each as one line.</summary>
public static class FloorRequestWriter
{
    /// <summary>Writes a request as a line, its LF included.</summary>
    public static void Write(IBufferWriter<byte> output, Request request)
    {
        ArgumentNullException.ThrowIfNull(output);
        var line = new LineBuilder(output, request switch
        {
            Request.Hello => "HELLO"u8,
            Request.List => "LIST"u8,
            Request.Bid => "BID"u8,
            Request.Withdraw => "WITHDRAW"u8,
            Request.Pass => "PASS"u8,
            Request.Me => "ME"u8,
            Request.Ping => "PING"u8,
            Request.Quit => "QUIT"u8,
            Request.Sales => "SALES"u8,
            Request.Join => "JOIN"u8,
            _ => throw new ArgumentException($"The floor has no line for {request?.GetType().Name ?? "null"}.", nameof(request)),
        });
        switch (request)
        {
            case Request.Hello hello:
                line.Field(hello.Name);
                if (hello.Token is { } token) line.Field(token);
                break;
            case Request.Bid bid:
                line.Field(bid.Lot);
                line.Space();
                line.Amount(bid.AmountMinor, bid.Digits);
                if (bid.BidId is { } id) line.Field(id);
                break;
            case Request.Withdraw withdraw:
                line.Field(withdraw.Lot);
                line.Field(withdraw.BidId);
                break;
            case Request.Pass { Lot: { } lot }:
                line.Field(lot);
                break;
            case Request.Join join:
                line.Field(join.Sale);
                break;
            case Request.Ping { Text: { } text }:
                line.Space();
                line.BareOrQuoted(text);
                break;
        }
        line.End();
    }
}
