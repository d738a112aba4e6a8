using System.Collections;
using System.Globalization;
using Xunit;
using Xunit.Sdk;

namespace Akka.TestKit.Xunit2;

/// <summary>Expectations that fail the way xunit's own do.</summary>
public class XunitAssertions : ITestKitAssertions
{
    public void Fail(string format = "", params object?[] args) => Assert.Fail(Message(format, args));

    public void AssertTrue(bool condition, string format = "", params object?[] args)
    {
        if (!condition)
            Assert.Fail(Message(format, args));
    }

    public void AssertFalse(bool condition, string format = "", params object?[] args)
    {
        if (condition)
            Assert.Fail(Message(format, args));
    }

    /// <summary>Equal by their own idea of it; sequences by their elements.</summary>
    public void AssertEqual<T>(T expected, T actual, string format = "", params object?[] args) =>
        AssertEqual(expected, actual, static (one, other) => AreEqual(one, other), format, args);

    public void AssertEqual<T>(T expected, T actual, Func<T, T, bool> comparer, string format = "", params object?[] args)
    {
        if (!comparer(expected, actual))
            throw new XunitException($"Expected: {Shown(expected)}{Environment.NewLine}Actual:   {Shown(actual)}{Environment.NewLine}{Message(format, args)}".TrimEnd());
    }

    private static string Message(string format, object?[] args) =>
        args.Length == 0 ? format : string.Format(CultureInfo.InvariantCulture, format, args);

    private static bool AreEqual(object? expected, object? actual)
    {
        if (Equals(expected, actual))
            return true;
        if (expected is string || actual is string || expected is not IEnumerable ours || actual is not IEnumerable theirs)
            return false;
        return ours.Cast<object?>().SequenceEqual(theirs.Cast<object?>(), ByElements.Instance);
    }

    private static string Shown(object? value) => value switch
    {
        null => "null",
        string text => text,
        IEnumerable elements => $"[{string.Join(", ", elements.Cast<object?>().Select(Shown))}]",
        _ => value.ToString() ?? "",
    };

    private sealed class ByElements : IEqualityComparer<object?>
    {
        internal static readonly ByElements Instance = new();

        public new bool Equals(object? x, object? y) => AreEqual(x, y);

        public int GetHashCode(object? obj) => 0;
    }
}
