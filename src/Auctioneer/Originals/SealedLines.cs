using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AkkaAuction.Auctioneer.Settings;

namespace AkkaAuction.Auctioneer.Originals;

/// <summary>
/// The lines of the sealed-bid house: for each thing that it tells a client a list of texts, each of which leaves in a segment of its own.
/// The words are a setting, because each author of a client of the original compares others.
/// </summary>
internal sealed partial class SealedLines
{
    private const string Words = "auction.sealed.words";
    private const string Expected = "a list of texts";

    private readonly Func<string, ImmutableArray<string>> _of;

    private SealedLines(Func<string, ImmutableArray<string>> of) => _of = of;

    /// <summary>Behind each text.</summary>
    public required string LineEnd { get; init; }

    /// <summary>At least so long after one text the next leaves: a client that takes what one read gives it sees one at a time.</summary>
    public required TimeSpan Pause { get; init; }

    public ImmutableArray<string> Busy => _of("busy");
    public ImmutableArray<string> OnGoing => _of("on-going");
    public ImmutableArray<string> SellerSeated => _of("seller");
    public ImmutableArray<string> RequestInvalid => _of("request-invalid");
    public ImmutableArray<string> BiddingStarts => _of("bidding-starts");
    public ImmutableArray<string> BidInvalid => _of("bid-invalid");
    public ImmutableArray<string> BidTaken => _of("bid-taken");
    public ImmutableArray<string> NotWon => _of("not-won");

    public ImmutableArray<string> BuyerSeated(bool isLast) => _of(isLast ? "last-buyer" : "buyer");

    public ImmutableArray<string> RequestTaken(string request) => Filled("request-taken", ("request", request));

    public ImmutableArray<string> Sold(string item, string price) => Filled("sold", ("item", item), ("price", price));

    public ImmutableArray<string> NotSold(string item) => Filled("not-sold", ("item", item));

    public ImmutableArray<string> Won(string item, string price) => Filled("won", ("item", item), ("price", price));

    /// <exception cref="SettingsException">Something in the table cannot be used.</exception>
    public static SealedLines Read(Func<string, ValueReader> at)
    {
        var table = new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal);
        foreach (var (name, holders) in Keys) table[name] = Texts(at($"{Words}.{name}"), holders);
        return new SealedLines(name => table[name])
        {
            LineEnd = at($"{Words}.line-end").OneOf("newline", "none") == "newline" ? "\n" : "",
            Pause = at("auction.sealed.pause").Duration(TimeSpan.Zero, TimeSpan.FromSeconds(10)),
        };
    }

    // Each with what the house fills in.
    private static readonly (string Name, string[] Holders)[] Keys =
    [
        ("busy", []), ("on-going", []), ("seller", []), ("request-invalid", []), ("request-taken", ["request"]), ("buyer", []),
        ("last-buyer", []), ("bidding-starts", []), ("bid-invalid", []), ("bid-taken", []), ("sold", ["item", "price"]),
        ("not-sold", ["item"]), ("won", ["item", "price"]), ("not-won", []),
    ];

    private static ImmutableArray<string> Texts(ValueReader list, string[] holders)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        foreach (var element in list.Elements(Expected))
        {
            var text = element.Text();
            foreach (Match found in Holder().Matches(text))
            {
                if (holders.Contains(found.Groups[1].Value)) continue;
                throw element.Wrong(holders is []
                    ? "a text without anything in braces: the house has nothing to fill in there"
                    : $"a text with nothing else in braces than {string.Join(" and ", holders.Select(h => $"{{{h}}}"))}");
            }
            texts.Add(text);
        }
        return texts.DrainToImmutable();
    }

    // In one pass: an item may be called {price}.
    private ImmutableArray<string> Filled(string name, params (string Holder, string Value)[] values) =>
        [.. _of(name).Select(text => Holder().Replace(text, found => values.First(v => v.Holder == found.Groups[1].Value).Value))];

    [GeneratedRegex(@"\{([a-z-]+)\}")]
    private static partial Regex Holder();
}
