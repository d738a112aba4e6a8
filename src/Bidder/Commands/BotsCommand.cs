using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using AkkaAuction.Bidder.Accounts;
using AkkaAuction.Bidder.Actors;
using AkkaAuction.Bidder.Logging;
using AkkaAuction.Bidder.Remote;
using AkkaAuction.Bidder.Strategies;
using AkkaAuction.CommandLine;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Bidder.Commands;

/// <summary><c>bidder bots</c>: automatic bidders at a house, until the sale ends or they are stopped.</summary>
internal static class BotsCommand
{
    private const int CountMax = 10_000;

    public static Command Build(BidderIo io, CancellationToken stopped)
    {
        var connect = HouseAddress.Option("The house's floor.");
        var auctioneer = RemoteHouse.Option();
        var sale = SaleOption.Build();
        var count = new Option<int>("--count") { Description = $"How many bots, 1 to {CountMax}.", DefaultValueFactory = _ => 1 };
        var seed = new Option<long>("--seed") { Description = "The same seed, the same decisions.", DefaultValueFactory = _ => 1 };
        var chance = new Option<double>("--chance")
        {
            Description = "How often the random bidder takes part in a round, 0 to 1.",
            DefaultValueFactory = _ => 0.7,
        };
        var budget = new Option<string>("--budget")
        {
            Description = "What each may spend, in the currency of the sale.",
            DefaultValueFactory = _ => "1000",
        };
        var door = new Option<string>("--door")
        {
            Description = "Which door --connect names: the floor's, or the bidding room's.",
            DefaultValueFactory = _ => "floor",
        };
        door.AcceptOnlyFromAmong("floor", "room");
        var strategy = new Option<string?>("--strategy")
        {
            Description = "How they decide; random on the floor and room in the room, when not given.",
        };
        strategy.AcceptOnlyFromAmong([.. StrategyRegistry.Names]);
        var name = new Option<string>("--name")
        {
            Description = "They are called this with -1, -2… behind it. Without it a bot whose name is in use takes the next free number.",
            DefaultValueFactory = _ => "bot",
        };
        var json = new Option<bool>("--json") { Description = "One JSON document at the end instead of the events and the account." };

        count.Validators.Add(
            result => Check(result, () => result.GetValueOrDefault<int>() is >= 1 and <= CountMax, $"--count: from 1 to {CountMax}."));
        budget.Validators.Add(result =>
        {
            var code = Parse(result.GetValueOrDefault<string>(), out _);
            if (code != RejectionCode.None) result.AddError($"--budget: {Reasons.For(code)}.");
        });
        chance.Validators.Add(
            result => Check(result, () => result.GetValueOrDefault<double>() is >= 0 and <= 1, "--chance: from 0 to 1, like 0.7."));

        var command = new Command("bots", "Automatic bidders: until the sale ends, or Ctrl-C.")
        {
            connect, auctioneer, sale, door, count, seed, chance, budget, strategy, name, json,
        };
        command.Validators.Add(result => Check(
            result, () => FloorLimits.IsName(Encoding.UTF8.GetBytes($"{result.GetValue(name)}-{result.GetValue(count)}")),
            "--name: with its number behind it at most 32 letters, digits, dots, - and _."));
        command.Validators.Add(result =>
        {
            var (overTcp, asNode) = (result.GetResult(connect) is not null, result.GetResult(auctioneer) is not null);
            if (overTcp == asNode) result.AddError($"give one of --connect HOST:PORT and --auctioneer {RemoteHouse.Default}.");
            if (asNode && result.GetResult(door) is { Implicit: false })
                result.AddError("--door: it is for --connect; a remote node has one way in.");
            if (result.GetResult(sale) is not null && result.GetValue(door) == "room")
                result.AddError("--sale: the bidding room has one sale; leave --sale out, or --door room.");
        });
        command.SetAction((parsed, _) =>
        {
            Parse(parsed.GetRequiredValue(budget), out var budgetMinor);
            var house = parsed.GetValue(auctioneer);
            var address = parsed.GetValue(connect) ?? new HouseAddress(house!.Host, house.Port);
            var inRoom = parsed.GetValue(door) == "room";
            var settings = new BotFleetSettings
            {
                Host = address.Host,
                Port = address.Port,
                Count = parsed.GetValue(count),
                Seed = parsed.GetValue(seed),
                Chance = parsed.GetValue(chance),
                BudgetMinor = budgetMinor,
                Sale = parsed.GetValue(sale),
                Door = inRoom ? HouseDoor.Room : HouseDoor.Floor,
                Strategy = parsed.GetValue(strategy) ?? (inRoom ? "room" : "random"),
                NamePrefix = parsed.GetRequiredValue(name),
                TakesFreeNames = parsed.GetResult(name) is null or { Implicit: true },
            };
            return RunAsync(settings, house, parsed.GetValue(json), io, stopped);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        BotFleetSettings settings, RemoteHouse? house, bool asJson, BidderIo io, CancellationToken stopped)
    {
        var troubles = new TroubleReport(io.Error, TimeProvider.System);
        var sale = new EventReport(io.Out);
        var node = house is null ? null : new RemoteNode(house, RemoteNodeSettings.Default);
        if (node is not null) node.Troubled += why => troubles.Say(settings.NamePrefix, why);
        var away = new AwayReport(settings.NamePrefix, settings.Count, io.Error);
        var system = BidderSystem.Create();
        try
        {
            var fleet = BotFleet.Start(system, settings with
            {
                Node = node,
                Link = node is null ? settings.Link : LinkSettings.OfNodes,
                Hooks = new FleetHooks
                {
                    OnTrouble = troubles.Say,
                    OnAway = bot =>
                    {
                        away.Lost(bot);
                        sale.Lost(bot);
                    },
                    OnHere = away.Here,
                    OnLine = asJson ? null : sale.Read,
                },
            });
            using var stop = stopped.Register(fleet.Stop);
            var account = await fleet.Completed.ConfigureAwait(false);
            if (asJson) await io.Out.WriteLineAsync(FleetAccountJson.Of(account)).ConfigureAwait(false);
            else foreach (var line in AccountText.Of(account)) await io.Out.WriteLineAsync(line).ConfigureAwait(false);
            foreach (var failure in account.Failures) await io.Error.WriteLineAsync(ShownText.Of(failure)).ConfigureAwait(false);
            return account.Failures.IsEmpty ? ExitCodes.Fine : ExitCodes.Failed;
        }
        catch (FleetFailedException failed) when (failed.Code == RejectionCode.NameInUse)
        {
            throw new FleetFailedException($"{failed.Message}; give another --name, or none for the next free numbers", failed);
        }
        finally
        {
            await BidderSystem.EndAsync(system).ConfigureAwait(false);
            if (node is not null) await node.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static RejectionCode Parse(string? text, out long minor) => Amount.Parse(text, Currency.DigitsUnsaid, out minor);

    private static void Check(SymbolResult result, Func<bool> isFine, string fault)
    {
        try
        {
            if (!isFine()) result.AddError(fault);
        }
        catch (InvalidOperationException)
        {
            // The value is no number. The parser reports that; a validator finds it out only by reading the value.
            return;
        }
    }
}
