using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Bidder.Screens;

/// <summary>
/// What a house refuses, in words for a person: the number first, then what was wrong, then what to type or to give. The house's own
/// words are for programs that speak its protocol; they stay where they name no line or field of it.
/// </summary>
public static class RefusalText
{
    /// <summary>What was wrong and what would do, without a full stop.</summary>
    /// <param name="code">The house's number.</param>
    /// <param name="reason">The house's words.</param>
    public static string Of(RejectionCode code, string reason) => code switch
    {
        RejectionCode.TooLow => "the bid is too low",
        RejectionCode.TooHigh => "the offer is too high",
        RejectionCode.NoSuchLot => "there is no lot of this name; type lots to see them",
        RejectionCode.Closed => "the lot is closed; type lots to see what is still on sale",
        RejectionCode.BidIdReused => "an earlier bid has the same number; bid again",
        RejectionCode.TooFast => "too many lines in too short a time; wait a little",
        RejectionCode.Recovering => "the house is restoring the lot, and nothing was stored; bid again",
        RejectionCode.NameInUse => "the name is in use; come back with --token, or take another name",
        // A house may name its sales; its general words name a verb.
        RejectionCode.NoSuchSale when reason == Reasons.For(code) => "there is no sale of this name; type sales to see them",
        RejectionCode.UnknownVerb when reason == Reasons.For(code) => "the house does not know this",
        _ => reason,
    };

    /// <summary>What was wrong, for one who can type nothing, as a bot.</summary>
    public static string Fault(RejectionCode code, string reason) =>
        Of(code, reason) is var text && text == reason ? reason : text.Split(';')[0];

    public static string Of(Answer.Refused refused)
    {
        ArgumentNullException.ThrowIfNull(refused);
        return $"Refused ({(int)refused.Code}): {Of(refused.Code, refused.Reason)}{Hint(refused)}.";
    }

    public static string Of(Answer.Error error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return $"The house says ({(int)error.Code}): {Of(error.Code, error.Reason)}.";
    }

    private static string Hint(Answer.Refused refused)
    {
        if (refused.PriceMinor is not { } price) return "";
        var at = $"; {refused.Lot} is at {Amount.Format(price, refused.Digits)}";
        return (refused.Code, refused.NextMinor) switch
        {
            (_, null) => at,
            (RejectionCode.TooHigh, { } next) => $"{at}, offer {Amount.Format(next, refused.Digits)} or less",
            (RejectionCode.TooLow, { } next) => $"{at}, bid {Amount.Format(next, refused.Digits)} or more",
            (_, { } next) => $"{at}, next {Amount.Format(next, refused.Digits)}",
        };
    }
}
