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
        var folder = Directory.CreateDirectory(_folder["sales"]).FullName;
        File.Copy(file, Path.Combine(folder, "given.conf"));
        var including = _folder.Write("outer.conf", "include \"given.conf\"\n");
        (string Program, string[] Arguments)[] ways =
        [
            (Programs.Auctioneer, ["serve", "--catalogue", file]),
            (Programs.Auctioneer, ["serve", "--catalogue", including]),
            (Programs.Auctioneer, ["serve", "--catalogue", folder]),
            (Programs.Auctioneer, ["serve", "--config", file]),
            (Programs.Auctioneer, ["serve", "--config", including]),
            (Programs.Auctioneer, ["serve", "--set", $"auction.room.catalogue={file}"]),
            (Programs.Auctioneer, ["sealed", "0", "--config", file]),
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

    [Theory]
    [InlineData("play", "floor", "lamp 2", "Taken: 2.00 on lamp.")]
    [InlineData("play", "remote", "lamp 2", "Taken: 2.00 on lamp.")]
    [InlineData("room", "room", "Laptop,600", "Your bid for Laptop is now the highest at $600")]
    [InlineData("sealed", "sealed", "nonsense", "Server: Invalid auction request!")]
    public async Task A_line_of_a_script_that_is_not_UTF_8_is_named_and_not_sent(string command, string door, string typed, string answer)
    {
        await using var house = await FieldHouse.OpenAsync(
            _folder.Path, door, "--journal", "none",
            "--catalogue", _folder.Write("evening.conf", "lots = [{ id = lamp, form = proxy, start = \"1.00\", open-for = 10m }]"));
        var name = command == "play" ? " --name m" : "";
        await using var run = FieldBidder.Start($"{command} {house.At(door)}{name}");
        await run.TypeAsync([.. "l\u00E4mp 3\n"u8, .. "l"u8, 0xE4, .. "mp 3\r\n1 5 2 "u8, 0xC3, .. "\na\0b 4\n"u8]);
        run.Type(typed);
        run.Type("quit");
        run.EndInput();

        Assert.Equal(1, await run.EndAsync());
        Assert.Contains(answer, run.Lines);
        Assert.Equal(
            [
                "error: bidder: line 2 of the input is left out: the byte E4 is not UTF-8.",
                "error: bidder: line 3 of the input is left out: the byte C3 is not UTF-8.",
                "error: bidder: line 4 of the input is left out: the byte 00 is no text.",
            ],
            run.Lines.Where(line => line.StartsWith("error: bidder: line", StringComparison.Ordinal)));
        Assert.DoesNotContain(run.Lines, line => line.Contains('\uFFFD', StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_name_that_is_not_UTF_8_is_not_replaced_by_the_next_line()
    {
        await using var run = FieldBidder.Start($"play --connect {FieldBidder.Nowhere}");
        await run.TypeAsync([.. "m"u8, 0xFC, .. "ller\nlamp\n"u8]);
        run.EndInput();
        Assert.Equal(1, await run.EndAsync());
        Assert.Equal(
            [
                "error: bidder: line 1 of the input is left out: the byte FC is not UTF-8.",
                "error: bidder: no name; give one with --name, or as the first line.",
            ],
            run.Lines);
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
