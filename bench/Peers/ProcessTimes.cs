using System.Globalization;

namespace AkkaAuction.Bench.Peers;

/// <summary>Processor time of a server that is not ours: its process and its children, those that have ended too (Linux).</summary>
internal static class ProcessTimes
{
    /// <summary>The kernel counts in hundredths of a second, whatever its own clock.</summary>
    private const double MillisecondsPerTick = 10;

    // In /proc/PID/stat, counted from behind the name.
    private const int Parent = 1;
    private static readonly Range Own = 11..13;
    private static readonly Range OwnAndEndedChildren = 11..15;

    public static double Milliseconds(int process)
    {
        long ticks = 0;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id)) continue;
            if (Read(folder) is not { } fields) continue;
            if (id == process) ticks += Sum(fields[OwnAndEndedChildren]);
            else if (int.Parse(fields[Parent], CultureInfo.InvariantCulture) == process) ticks += Sum(fields[Own]);
        }
        return ticks * MillisecondsPerTick;
    }

    private static long Sum(string[] fields) => fields.Sum(field => long.Parse(field, CultureInfo.InvariantCulture));

    /// <returns>Null: the process has ended.</returns>
    private static string[]? Read(string folder)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(folder, "stat"));
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
