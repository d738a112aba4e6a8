using AkkaAuction.CommandLine;
using AkkaAuction.Lab.Commands;

var stopped = StopSignals.Listen();
return await StandardStreams.RunAsync("lab", streams => LabCommandLine.RunAsync(args, LabIo.Of(streams), stopped));
