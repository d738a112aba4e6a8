using Akka.TestKit;
using Xunit.Sdk;

namespace AkkaAuction.TestKit.Tests;

/// <summary>Expectations that are expected to fail: they must, they must do it as a failed test, and what they say must help.</summary>
internal static class Failing
{
    /// <summary>Long enough for a kit to look into its queue, short enough not to be felt: for waiting in vain.</summary>
    internal static readonly TimeSpan Briefly = TimeSpan.FromMilliseconds(40);

    internal static XunitException Fails(Action expectation, params string[] says) => Checked(Assert.ThrowsAny<XunitException>(expectation), says);

    internal static async Task<XunitException> FailsAsync(Func<Task> expectation, params string[] says) =>
        Checked(await Assert.ThrowsAnyAsync<XunitException>(expectation), says);

    private static XunitException Checked(XunitException failure, string[] says)
    {
        foreach (var part in says)
            Assert.Contains(part, failure.Message, StringComparison.Ordinal);
        return failure;
    }
}
