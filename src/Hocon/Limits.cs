using System.Runtime.CompilerServices;

namespace Hocon;

/// <summary>
/// The ceilings that keep a hostile text from taking the process down. Each is far above what a person writes; crossing one is an
/// ordinary parse error with its place.
/// </summary>
internal static class Limits
{
    /// <summary>Objects and arrays inside each other, dotted keys included: every walk over a tree is recursive.</summary>
    internal const int Depth = 200;

    /// <summary>Texts that include each other.</summary>
    internal const int Includes = 32;

    /// <summary>
    /// Fields, elements and texts of the result beyond one for each character read: substitutions can double it with every line.
    /// </summary>
    internal const int Elements = 1_000_000;

    /// <summary>References and characters that substitutions copy on the way to the result, beyond those read.</summary>
    internal const int Copies = 32 << 20;

    internal static void CheckDepth(int depth, HoconPosition at)
    {
        if (depth > Depth)
            throw new HoconParserException(at, $"Expected at most {Depth} objects and arrays inside each other");
    }

    /// <summary>Substitutions lead to substitutions: how far is known only while following them.</summary>
    internal static void CheckStack(HoconPosition at)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new HoconParserException(at, "Expected fewer substitutions that lead to each other");
    }
}
