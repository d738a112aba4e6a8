using System.Globalization;
using System.Text;

namespace AkkaAuction.CommandLine;

/// <summary>Writes lines for people; what a terminal would obey in them is shown escaped (<see cref="ShownText"/>).</summary>
/// <param name="to">Gets UTF-8 without a byte order mark.</param>
/// <param name="flushes">Whether each call is on its way when it returns.</param>
internal sealed class ShownWriter(Stream to, bool flushes) : TextWriter(CultureInfo.InvariantCulture)
{
    private readonly StreamWriter _to = new(to, new UTF8Encoding(false), 16 * 1024);

    public override Encoding Encoding => _to.Encoding;

    public override void Write(char value) => Write([value]);

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(ReadOnlySpan<char> buffer)
    {
        _to.Write(ShownText.OfLines(buffer));
        if (flushes) _to.Flush();
    }

    public override void WriteLine(string? value) => WriteLine(value.AsSpan());

    public override void WriteLine(ReadOnlySpan<char> buffer)
    {
        _to.Write(ShownText.OfLines(buffer));
        _to.Write(CoreNewLine);
        if (flushes) _to.Flush();
    }

    public override void Flush() => _to.Flush();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _to.Dispose();
        base.Dispose(disposing);
    }
}
