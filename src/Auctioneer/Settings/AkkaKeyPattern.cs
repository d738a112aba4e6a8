using System.Text.RegularExpressions;

namespace AkkaAuction.Auctioneer.Settings;

/// <summary>
/// Keys that are alike: <c>*</c> stands for a part of a key, <c>**</c> for any number of parts, <c>{a,b}</c> for one of them.
/// </summary>
internal static partial class AkkaKeyPattern
{
    private const string Quoted = """
        "(?:[^"\\]|\\.)*"
        """;

    public static Regex Of(string keys)
    {
        var pattern = Parts().Replace(keys, part => part.Value switch
        {
            "**" => ".+",
            "*" => $"(?:{Quoted}|[^.\"]*)",
            "{" => "(?:",
            "," => "|",
            "}" => ")",
            var text => Regex.Escape(text),
        });
        return new Regex($"^{pattern}$", RegexOptions.CultureInvariant);
    }

    [GeneratedRegex(@"\*\*|\*|[{,}]|[^*{,}]+")]
    private static partial Regex Parts();
}
