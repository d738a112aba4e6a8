using AkkaAuction.Bench.Floor;
using AkkaAuction.Bench.Journal;

// One program in several parts: a measurement starts itself again as server and as load generator.
var options = Options.Parse(args);
return options.Part switch
{
    "s8" => await Durable.AgainstMemoryAsync(options),
    "s9" => await Durable.AgainstRowUpdatesAsync(options),
    "s10" => await Durable.AgainstTheDiskAsync(options),
    "s13" => await Restart.RunAsync(options),
    "write" => Writing.Run(options),
    "server" => await Servers.RunAsync(options),
    "load" => await Load.RunAsync(options),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(
        "journal-bench s8|s9|s10|s13|write [--rounds 5] [--seconds 3] [--warm-seconds 3] [--connections 100] [--depth 16] "
            + "[--sales 1] [--facts 1000000] [--folder .]");
    return 2;
}
