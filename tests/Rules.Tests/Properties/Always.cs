using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace AkkaAuction.Rules.Tests.Properties;

/// <summary>
/// How properties are run: from a fixed seed, so that a failure today is a failure tomorrow, and a few thousand cases each, so that every
/// build can afford them. By hand: <c>AUCTION_PROPERTY_CASES=100000</c> for the promise of the targets, <c>AUCTION_PROPERTY_SEED=n</c> for
/// other cases.
/// </summary>
internal static class Always
{
    private static readonly int Cases = Number("AUCTION_PROPERTY_CASES", 2000);
    private static readonly int Seed = Number("AUCTION_PROPERTY_SEED", 20260101);

    /// <summary>Fails with the smallest counterexample found, and its seed.</summary>
    public static void Holds<T>(Gen<T> cases, Func<T, IEnumerable<T>> smaller, Action<T> property)
    {
        var config = Config.QuickThrowOnFailure
            .WithMaxTest(Cases)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd((ulong)Seed, 1), FSharpOption<int>.None)));
        Check.One(config, Prop.ForAll(Arb.From(cases, smaller), property));
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), out var number) ? number : otherwise;
}
