using System.Text;
using System.Text.RegularExpressions;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules;

namespace AkkaAuction.Documents.Tests;

/// <summary>The refusal numbers as a page: each with the comment of its code, and what the house says with it.</summary>
internal static partial class RefusalsPage
{
    public const string Source = "src/Rules/RejectionCode.cs";

    private const string Head = """
        # Refusal numbers

        Each request that the house does not grant is answered with a number and a reason. A number is never reused and never changes its
        meaning. A bid that is refused is answered with `REFUSED`, its number, the lot's price and the lowest amount that would do; any
        other request, and a line that cannot be read, with `ERROR`, the number and the reason. This page is made from
        [RejectionCode.cs](../../src/Rules/RejectionCode.cs) and [Reasons.cs](../../src/Messages/Floor/Reasons.cs).

        - 101 to 105: the line. 201 to 210: the bid. 213: the sale. 214, 215: a tender. 221, 222: a bid taken back.
          301 and 302: the name. 401 to 403: the house.
        - A bid with several faults is refused for the first of them: [the order of checks](rules.md#refusals).
        - A reason may say more than here: 102 has a sentence for each fault of a line.

        | Number | When | The house says |
        |---|---|---|

        """;

    public static string Of(string source)
    {
        var page = new StringBuilder(Head);
        foreach (var code in Enum.GetValues<RejectionCode>().Where(code => code != RejectionCode.None))
        {
            var comment = Comment().Matches(source).SingleOrDefault(match => match.Groups[2].Value == code.ToString())
                ?? throw new InvalidOperationException($"{code} has no comment above it.");
            var when = Code().Replace(comment.Groups[1].Value, "`$1`");
            page.Append($"| {(int)code} | {when} | `{Reasons.For(code)}` |\n");
        }
        return page.ToString();
    }

    [GeneratedRegex(@"/// <summary>([^\n]*)</summary>\n    (\w+) = \d+,")]
    private static partial Regex Comment();

    [GeneratedRegex("<c>(.*?)</c>")]
    private static partial Regex Code();
}
