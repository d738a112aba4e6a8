using System.Text.Json;

namespace AkkaAuction.Remote.Wire.Tests;

/// <summary>One frame of the recorded session, without its length.</summary>
internal sealed record RecordedFrame(string Step, string Direction, byte[] Bytes)
{
    public override string ToString() => $"{Direction}: {Step}";
}

/// <summary>
/// What two nodes of the official Akka.NET said to each other, in order; where it was recorded stands in the file's first line.
/// </summary>
internal static class RecordedSession
{
    public static IReadOnlyList<RecordedFrame> Frames { get; } = Load();

    private static List<RecordedFrame> Load()
    {
        using var stream = typeof(RecordedSession).Assembly.GetManifestResourceStream("recorded-session.jsonl")
                           ?? throw new InvalidOperationException("The recorded session is not embedded.");
        using var reader = new StreamReader(stream);
        var frames = new List<RecordedFrame>();
        while (reader.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            if (!json.RootElement.TryGetProperty("frame", out var frame)) continue;
            frames.Add(new RecordedFrame(
                json.RootElement.GetProperty("step").GetString()!,
                json.RootElement.GetProperty("dir").GetString()!,
                Convert.FromHexString(frame.GetString()!)));
        }

        return frames;
    }
}
