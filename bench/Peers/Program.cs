using AkkaAuction.Bench.Floor;
using AkkaAuction.Bench.Peers;

// One program in several parts: a measurement starts itself again as server and as load generator.
var options = Options.Parse(args);
return options.Part switch
{
    "s15" => await AgainstTextbook.RunAsync(options),
    "s16" => await AgainstRedis.RunAsync(options),
    "server" => await Servers.RunAsync(options),
    "textbook" => await TextbookServer.RunAsync(options),
    "load" => await Load.RunAsync(options),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("peers-bench s15|s16 [--name value]...; README.md beside the program names them");
    return 2;
}
