using System.CommandLine;
using AkkaAuction.Auctioneer.Commands;
using AkkaAuction.Auctioneer.Commands.Journal;
using AkkaAuction.Commands;

var root = new RootCommand("The auction house.") { ServeCommand.Serve(), ServeCommand.Rounds(), OriginalsCommands.Room(), OriginalsCommands.Sealed() };
foreach (var command in (Command[])[AuditCommand.Create(), ExportCommand.Create(), RerunCommand.Create(), BackupCommand.Create(), EraseCommand.Create()]) root.Add(command);
var parsed = root.Parse(args);
if (CommandLineFaults.Of(parsed, "auctioneer") is { Count: > 0 } faults)
{
    foreach (var line in faults) Console.Error.WriteLine(line);
    return 2;
}
return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(10) });
