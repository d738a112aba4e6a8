using System.Diagnostics;
using AkkaAuction.CommandLine;
using AkkaAuction.Rules.Examples;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Lab.Decide;

/// <summary>Outcomes for a person: a line each, columns aligned.</summary>
public static class OutcomeText
{
    public static void Write(IReadOnlyList<DecidedAuction> decided, TextWriter to)
    {
        ArgumentNullException.ThrowIfNull(to);
        var name = decided.Select(d => ShownText.Of(d.Name).Length).DefaultIfEmpty().Max();
        var form = decided.OfType<DecidedAuction.Decided>().Select(d => d.Asked.Auction.Format.Length).DefaultIfEmpty().Max();
        foreach (var one in decided)
        {
            var (format, sentence) = one switch
            {
                DecidedAuction.Decided done => (done.Asked.Auction.Format, Sentence(done.Outcome, done.Asked.Digits)),
                DecidedAuction.Undecided left => ("", $"left out: {left.Why}"),
                _ => throw new UnreachableException(),
            };
            to.WriteLine($"{ShownText.Of(one.Name).PadRight(name)}  {format.PadRight(form)}  {ShownText.Of(sentence)}");
        }
    }

    private static string Sentence(WorkedOutcome outcome, int digits)
    {
        string Money(long minor) => Amount.FormatShort(minor, digits);
        return outcome switch
        {
            WorkedOutcome.Sealed { Winner: { } winner } sold => $"{winner} wins and pays {Money(sold.PaysMinor)}",
            WorkedOutcome.Simple { Winner: { } winner } sold => $"{winner} wins at {Money(sold.PriceMinor)}",
            WorkedOutcome.Proxy { Reply: { } reply } =>
                $"the last bid: {StatusNames.Of(reply.Status)}; {reply.Leader ?? "nobody"} leads at {Money(reply.PriceMinor)}",
            WorkedOutcome.Proxy => "nobody bid",
            WorkedOutcome.Reverse { MaxAllowedMinor: { } most } => $"the next offer may be {Money(most)} or less",
            WorkedOutcome.Reverse => "no offer is low enough",
            _ => "not sold",
        };
    }
}
