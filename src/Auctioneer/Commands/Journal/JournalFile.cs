using System.CommandLine;
using AkkaAuction.CommandLine;
using AkkaAuction.Journal;
using AkkaAuction.Journal.Sqlite;

namespace AkkaAuction.Auctioneer.Commands.Journal;

/// <summary>
/// What the commands that read a journal have in common: the file, and how they report a failure. Exit code 0: as it should be; 1: broken,
/// or it cannot be read; 2: the command line is wrong.
/// </summary>
internal static class JournalFile
{
    public static Argument<string> Argument() => new("DB")
    {
        Description = "The journal's file; auction.db here when it is left out.",
        DefaultValueFactory = _ => "auction.db",
    };

    /// <summary>Runs a command on a journal that is there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="error">Where failures are reported.</param>
    /// <param name="run">The command; gives its exit code.</param>
    public static int Run(string path, TextWriter error, Func<int> run)
    {
        try
        {
            if (Directory.Exists(path))
            {
                throw new JournalException(
                    $"{path} is a folder. Name the journal's file in it: auctioneer <command> {Path.Combine(path, "auction.db")}.");
            }
            if (!File.Exists(path)) throw new JournalException($"There is no journal {path}. Name its file: auctioneer <command> FILE.");
            return run();
        }
        catch (DamageException damage)
        {
            error.WriteLine($"auctioneer: the journal {path} is broken at {ShownText.Of(damage.Message).TrimEnd('.')}.");
            return 1;
        }
        catch (SqliteException fault) when (fault.IsForbidden)
        {
            error.WriteLine(
                $"auctioneer: the journal {path} may not be written: {fault.Message}. "
                + "Give this user the right to write it and its directory. Nothing was changed.");
            return 1;
        }
        catch (Exception fault) when (SqliteException.IsDiskFull(fault))
        {
            error.WriteLine($"auctioneer: disk full: {ShownText.Of(fault.Message)} Make room on the disk of {path}, then try again.");
            return 1;
        }
        catch (Exception fault) when (fault is JournalException or IOException or UnauthorizedAccessException or SqliteException)
        {
            error.WriteLine($"auctioneer: {ShownText.Of(fault.Message)}");
            return 1;
        }
    }
}

/// <summary>A bar that grows, on a terminal; elsewhere nothing.</summary>
/// <param name="output">Standard error, as a rule.</param>
/// <param name="isTerminal">Whether somebody looks.</param>
/// <param name="total">All there is.</param>
internal sealed class ProgressBar(TextWriter output, bool isTerminal, long total) : IDisposable
{
    private const int Width = 40;

    private int _shown = -1;

    public void At(long done)
    {
        if (!isTerminal || total < 10_000) return;
        var cells = (int)(done * Width / total);
        if (cells == _shown) return;
        _shown = cells;
        output.Write($"\r[{new string('#', cells)}{new string('.', Width - cells)}] {done * 100 / total} %");
        output.Flush();
    }

    public void Dispose()
    {
        if (_shown >= 0) output.Write($"\r{new string(' ', Width + 9)}\r");
    }
}
