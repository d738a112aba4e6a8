using AkkaAuction.Rules;

namespace AkkaAuction.Messages.Floor;

/// <summary>
/// What the house says with each code: what was wrong and what would be right. Every text is a constant: the amounts that belong to a
/// refusal stand beside it on its line (<c>price=</c>, <c>next=</c>), so refusing builds no string.
/// </summary>
public static class Reasons
{
    public const string EmptyLine = "an empty line; write a verb, like PING";
    public const string NotUtf8 = "the line is not UTF-8; send plain text";
    public const string ControlCharacter = "the line holds a control character; send printable text, with one space between fields";
    public const string LeadingSpace = "the line begins with a space; begin with the verb";
    public const string TrailingSpace = "the line ends with a space; end it right behind the last field";
    public const string DoubleSpace = "two spaces in a row; put exactly one between fields";
    public const string OpenQuote = "a quote is not closed; end the text with a double quote, and write one inside it as \\\"";
    public const string TextBehindQuote = "text follows a closing quote; put a space there";
    public const string BadEscape = "unknown escape; inside quotes only \\\" and \\\\ are known";
    public const string HelloForm = "wrong number of fields; write HELLO <name> [<token>]";
    public const string ListForm = "wrong number of fields; write LIST alone";
    public const string BidForm = "wrong number of fields; write BID <lot> <amount> [<id>]";
    public const string WithdrawForm = "wrong number of fields; write WITHDRAW <lot> <id>";
    public const string PassForm = "wrong number of fields; write PASS [<lot>]";
    public const string MeForm = "wrong number of fields; write ME alone";
    public const string PingForm = "wrong number of fields; write PING [<text>], a text with spaces in double quotes";
    public const string QuitForm = "wrong number of fields; write QUIT alone";
    public const string SalesForm = "wrong number of fields; write SALES alone";
    public const string JoinForm = "wrong number of fields; write JOIN <sale>";
    public const string NotABidId = "not a bid id; write 1 to 64 of A-Z a-z 0-9 - _, or leave it out";
    public const string NotALotId = "not a lot's name; write <lot> or <sale>/<lot>, at most 64 bytes each and without quotes";
    public const string NotASaleId = "not a sale's id; write it as SALES shows it, at most 64 bytes and without quotes";
    public const string NotAToken = "not a token; write it as WELCOME told it, without quotes";
    public const string AnotherName = "this connection already has a name; open another connection for another bidder";

    /// <summary>The house's words for a code; where several texts share a code (102), its general one.</summary>
    public static string For(RejectionCode code) => code switch
    {
        RejectionCode.UnknownVerb =>
            "there is no such verb; the verbs are HELLO, SALES, JOIN, LIST, BID, WITHDRAW, PASS, ME, PING and QUIT",
        RejectionCode.MalformedLine => "malformed line; write a verb and its fields with one space between them",
        RejectionCode.LineTooLong => "the line is longer than 4096 bytes; send shorter lines on a new connection",
        RejectionCode.HelloFirst => "say HELLO <name> first",
        RejectionCode.TooFast => "too many lines in too short a time; send more slowly",
        RejectionCode.NoSuchLot => "there is no lot of this name; LIST shows what is on sale",
        RejectionCode.NotOpenYet => "the lot is not open yet; bid when it is",
        RejectionCode.Closed => "the lot is closed; LIST shows what is still on sale",
        RejectionCode.TooLow => "too low; bid what next= says or more",
        RejectionCode.NotAnAmount => "not an amount; write digits, and behind a point no more than the lot's currency has, like 550.25",
        RejectionCode.AboveCeiling => "above the highest amount the house takes; bid less",
        RejectionCode.LeadsAlready => "you lead this lot already; bid again when somebody else does",
        RejectionCode.SellerMayNotBid => "you sell this lot; bid on another",
        RejectionCode.BidIdReused => "this id was used for another bid; take a new id",
        RejectionCode.Passed => "you have passed; bid in the next round",
        RejectionCode.NoSuchSale => "there is no sale of this name; SALES shows which there are",
        RejectionCode.TooHigh => "too high; offer what next= says or less",
        RejectionCode.NotYourTurn => "it is another bidder's turn; wait for yours",
        RejectionCode.NoWithdrawal => "bids on this lot stand; none is taken back",
        RejectionCode.NothingToWithdraw => "no bid of yours with this id counts here; name the one that does",
        RejectionCode.NameInUse => "the name is in use; come back with its token (HELLO <name> <token>), or take another name",
        RejectionCode.NotAName => "not a name; take 1 to 32 of A-Z a-z 0-9 - _ . (but not - alone)",
        RejectionCode.HouseFull => "the house is full; try again later",
        RejectionCode.HouseStopping => "the house is stopping; come back when it is up again",
        RejectionCode.Recovering => "the lot is recovering and nothing was stored; send the same bid again",
        _ => "refused",
    };
}
