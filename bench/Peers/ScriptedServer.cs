using System.Diagnostics;
using AkkaAuction.Bench.Floor;

namespace AkkaAuction.Bench.Peers;

/// <summary>A server that a script installs and starts. The script says where it is, and stops it when the script's input ends.</summary>
internal sealed class ScriptedServer : IDisposable
{
    private readonly Process _script;

    private ScriptedServer(Process script, string place, int processId)
    {
        (_script, Place, ProcessId) = (script, place, processId);
    }

    /// <summary>Its port, or the folder of its socket.</summary>
    public string Place { get; }

    public int ProcessId { get; }

    public static async Task<ScriptedServer> StartAsync(params string[] command)
    {
        var script = Processes.Start(command[0], command[1..]);
        var words = (await script.StandardOutput.ReadLineAsync())?.Split(' ');
        return words is [var place, var id]
            ? new ScriptedServer(script, place, int.Parse(id))
            : throw new InvalidOperationException($"{command[1]} started no server; what it said is above.");
    }

    public void Dispose()
    {
        _script.StandardInput.Close();
        _script.WaitForExit();
        _script.Dispose();
    }
}
