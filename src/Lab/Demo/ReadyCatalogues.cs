using System.Collections.Immutable;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Rules.Forms;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Lab.Demo;

/// <summary>The catalogues of <c>hocon/catalogues</c> that are named after the form they sell in; they are part of the program.</summary>
public static class ReadyCatalogues
{
    /// <summary>The forms that have one, in the order of the registry.</summary>
    public static ImmutableArray<string> Formats { get; } =
        [.. FormRegistry.All.Select(form => form.Name).Where(name => Open(name) is { } found && Close(found))];

    /// <summary>The catalogue of a form. Lots with a time of their own stay open for no longer than <paramref name="open"/>.</summary>
    /// <param name="format">One of <see cref="Formats"/>.</param>
    /// <exception cref="SettingsException">A row of it cannot be used.</exception>
    public static Catalogue Read(string format, HouseSettings settings, TimeSpan open)
    {
        var found = Open(format) ?? throw new ArgumentException($"No catalogue is ready for {format}.", nameof(format));
        using var reader = new StreamReader(found);
        var catalogue = CatalogueReader.Read(reader.ReadToEnd(), Resource(format), settings);
        return catalogue with { Lots = [.. catalogue.Lots.Select(lot => Shortened(lot, open))] };
    }

    private static LotTerms Shortened(LotTerms lot, TimeSpan open)
    {
        // Nobody swings the hammer in a demo: a lot that waits for it closes by the clock.
        if (lot.Form.Module.EndsBy is not null || lot.Form.Module.FollowsRounds) return lot;
        return lot.OpenFor is { } own && own <= open ? lot : lot with { OpenFor = open };
    }

    private static Stream? Open(string format) => typeof(ReadyCatalogues).Assembly.GetManifestResourceStream(Resource(format));

    private static bool Close(Stream found)
    {
        found.Dispose();
        return true;
    }

    private static string Resource(string format) => $"{format}.conf";
}
