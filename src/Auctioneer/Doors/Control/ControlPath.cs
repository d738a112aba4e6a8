using System.Text;
using AkkaAuction.Journal;

namespace AkkaAuction.Auctioneer.Doors.Control;

/// <summary>Where a house's control socket is: beside its journal, so that whoever names the journal has named the house.</summary>
internal static class ControlPath
{
    /// <summary>What the system takes as a socket's path, without the zero at its end: Linux has 108 bytes, macOS 104.</summary>
    public static int BytesMax { get; } = OperatingSystem.IsMacOS() ? 103 : 107;

    /// <summary>The socket of the house that has this journal.</summary>
    public static string Of(string journal) => JournalPath.Of(journal) + ".control";

    /// <summary>Why a house cannot have its control socket there; null: it can.</summary>
    public static string? Fault(string path) =>
        OperatingSystem.IsWindows() ? "on this system no mode keeps others away from a socket"
        : Encoding.UTF8.GetByteCount(path) is var bytes && bytes > BytesMax
            ? $"{path} has {bytes} bytes, and a socket's path at most {BytesMax}; a journal in a folder with a shorter path has one"
        : null;
}
