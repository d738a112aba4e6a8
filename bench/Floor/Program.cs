using AkkaAuction.Bench.Floor;

// One program in several parts: the measurement starts itself again as server and as load generator.
var options = Options.Parse(args);
return options.Part switch
{
    "s3" => await InMemory.RunAsync(options),
    "s4" => await OverTcp.RunAsync(options),
    "s11" => await ManyLots.RunAsync(options),
    "server" => await Servers.RunAsync(options),
    "load" => await Load.RunAsync(options),
    _ => Options.Usage(),
};
