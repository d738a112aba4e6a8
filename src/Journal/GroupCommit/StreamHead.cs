using System.Text;

namespace AkkaAuction.Journal.GroupCommit;

/// <summary>Where a stream ends, as it was appended to.</summary>
internal sealed class StreamHead(string stream, long version, long lastEvent)
{
    public byte[] Name { get; } = Encoding.UTF8.GetBytes(stream);

    public long Version { get; set; } = version;

    /// <summary>The event number of its last fact; 0: none.</summary>
    public long LastEvent { get; set; } = lastEvent;

    public long Incarnation { get; set; }
}
