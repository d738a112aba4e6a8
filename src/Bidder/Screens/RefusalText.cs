using System.Text.RegularExpressions;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Bidder.Screens;

/// <summary>
/// What a house refuses, in words for a person: the number first, then what was wrong, then what to type or to give. The house's own
/// words are for programs that speak its protocol; they stay where they name no line or field of it.
/// </summary>
public static partial class RefusalText
{
    private const string Unreadable = "the house cannot read this; type help to see what can be typed";

    /// <summary>What was wrong and what would do, without a full stop.</summary>
    /// <param name="code">The house's number.</param>
    /// <param name="reason">The house's words.</param>
    public static string Of(RejectionCode code, string reason) => code switch
    {
        RejectionCode.MalformedLine when reason == Reasons.NotAToken => "not a token; give --token as the house told it",
        RejectionCode.MalformedLine => Unreadable,
        RejectionCode.TooLow => "the bid is too low",
        RejectionCode.TooHigh => "the offer is too high",
        // A house may say more than its general words, as which sales it has.
        _ when reason != Reasons.For(code) && !IsForPrograms(reason) => reason,
        RejectionCode.UnknownVerb => "the house does not know this; type help to see what can be typed",
        RejectionCode.LineTooLong => "the line is too long; type less",
        RejectionCode.HelloFirst => "the house has no name from here yet; leave and come back",
        RejectionCode.TooFast => "too many lines in too short a time; wait a little",
        RejectionCode.NoSuchLot => "there is no lot of this name; type lots to see them",
        RejectionCode.Closed => "the lot is closed; type lots to see what is still on sale",
        RejectionCode.NotAnAmount => $"not an amount; write it like {AmountLike(Currency.DigitsUnsaid)}",
        RejectionCode.BidIdReused => "an earlier bid has the same number; bid again",
        RejectionCode.NoSuchSale => "there is no sale of this name; type sales to see them",
        RejectionCode.NameInUse => "the name is in use; come back with --token, or take another name",
        RejectionCode.Recovering => "the house is restoring the lot, and nothing was stored; bid again",
        _ => IsForPrograms(reason) ? Unreadable : reason,
    };

    /// <summary>That something was refused: the number, what was wrong and what would do, without a full stop.</summary>
    public static string Refused(RejectionCode code, string reason) => $"refused ({(int)code}): {Of(code, reason)}";

    /// <summary>What was wrong, for one who can type nothing, as a bot.</summary>
    public static string Fault(RejectionCode code, string reason) =>
        Of(code, reason) is var text && text == reason ? reason : text.Split(';')[0];

    /// <param name="refused">What the house says of a bid.</param>
    /// <param name="currency">The lot's currency; null: it is not known.</param>
    public static string Of(Answer.Refused refused, Currency? currency = null)
    {
        ArgumentNullException.ThrowIfNull(refused);
        return $"Refused ({(int)refused.Code}): {Of(refused.Code, refused.Reason)}{Hint(refused, currency)}.";
    }

    public static string Of(Answer.Error error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return Said(error.Code, error.Reason);
    }

    /// <summary>What a house says to other than a bid.</summary>
    public static string Said(RejectionCode code, string reason) => $"The house says ({(int)code}): {Of(code, reason)}.";

    /// <summary>What was typed for an amount and is none that a house takes; it is not sent.</summary>
    /// <param name="code">What the house would answer.</param>
    /// <param name="typed">What was typed.</param>
    /// <param name="digits">How many the lot's currency has behind the point.</param>
    public static string NotSent(RejectionCode code, string typed, int digits) => code == RejectionCode.AboveCeiling
        ? $"Not sent ({(int)code}): {typed} is {Reasons.For(code)}."
        : $"Not sent ({(int)code}): '{typed}' is not an amount; write it like {AmountLike(digits)}.";

    private static string AmountLike(int digits) => digits == 0 ? "550" : "550.2500"[..(4 + digits)];

    // Verbs, fields and forms of a protocol's lines.
    private static bool IsForPrograms(string reason) => ProtocolWord().IsMatch(reason);

    private static string Hint(Answer.Refused refused, Currency? currency)
    {
        string Money(long minor) => currency is null ? Amount.Format(minor, refused.Digits) : MoneyText.Of(minor, currency);
        if (refused.PriceMinor is not { } price) return "";
        var at = $"; {refused.Lot} is at {Money(price)}";
        return (refused.Code, refused.NextMinor) switch
        {
            (_, null) => at,
            (RejectionCode.TooHigh, { } next) => $"{at}, offer {Money(next)} or less",
            (RejectionCode.TooLow, { } next) => $"{at}, bid {Money(next)} or more",
            (_, { } next) => $"{at}, next {Money(next)}",
        };
    }

    [GeneratedRegex(@"\b(HELLO|SALES|JOIN|LIST|BID|PASS|ME|PING|QUIT|WELCOME)\b|\b[a-z]+=|<[a-z]+>|\b(verb|fields?)\b")]
    private static partial Regex ProtocolWord();
}
