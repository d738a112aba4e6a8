using System.Collections.Immutable;
using AkkaAuction.Rules.Forms.Proxy;
using AkkaAuction.Rules.Forms.Reverse;
using AkkaAuction.Rules.Forms.Sealed;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Rules.Examples;

/// <summary>
/// Runs a worked example through the lot's own rules, so that a person can try a form without a house. It does not decide who wins: it
/// translates the example's terms, passes the bids to <see cref="Lot"/>, and translates the result into the example's words.
/// </summary>
public static class WorkedExample
{
    private static readonly DateTimeOffset Opening = DateTimeOffset.UnixEpoch;
    private static readonly TimeSpan Length = TimeSpan.FromHours(1);

    /// <summary>The forms that examples may name, in the order of their names.</summary>
    public static ImmutableArray<string> Formats { get; } =
        ["english_proxy", "english_proxy_simple", "first_price", "reverse", "second_price"];

    /// <summary>Whether an example states a last offer and a step, not bids, and asks for the next.</summary>
    public static bool AsksForNext(string format) => format == "reverse";

    /// <summary>The fault of an example and what would be right, for a person; null without a fault.</summary>
    public static string? Fault(WorkedAuction auction)
    {
        ArgumentNullException.ThrowIfNull(auction);
        if (!Formats.Contains(auction.Format))
            return $"the form '{auction.Format}' is not known: it must be one of {string.Join(", ", Formats)}";
        if (auction.ReserveMinor is < 0 or > Amount.MaxMinor) return "the reserve must be 0 or more, and no more than 4e18 minor units";
        var english = auction.Format.StartsWith("english_", StringComparison.Ordinal);
        if (auction.Format == "reverse" && auction.IncrementMinor is not (>= 1 and <= Amount.MaxMinor))
            return "the form reverse needs a minimal step above 0, and no more than 4e18 minor units";
        if (english && auction.IncrementMinor is null) return $"the form {auction.Format} needs an increment";
        if (english && auction.IncrementMinor is < 1 or > Amount.MaxMinor)
            return "the increment must be above 0, and no more than 4e18 minor units";
        foreach (var bid in auction.Bids)
        {
            if (bid.Bidder.Length == 0) return "every bid needs a bidder";
            if (bid.AmountMinor is < 0 or > Amount.MaxMinor)
                return $"the bid of {bid.Bidder} must be 0 or more, and no more than 4e18 minor units";
        }
        return null;
    }

    /// <summary>Decides an example.</summary>
    /// <exception cref="ArgumentException">It has a <see cref="Fault"/>.</exception>
    public static WorkedOutcome Decide(WorkedAuction auction)
    {
        if (Fault(auction) is { } fault) throw new ArgumentException(fault, nameof(auction));

        var lot = Apply(LotState.Initial(TermsOf(auction)), new LotCommand.Open(), Opening, out _);
        var before = lot;
        var answer = Decision<LotFact>.Nothing;
        for (var i = 0; i < auction.Bids.Length; i++)
        {
            var (bidder, amount) = (auction.Bids[i].Bidder, auction.Bids[i].AmountMinor);
            before = lot;
            lot = Apply(lot, new LotCommand.Bid(bidder, $"{i}", amount), Opening, out answer);
        }
        if (auction.Format == "reverse") return new WorkedOutcome.Reverse(lot.NextMinor < 0 ? null : lot.NextMinor);
        if (auction.Format == "english_proxy") return Reply(auction, (ProxyState)before, (ProxyState)lot, answer);

        lot = Apply(lot, new LotCommand.ClockReached(), Opening + Length, out var closing);
        var award = closing.Facts.OfType<LotFact.UnitAwarded>().SingleOrDefault();
        return auction.Format == "english_proxy_simple"
            ? new WorkedOutcome.Simple(award?.Bidder, lot.PriceMinor)
            : new WorkedOutcome.Sealed(award?.Bidder, award?.PriceMinor ?? 0);
    }

    private static LotTerms TermsOf(WorkedAuction auction)
    {
        var reserve = auction.ReserveMinor ?? 0;
        var increment = auction.IncrementMinor ?? 0;
        var (form, start) = auction.Format switch
        {
            "first_price" => (FirstPriceForm.Instance.Blank, reserve),
            "second_price" => (SecondPriceForm.Instance.Blank, reserve),
            // It states the last offer, and asks what the next may be.
            "reverse" => (new ReverseTerms(IncrementTable.Flat(increment), null), Amount.MaxMinor),
            // Its first bid must be one increment at least, and shows as that much where no reserve lifts it.
            "english_proxy" =>
                (new ProxyTerms(IncrementTable.Flat(increment), reserve, LowestBid.NextIncrement, LeaderRaise.LeavesPrice), increment),
            _ => (new ProxyTerms(IncrementTable.Flat(increment), null, LowestBid.StartPrice, LeaderRaise.LiftsCappedPrice), reserve),
        };
        return new LotTerms("example", "example", form, start, 1, Currency.Default, Amount.MaxMinor, Length);
    }

    private static WorkedOutcome.Proxy Reply(WorkedAuction auction, ProxyState before, ProxyState after, Decision<LotFact> answer)
    {
        if (auction.Bids.IsEmpty) return new WorkedOutcome.Proxy([], null);
        var last = auction.Bids[^1];
        if (answer.IsRefused)
        {
            // The examples show 0, not the lowest first bid, as the price of a lot without bids.
            var price = before.Leader is null ? 0 : before.PriceMinor;
            return new WorkedOutcome.Proxy([], new WorkedReply(WorkedStatus.TooLow, price, before.Leader));
        }
        var leading = new WorkedEvent(after.Leader!, after.PriceMinor, after.LeaderMaxMinor);
        if (after.Leader == last.Bidder)
        {
            var status = after.ReserveMet ? WorkedStatus.Accepted : WorkedStatus.AcceptedBelowReserve;
            return new WorkedOutcome.Proxy([leading], new WorkedReply(status, after.PriceMinor, after.Leader));
        }
        // The loser's bid is shown one increment below the price that the leader's proxy answered with.
        var losing = new WorkedEvent(last.Bidder, after.PriceMinor - auction.IncrementMinor!.Value, last.AmountMinor);
        return new WorkedOutcome.Proxy([losing, leading], new WorkedReply(WorkedStatus.AcceptedOutbid, after.PriceMinor, after.Leader));
    }

    private static LotState Apply(LotState lot, LotCommand command, DateTimeOffset now, out Decision<LotFact> decision)
    {
        decision = Lot.Decide(lot, command, now);
        foreach (var fact in decision.Facts) lot = Lot.Evolve(lot, fact);
        return lot;
    }
}
