using AkkaAuction.Bench.Floor;

// One program in several parts: the measurement starts itself again as server and as load generator.
var options = Options.Parse(args);
return options.Part switch
{
    "s3" => await InMemory.RunAsync(options),
    "s4" => await OverTcp.AgainstEchoAsync(options),
    "s5" => await OverTcp.ManyConnectionsAsync(options),
    "s6" => await OverTcp.AgainstPythonAsync(options),
    "s12" => await FanOut.RunAsync(options),
    "s11" => await ManyLots.RunAsync(options),
    "server" => await Servers.RunAsync(options),
    "load" => await Load.RunAsync(options),
    "watchers" => await Watchers.RunAsync(options),
    _ => Options.Usage(),
};
