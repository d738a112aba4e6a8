using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using AkkaAuction.CommandLine;
using AkkaAuction.Lab.Demo;

namespace AkkaAuction.Lab.Commands;

/// <summary><c>lab demo</c>: a whole sale with bots over TCP, watched live.</summary>
internal static class DemoCommand
{
    public static Command Build(LabIo io)
    {
        var lots = Whole("--lots", $"Lots in the catalogue, 1 to {DemoSettings.LotsMax}.", DemoSettings.DefaultLots, DemoSettings.LotsMax);
        var bots = Whole("--bots", $"Bidders that take part, 1 to {DemoSettings.BotsMax}.", DemoSettings.DefaultBots, DemoSettings.BotsMax);
        var seed = new Option<long>("--seed")
        {
            Description = "The same seed gives the same sale.",
            HelpName = "N",
            CustomParser = given => ReadWhole(given, "--seed", 0, long.MaxValue),
            DefaultValueFactory = _ => DemoSettings.DefaultSeed,
        };
        var round = new Option<TimeSpan?>("--round")
        {
            Description = "The longest a round may last, like 5s, 500ms or 2m; "
                + "it closes as soon as every bidder has bid or passed. Default 5s, more for more than 100 bidders.",
            HelpName = "TIME",
            CustomParser = given =>
            {
                var time = DemoSettings.ReadRound(given.Tokens[^1].Value, out var fault);
                if (fault is not null) given.AddError($"--round {fault}");
                return time;
            },
        };
        var format = new Option<string?>("--format")
        {
            Description = "Sells the ready catalogue of a form instead of made-up lots in rounds: "
                + $"{string.Join(", ", ReadyCatalogues.Formats)}. Its lots stay open for --round at most.",
            HelpName = "NAME",
        };
        format.AcceptOnlyFromAmong([.. ReadyCatalogues.Formats]);
        var json = new Option<bool>("--json") { Description = "The final account as one JSON document, and nothing else." };
        var command = new Command("demo", "Watch a house sell a catalogue in rounds to bots that come in over TCP.")
        {
            lots, bots, seed, round, format, json,
        };
        command.Validators.Add(given =>
        {
            if (given.GetResult(format) is not null && given.GetResult(lots) is { Implicit: false })
                given.AddError("--lots and --format exclude each other: the catalogue of a form has its own lots.");
        });
        command.SetAction((parsed, cancel) =>
        {
            var count = parsed.GetValue(bots);
            var settings = new DemoSettings(
                parsed.GetValue(lots), count, parsed.GetValue(seed), parsed.GetValue(round) ?? DemoSettings.DefaultRound(count))
            {
                Format = parsed.GetValue(format),
            };
            return RunAsync(settings, parsed.GetValue(json), io, cancel);
        });
        return command;
    }

    private static async Task<int> RunAsync(DemoSettings settings, bool asJson, LabIo io, CancellationToken cancel)
    {
        var agreed = asJson || !io.OutIsTerminal
            ? await DemoRun.RunAsync(settings, asJson ? new JsonScreen(io.Out) : new PlainDemoScreen(io.Out), io.Error, cancel)
            : await LiveDemoScreen.ShowAsync(io.Terminal, screen => DemoRun.RunAsync(settings, screen, io.Error, cancel));
        return agreed ? ExitCodes.Fine : ExitCodes.Failed;
    }

    private static Option<int> Whole(string name, string description, int fallback, int most) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = given => (int)ReadWhole(given, name, 1, most),
        DefaultValueFactory = _ => fallback,
    };

    private static long ReadWhole(ArgumentResult given, string name, long least, long most)
    {
        var text = given.Tokens[^1].Value;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least
            && number <= most)
            return number;
        given.AddError($"{name} '{text}' is not a whole number from {least} to {most}.");
        return least;
    }
}
