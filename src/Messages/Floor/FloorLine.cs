namespace AkkaAuction.Messages.Floor;

/// <summary>The kind of a line of the house.</summary>
public enum FloorLineKind
{
    /// <summary>A verb this reader does not know: a newer house. Skip it.</summary>
    Unknown,

    /// <summary>A known verb whose fields are missing or wrong: skip it too, but say so in a log.</summary>
    Malformed,

    Answer,
    Notice,
}

/// <summary>
/// A parsed line of the house. A <c>LOT</c> line looks the same in a list and as an announcement, and has no event number. So it always
/// parses as <see cref="Messages.Answer.Listed"/>.
/// </summary>
public readonly record struct FloorLine
{
    private FloorLine(FloorLineKind kind, Answer? answer, Notice? notice)
    {
        Kind = kind;
        Answer = answer;
        Notice = notice;
    }

    public FloorLineKind Kind { get; }

    /// <summary>Not null exactly when <see cref="Kind"/> says answer.</summary>
    public Answer? Answer { get; }

    /// <summary>Not null exactly when <see cref="Kind"/> says notice.</summary>
    public Notice? Notice { get; }

    public static FloorLine Unknown => default;

    public static FloorLine Malformed => new(FloorLineKind.Malformed, null, null);

    public static FloorLine Of(Answer answer) => new(FloorLineKind.Answer, answer, null);

    public static FloorLine Of(Notice notice) => new(FloorLineKind.Notice, null, notice);
}
