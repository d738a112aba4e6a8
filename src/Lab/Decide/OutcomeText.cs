using AkkaAuction.Rules.Money;

namespace AkkaAuction.Lab.Decide;

/// <summary>Outcomes for a person: a line each, columns aligned.</summary>
public static class OutcomeText
{
    public static void Write(IReadOnlyList<(WorkedAuction Auction, WorkedOutcome Outcome)> decided, TextWriter to)
    {
        var name = decided.Select(d => d.Auction.Name.Length).DefaultIfEmpty().Max();
        var form = decided.Select(d => d.Auction.Form.Name.Length).DefaultIfEmpty().Max();
        foreach (var (auction, outcome) in decided)
            to.WriteLine($"{auction.Name.PadRight(name)}  {auction.Form.Name.PadRight(form)}  {Sentence(outcome)}");
    }

    private static string Sentence(WorkedOutcome outcome)
    {
        string Money(long minor) => Amount.FormatShort(minor, outcome.Digits);
        return outcome switch
        {
            WorkedOutcome.Sealed { Winner: { } winner, PaysMinor: { } pays } => $"{winner} wins and pays {Money(pays)}",
            WorkedOutcome.Ascending { Winner: { } winner } sold => $"{winner} wins at {Money(sold.PriceMinor)}",
            WorkedOutcome.LastBid { Reply: { } reply } => $"{reply.Outcome}, {reply.Leader ?? "nobody"} leads at {Money(reply.PriceMinor)}",
            WorkedOutcome.LastBid => "nobody bid",
            _ => "not sold",
        };
    }
}
