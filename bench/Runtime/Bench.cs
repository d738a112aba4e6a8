using System.Diagnostics;
using Akka.Actor;

namespace AkkaAuction.Bench.Runtime;

/// <summary>One measured figure: how fast, and what an operation cost in processor time (user and system, all threads) and in bytes.</summary>
internal readonly record struct Figure(double PerSecond, double CpuNanosecondsPerOperation, double BytesPerOperation);

/// <summary>
/// The measurements. Each gets an actor system of its own, warms up with a tenth of its work (where messages are counted, with as many tenths
/// as a second takes: by then the just-in-time compiler is through with what is hot), and then measures; the number of operations is fixed,
/// the time is what it is.
/// </summary>
internal sealed partial class Bench(double scale) : IAsyncDisposable
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    private readonly ActorSystem _system = ActorSystem.Create("bench", "akka.log-dead-letters = off\nakka.loglevel = WARNING");

    public async ValueTask DisposeAsync() => await _system.Terminate();

    public Task<Figure> Tell(int senders) => MeasureMessages(5_000_000, async count =>
    {
        var each = count / senders;
        var done = NewCompletion();
        var receiver = _system.ActorOf(Props.Create(() => new Counter(each * senders, done)));
        var message = new object();
        var threads = Enumerable.Range(0, senders).Select(_ => Task.Factory.StartNew(
            () =>
            {
                for (var sent = 0; sent < each; sent++) receiver.Tell(message, ActorRefs.NoSender);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        await Task.WhenAll(threads);
        await done.Task;
    });

    public Task<Figure> PingPong(int pairs, int inFlight) => MeasureMessages(inFlight == 1 ? 10_000_000 : 40_000_000, async count =>
    {
        var each = Math.Max(inFlight, count / pairs / 2);
        var all = new Task[pairs];
        for (var pair = 0; pair < pairs; pair++)
        {
            var done = NewCompletion();
            all[pair] = done.Task;
            var pong = _system.ActorOf(Props.Create(() => new Pong()));
            var ping = _system.ActorOf(Props.Create(() => new Ping(pong, each, inFlight, done)));
            ping.Tell(Ping.Begin, ActorRefs.NoSender);
        }
        await Task.WhenAll(all);
    });

    public Task<Figure> Ask(int atATime) => MeasureMessages(atATime == 1 ? 1_000_000 : 2_000_000, async count =>
    {
        var pong = _system.ActorOf(Props.Create(() => new Pong()));
        var message = new object();
        await Task.WhenAll(Enumerable.Range(0, atATime).Select(_ => Task.Run(async () =>
        {
            for (var asked = 0; asked < count / atATime; asked++)
            {
                var answer = await pong.Ask<object>(message, TimeSpan.FromSeconds(10));
                if (!ReferenceEquals(answer, message)) throw new InvalidOperationException("The answer is not the question.");
            }
        })));
    });

    public Task<Figure> Spawn() => Measure(1_000_000, SpawnUnder);

    public async Task<Figure> Stop()
    {
        var count = Scaled(1_000_000);
        await SpawnUnder(count);
        return await MeasureOnce(count, async _ =>
        {
            if (!await _parent!.GracefulStop(TimeSpan.FromMinutes(5))) throw new InvalidOperationException("The parent did not stop.");
        });
    }

    public async Task<Figure> Idle()
    {
        var count = Scaled(1_000_000);
        await SpawnUnder(1000);
        await _parent!.GracefulStop(TimeSpan.FromMinutes(1));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await SpawnUnder(count);
        var after = GC.GetTotalMemory(forceFullCollection: true);
        return new Figure(count, 0, (after - before) / (double)count);
    }

    private static TaskCompletionSource NewCompletion() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int Scaled(int operations) => Math.Max(1000, (int)(operations * scale));

    private Task<Figure> MeasureMessages(int operations, Func<int, Task> run) => Measure(operations, run, WarmUp);

    private async Task<Figure> Measure(int operations, Func<int, Task> run, TimeSpan warmUp = default)
    {
        var count = Scaled(operations);
        var start = Stopwatch.GetTimestamp();
        do await run(count / 10);
        while (Stopwatch.GetElapsedTime(start) < warmUp);
        return await MeasureOnce(count, run);
    }

    private static async Task<Figure> MeasureOnce(int count, Func<int, Task> run)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        await run(count);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var spent = Environment.CpuUsage.TotalTime - cpu;
        return new Figure(count / seconds, spent.TotalNanoseconds / count, (GC.GetTotalAllocatedBytes(precise: true) - bytes) / (double)count);
    }
}
