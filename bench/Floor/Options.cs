using System.Globalization;

namespace AkkaAuction.Bench.Floor;

/// <summary>The command line: a part, and <c>--name value</c> pairs.</summary>
public sealed class Options
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private Options(string part) => Part = part;

    /// <summary>
    /// <c>s3</c> to <c>s6</c>, <c>s11</c>, <c>s12</c>; <c>server</c>, <c>load</c> and <c>watchers</c> are what they start.
    /// </summary>
    public string Part { get; }

    public static Options Parse(string[] args)
    {
        var options = new Options(args.Length > 0 ? args[0] : "");
        for (var i = 1; i + 1 < args.Length; i += 2) options._values[args[i].TrimStart('-')] = args[i + 1];
        return options;
    }

    public static int Usage()
    {
        Console.Error.WriteLine("floor-bench s3|s4|s5|s6|s11|s12 [--name value]...; README.md beside the program names them");
        return 2;
    }

    public int Number(string name, int otherwise) =>
        _values.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    public string Text(string name, string otherwise) => _values.GetValueOrDefault(name, otherwise);
}

/// <summary>What several measurements of the same thing say.</summary>
public static class Spread
{
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>Median with lowest and highest.</summary>
    public static string Show(IReadOnlyCollection<double> ratios) => $"{Median(ratios):0.00} ({ratios.Min():0.00}–{ratios.Max():0.00})";
}
