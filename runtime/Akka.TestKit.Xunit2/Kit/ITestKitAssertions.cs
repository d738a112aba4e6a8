namespace Akka.TestKit;

/// <summary>How a test framework is told that something is not as expected: each of these throws when it is not.</summary>
public interface ITestKitAssertions
{
    void Fail(string format = "", params object?[] args);

    void AssertTrue(bool condition, string format = "", params object?[] args);

    void AssertFalse(bool condition, string format = "", params object?[] args);

    void AssertEqual<T>(T expected, T actual, string format = "", params object?[] args);

    void AssertEqual<T>(T expected, T actual, Func<T, T, bool> comparer, string format = "", params object?[] args);
}
