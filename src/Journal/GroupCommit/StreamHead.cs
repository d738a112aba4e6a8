namespace AkkaAuction.Journal.GroupCommit;

/// <summary>Where a stream ends, as it was appended to.</summary>
internal sealed class StreamHead(byte[] name, ChainHead chain, long version, long lastPlace)
{
    public byte[] Name => name;

    public ChainHead Chain => chain;

    public long Version { get; set; } = version;

    /// <summary>The place of its last fact; 0: none.</summary>
    public long LastPlace { get; set; } = lastPlace;

    public long Incarnation { get; set; }
}

/// <summary>Where a chain ends, as it was appended to, and who hears what is announced in it.</summary>
internal sealed class ChainHead(ChainPlace start)
{
    public string Name => start.Name;

    /// <summary>The hash of its last fact; it is changed in place.</summary>
    public byte[] Head { get; } = [.. start.Head];

    public long LastNumbered { get; set; } = start.LastEvent;

    /// <summary>Up to which event everything was told.</summary>
    public long LastReleased { get; set; } = start.LastEvent;

    /// <summary>Up to which event an anchor tells of it.</summary>
    public long Anchored { get; set; } = start.Anchored;

    public IAnnouncements? Listener { get; set; }
}
