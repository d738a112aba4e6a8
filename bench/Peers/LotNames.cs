using System.Globalization;

namespace AkkaAuction.Bench.Peers;

/// <summary>The names that the house's catalogue gives its lots: <c>lot-01</c> of 99, <c>lot-0001</c> of a thousand.</summary>
internal static class LotNames
{
    public static string Of(int index, int count) =>
        $"lot-{(index + 1).ToString("D" + $"{count}".Length, CultureInfo.InvariantCulture)}";
}
