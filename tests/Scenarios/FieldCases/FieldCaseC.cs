namespace AkkaAuction.Scenarios.Tests.FieldCases;

/// <summary>C: a file that a person gives is UTF-8; what is not is named with file and line, and refused.</summary>
public sealed class FieldCaseC : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, byte[], string> Bytes => new()
    {
        { "Latin-1", [.. "# a line\n# M"u8, 0xFC, .. "ller\n"u8], "line 2: the byte FC is not UTF-8" },
        { "a byte over", [.. "# a line\n# \n# x"u8, 0xC3], "line 3: the byte C3 is not UTF-8" },
        { "a surrogate", [.. "# a line\n# "u8, 0xED, 0xA0, 0x80], "line 2: the byte ED is not UTF-8" },
        { "overlong", [.. "# a line\n# "u8, 0xC0, 0xAF], "line 2: the byte C0 is not UTF-8" },
        { "a NUL", [.. "# a line\n# a\0b\n"u8], "line 2: the byte 00 is no text" },
        { "UTF-16, little end first", [0xFF, 0xFE, (byte)'#', 0, (byte)'\n', 0], "line 1: the text is UTF-16" },
        { "UTF-16, big end first", [0xFE, 0xFF, 0, (byte)'#', 0, (byte)'\n'], "line 1: the text is UTF-16" },
        { "UTF-16 without a mark", [(byte)'#', 0, (byte)'\n', 0], "line 1: the byte 00 is no text" },
    };

    [Theory]
    [MemberData(nameof(Bytes))]
    public async Task Every_file_that_a_program_is_given_is_refused_by_line(string kind, byte[] bytes, string place)
    {
        Assert.NotEmpty(kind);
        var file = _folder["given.conf"];
        await File.WriteAllBytesAsync(file, bytes);
        // A replay reads no further than a first line that names no columns.
        var first = "# a line\n"u8.ToArray();
        var rows = bytes.AsSpan().StartsWith(first) ? bytes[first.Length..] : null;
        var csv = _folder["given.csv"];
        await File.WriteAllBytesAsync(csv, rows is null ? bytes : [.. "auctionid,bid,bidtime,bidder,openbid,price\n"u8, .. rows]);
        var including = _folder.Write("outer.conf", "include \"given.conf\"\n");
        (string Program, string[] Arguments)[] ways =
        [
            (Programs.Auctioneer, ["serve", "--catalogue", file]),
            (Programs.Auctioneer, ["serve", "--catalogue", including]),
            (Programs.Auctioneer, ["serve", "--config", file]),
            (Programs.Auctioneer, ["room", "127.0.0.1", "0", "--catalogue", file]),
            (Programs.Lab, ["replay", csv]),
            (Programs.Lab, ["decide", file]),
        ];
        foreach (var (program, arguments) in ways)
        {
            await using var run = ProgramRun.Of(program, arguments, folder: _folder.Path);
            Assert.Equal(1, await run.EndAsync());
            var said = Assert.Single(run.Lines);
            Assert.Contains("given.c", said, StringComparison.Ordinal);
            Assert.Contains(place, said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_catalogue_that_is_put_up_while_the_house_runs_is_refused_by_line()
    {
        var journal = _folder["a.db"];
        await using var house = ProgramRun.Of(
            Programs.Auctioneer,
            [
                "serve", "--journal", journal, "--set", "auction.doors.floor.port=0", "--set", "auction.doors.room.port=off",
                "--set", "auction.doors.sealed.port=off", "--set", "auction.doors.remote.port=off",
            ],
            folder: _folder.Path);
        await house.UntilAsync("floor door open");
        var file = _folder["spring.conf"];
        await File.WriteAllBytesAsync(file, [.. "lots = [\n{ id = lamp, title = \"L"u8, 0xFC, .. "ster\", start = 1 }]\n"u8]);
        await using var put = ProgramRun.Of(Programs.Auctioneer, ["sale", "put", file, "--journal", journal]);
        Assert.Equal(1, await put.EndAsync());
        Assert.Contains("spring.conf, line 2: the byte FC is not UTF-8", Assert.Single(put.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_byte_order_mark_of_UTF_8_is_not_minded()
    {
        var file = _folder["a.csv"];
        await File.WriteAllBytesAsync(
            file, [0xEF, 0xBB, 0xBF, .. "auctionid,bid,bidtime,bidder,openbid,price\n1,5,0.1,Müller,5,5\n"u8]);
        await using var run = ProgramRun.Of(Programs.Lab, ["replay", file]);
        Assert.Equal(0, await run.EndAsync());
        Assert.Contains("Müller", run.Lines[1], StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
