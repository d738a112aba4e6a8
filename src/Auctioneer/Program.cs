using System.CommandLine;
using AkkaAuction.Auctioneer.Commands;
using AkkaAuction.Auctioneer.Commands.Journal;

var root = new RootCommand("The auction house.") { ServeCommand.Serve(), ServeCommand.Rounds(), OriginalsCommands.Room(), OriginalsCommands.Sealed() };
foreach (var command in (Command[])[AuditCommand.Create(), ExportCommand.Create(), RerunCommand.Create(), BackupCommand.Create(), EraseCommand.Create()]) root.Add(command);
var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors) Console.Error.WriteLine($"auctioneer: {error.Message}");
    Console.Error.WriteLine("Try: auctioneer --help");
    return 2;
}
return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(10) });
