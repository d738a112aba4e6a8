using System.Collections.Immutable;

namespace AkkaAuction.Auctioneer.Doors;

/// <summary>How many connections a TCP door may have by the settings.</summary>
/// <param name="Door">The door's name in the settings.</param>
/// <param name="Connections">Connections at a time.</param>
/// <param name="Place">Where a person wrote that; null: it is the default.</param>
internal sealed record DoorCeiling(string Door, int Connections, string? Place);

/// <summary>
/// How many connections each TCP door may have: what its settings say, or fewer if the process may not open as many files. A default is
/// fitted and told among the start lines; a number that a person wrote comes first, and lowering it is a warning.
/// </summary>
internal sealed class Ceilings
{
    /// <summary>Of what there is room for, doors with a default share at least one part in so many.</summary>
    private const int DefaultsShare = 10;

    // Empty until the house knows how many descriptors its own parts use.
    private volatile ImmutableDictionary<string, int> _fitted = ImmutableDictionary<string, int>.Empty;

    /// <summary>Which defaults were fitted, as a start line; null: none was.</summary>
    public string? Fitted { get; private set; }

    /// <param name="door">The door's name in the settings.</param>
    /// <param name="set">What its settings say.</param>
    public int Of(string door, int set) => _fitted.GetValueOrDefault(door, set);

    /// <summary>Holds the ceilings against the limit of open files, and lowers those that do not fit: the highest first.</summary>
    /// <param name="doors">The open doors.</param>
    /// <param name="descriptors">The process's descriptors.</param>
    /// <returns>A warning for each number that a person wrote and cannot have.</returns>
    public ImmutableArray<string> Fit(IReadOnlyCollection<DoorCeiling> doors, Descriptors descriptors)
    {
        if (descriptors.Measure() is not { } room || doors.Sum(door => (long)door.Connections) <= room) return [];
        var written = doors.Where(door => door.Place is not null).ToArray();
        var defaults = doors.Where(door => door.Place is null).ToArray();
        var left = Math.Max(room / DefaultsShare, room - written.Sum(door => (long)door.Connections));
        var ofDefaults = (int)Math.Min(left, defaults.Sum(door => (long)door.Connections));
        var fitted = Share(defaults, ofDefaults).AddRange(Share(written, room - ofDefaults));
        _fitted = fitted;
        var lowered = defaults.Where(IsLowered).Select(door => $"{door.Door} {fitted[door.Door]}").ToArray();
        if (lowered is not [])
            Fitted = $"Most connections: {string.Join(", ", lowered)}; this process may open {descriptors.Limit} files (ulimit -n).";
        return
        [
            .. written.Where(IsLowered).Select(door =>
                $"{door.Place}: auction.doors.{door.Door}.connections is {door.Connections}, but the door takes {fitted[door.Door]}: this "
                + $"process may open {descriptors.Limit} files. Raise that limit (ulimit -n), or lower the setting"),
        ];

        bool IsLowered(DoorCeiling door) => fitted[door.Door] < door.Connections;
    }

    private static ImmutableDictionary<string, int> Share(DoorCeiling[] doors, int room)
    {
        var shares = ImmutableDictionary.CreateBuilder<string, int>();
        foreach (var (door, connections, _) in doors.OrderBy(door => door.Connections))
        {
            // A door that needs less than an equal share leaves the rest to those above it. None is shut out.
            var share = Math.Min(connections, Math.Max(1, room / (doors.Length - shares.Count)));
            shares.Add(door, share);
            room = Math.Max(0, room - share);
        }
        return shares.ToImmutable();
    }
}
