using System.Collections.Immutable;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Settings;

/// <summary>Reads the catalogues that a command line names: files, and folders of them.</summary>
internal static class CatalogueFiles
{
    private const string Ending = ".conf";

    /// <param name="names">
    /// Files, and folders whose files that end with .conf are read in ordinal order, but those that begin with a point: editors keep
    /// copies so.
    /// </param>
    /// <param name="settings">The house's settings.</param>
    /// <exception cref="SettingsException">One cannot be used, or two of them have one id.</exception>
    public static ImmutableArray<Catalogue> Read(IEnumerable<string> names, HouseSettings settings)
    {
        var read = ImmutableArray.CreateBuilder<Catalogue>();
        var places = new Dictionary<string, string>(StringComparer.Ordinal);
        var files = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in names.SelectMany(Files))
        {
            if (!files.Add(Path.GetFullPath(file))) throw new SettingsException($"{file} is named twice; name each catalogue once.");
            var catalogue = CatalogueReader.ReadFile(file, settings, out var place);
            var id = catalogue.Head.Name;
            if (!places.TryAdd(id, place))
            {
                throw new SettingsException(
                    $"{place}: its sale has the id {id}, as that of {places[id]} has; give one of them another: sale = …");
            }
            read.Add(catalogue);
        }
        return read.ToImmutable();
    }

    private static IEnumerable<string> Files(string name)
    {
        if (!Directory.Exists(name)) return [name];
        try
        {
            var files = Directory.GetFiles(name).Where(file => IsCatalogue(Path.GetFileName(file))).ToArray();
            Array.Sort(files, StringComparer.Ordinal);
            return files is not [] ? files
                : throw new SettingsException($"The folder {name} has no catalogue: no file in it ends with {Ending}.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"The folder {name} cannot be read: {HoconText.FirstLine(fault.Message)}", fault);
        }
    }

    private static bool IsCatalogue(string file) =>
        file.EndsWith(Ending, StringComparison.Ordinal) && !file.StartsWith('.');
}
