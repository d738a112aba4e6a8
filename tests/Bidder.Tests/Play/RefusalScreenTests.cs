using System.Reflection;
using System.Text.RegularExpressions;
using AkkaAuction.Bidder.Market;
using AkkaAuction.Bidder.Play;
using AkkaAuction.Bidder.Screens;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules;
using static AkkaAuction.Bidder.Tests.Told;

namespace AkkaAuction.Bidder.Tests.Play;

/// <summary>Every refusal of a house on a person's screen: its number first, in words for people, whole, at every width.</summary>
public sealed partial class RefusalScreenTests
{
    private const int NumberWithin = 24;

    private static readonly int[] Widths = [40, 60, 80, 120];

    private static readonly BidderState State = new BidderState("me", 1000_00).After(
        "WELCOME me t time=2026-11-20T12:00:00.000Z", Lot("clock", 10, 2), Lot("lamp"), Lot("vase"), "READY 4");

    /// <summary>Each number with the house's general words and with those that it has for one fault.</summary>
    public static TheoryData<RejectionCode, string> Refusals
    {
        get
        {
            var all = new TheoryData<RejectionCode, string>();
            foreach (var code in Enum.GetValues<RejectionCode>().Where(code => code != RejectionCode.None))
                all.Add(code, Reasons.For(code));
            foreach (var reason in typeof(Reasons).GetFields(BindingFlags.Public | BindingFlags.Static).Where(text => text.IsLiteral))
                all.Add(RejectionCode.MalformedLine, (string)reason.GetRawConstantValue()!);
            all.Add(RejectionCode.NoSuchSale, "no such sale as night; there are morning, evening (SALES lists them)");
            all.Add(RejectionCode.HelloFirst, "no HELLO came in time; connect again and say HELLO <name>");
            all.Add((RejectionCode)299, "not open for this; BID <lot> <amount> next=12 does");
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Is_told_whole_in_words_for_people_with_its_number_first(RejectionCode code, string reason)
    {
        var lot = "an-old-clock";
        string[] texts =
        [
            RefusalText.Of(new Answer.Refused("b", lot, code, 1_234_567_00, 1_234_568_00, reason)),
            RefusalText.Of(new Answer.Refused("b", lot, code, null, null, reason)),
            RefusalText.Of(new Answer.Error(code, reason)),
            $"bidder: {RefusalText.Refused(code, reason)}.",
            RefusalText.NotSent(code, "9,50", 2),
        ];
        foreach (var text in texts)
        {
            foreach (var width in Widths) AssertShown(text, $"({(int)code})", width);
        }
    }

    [Theory]
    [InlineData("another connection has come under this name with its token; this one is closed", "this one is closed")]
    [InlineData("there is no sale night; there are morning, evening", "there are morning, evening")]
    public void What_the_house_says_beyond_its_general_words_is_kept(string reason, string words) => Assert.All(
        (RejectionCode[])[RejectionCode.NameInUse, RejectionCode.NoSuchSale],
        code => Assert.Contains(words, RefusalText.Of(code, reason), StringComparison.Ordinal));

    [Theory]
    [InlineData(0, "550.")]
    [InlineData(2, "550.25.")]
    [InlineData(3, "550.250.")]
    public void An_amount_is_shown_as_the_lots_currency_writes_it(int digits, string like) =>
        Assert.EndsWith($"write it like {like}", RefusalText.NotSent(RejectionCode.NotAnAmount, "x", digits), StringComparison.Ordinal);

    private static void AssertShown(string text, string number, int width)
    {
        var output = new StringWriter();
        var screen = new LivePlayScreen(output, () => (width, 24));
        screen.Say("Before.");
        screen.Say(text);
        screen.Show(new PlayModel(State, "here", Noon, ""));

        var lines = Escapes().Replace(output.ToString(), "").Split("\r\n");
        var first = Array.IndexOf(lines, "Before.") + 1;
        var told = lines[first..Array.IndexOf(lines, "", first)];
        Assert.InRange(told[0].IndexOf(number, StringComparison.Ordinal), 0, NumberWithin);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, width - 1));
        Assert.Equal(text, string.Join(' ', told.Select(line => line.Trim())));
        Assert.DoesNotMatch(ProtocolWord(), text);
    }

    [GeneratedRegex(@"next=|price=|speaks=|<|>|\b(HELLO|SALES|JOIN|LIST|BID|PASS|PING|QUIT|WELCOME)\b|\b(verb|field)s?\b")]
    private static partial Regex ProtocolWord();

    [GeneratedRegex("\e\\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Escapes();
}
