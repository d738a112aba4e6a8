using System.Diagnostics;
using System.Globalization;
using Akka.Actor;
using AkkaAuction.Bench.Remote;

// Messages between two processes (S7), compiled against either supplier of Akka:
//     dotnet run -c Release --project bench/Remote [-- [--scale 0.1] [--rounds 5]]
//     dotnet run -c Release --project bench/Remote -p:AkkaFrom=packages
// The program starts itself once more as the other node. A line per figure: name, messages per second, bytes allocated here per message. Each run
// checks that every message came back, in order; a wrong result ends it with exit code 1.
if (args is ["serve"])
{
    await Server.RunAsync();
    return 0;
}

var scale = Option("--scale") is { } s ? double.Parse(s, CultureInfo.InvariantCulture) : 1.0;
var rounds = Option("--rounds") is { } r ? int.Parse(r, CultureInfo.InvariantCulture) : 3;
using var server = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [.. OwnAssembly(), "serve"])
{
    RedirectStandardInput = true,
    RedirectStandardOutput = true,
})!;
try
{
    var address = Address.Parse((await server.StandardOutput.ReadLineAsync())!);
    await using var client = new Client(address, scale);
    Console.WriteLine($"supplier: {typeof(ActorSystem).Assembly.GetName().Name}, processors: {Environment.ProcessorCount}, scale: {scale}");
    var right = true;
    for (var round = 1; round <= rounds; round++)
    {
        foreach (var (name, run) in client.Figures)
        {
            var figure = await run();
            right &= figure.IsRight;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name,-44} {figure.PerSecond,12:N0} /s {figure.BytesPerMessage,10:N1} B{(figure.IsRight ? "" : "   WRONG")}"));
        }
    }

    return right ? 0 : 1;
}
finally
{
    server.StandardInput.Close();
    if (!server.WaitForExit(10_000)) server.Kill();
}

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

// Started by the host ("dotnet x.dll") the program needs its own name once more; started by itself it does not.
static string[] OwnAssembly() =>
    Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(Server).Assembly.Location] : [];
