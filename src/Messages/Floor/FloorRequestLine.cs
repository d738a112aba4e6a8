using System.Text;

namespace AkkaAuction.Messages.Floor;

/// <summary>The requests of the floor protocol.</summary>
public enum FloorVerb
{
    None,
    Hello,
    List,
    Bid,
    Pass,
    Me,
    Ping,
    Quit,
    Sales,
    Join,
    Withdraw,
}

/// <summary>
/// A request: the verb and its fields as spans into the line, valid as long as the line is. Most lines are bids, so the parser copies
/// nothing: the session looks the lot up by its bytes and reads the amount with the rules' reader.
/// </summary>
public readonly ref struct FloorRequestLine
{
    private readonly ReadOnlySpan<byte> _first;
    private readonly ReadOnlySpan<byte> _second;
    private readonly ReadOnlySpan<byte> _third;
    private readonly bool _firstQuoted;

    internal FloorRequestLine(
        FloorVerb verb, ReadOnlySpan<byte> first, bool firstQuoted, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third, bool hasFirst)
    {
        Verb = verb;
        _first = first;
        _firstQuoted = firstQuoted;
        _second = second;
        _third = third;
        HasText = hasFirst;
    }

    public FloorVerb Verb { get; }

    /// <summary>HELLO: the name, already checked.</summary>
    public ReadOnlySpan<byte> Name => _first;

    /// <summary>HELLO: the token; empty when there is none.</summary>
    public ReadOnlySpan<byte> Token => _second;

    /// <summary>
    /// BID, WITHDRAW and PASS: the lot as written, <c>lot</c> or <c>sale/lot</c>, at most 64 bytes each; empty in a PASS for all of them.
    /// The parser does not know which lots exist.
    /// </summary>
    public ReadOnlySpan<byte> Lot => _first;

    /// <summary>JOIN: the sale as written, at most 64 bytes. The parser does not know which sales exist.</summary>
    public ReadOnlySpan<byte> Sale => _first;

    /// <summary>
    /// BID: the amount as written. The rules validate it (205, 206); the line is well formed either way.
    /// </summary>
    public ReadOnlySpan<byte> AmountText => _second;

    /// <summary>BID: the bidder's own id, already checked; empty when there is none.</summary>
    public ReadOnlySpan<byte> BidId => _third;

    /// <summary>PING: whether a text came with it.</summary>
    public bool HasText { get; }

    /// <summary>PING: the text to send back, escapes resolved; null when there is none.</summary>
    public string? Text() => HasText ? Field.Text(_first, _firstQuoted) : null;

    /// <summary>The request as a message. Allocates: for the rare verbs, and for whoever does not count bids by the million.</summary>
    /// <param name="amountMinor">A bid's amount, minor units, as read from <see cref="AmountText"/>; other verbs ignore it.</param>
    public Request ToRequest(long amountMinor) => Verb switch
    {
        FloorVerb.Hello => new Request.Hello(Encoding.UTF8.GetString(Name), OrNull(Token)),
        FloorVerb.List => new Request.List(),
        FloorVerb.Bid => new Request.Bid(Encoding.UTF8.GetString(Lot), amountMinor, OrNull(BidId)),
        FloorVerb.Withdraw => new Request.Withdraw(Encoding.UTF8.GetString(Lot), Encoding.UTF8.GetString(_second)),
        FloorVerb.Pass => new Request.Pass(OrNull(Lot)),
        FloorVerb.Me => new Request.Me(),
        FloorVerb.Ping => new Request.Ping(Text()),
        FloorVerb.Quit => new Request.Quit(),
        FloorVerb.Sales => new Request.Sales(),
        FloorVerb.Join => new Request.Join(Encoding.UTF8.GetString(Sale)),
        _ => throw new InvalidOperationException("A line that could not be parsed is no request."),
    };

    private static string? OrNull(ReadOnlySpan<byte> field) => field.IsEmpty ? null : Encoding.UTF8.GetString(field);
}
