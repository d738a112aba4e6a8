using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using AkkaAuction.Auctioneer.Originals;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Auctioneer.Tests.Settings;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Journal.Codec;
using AkkaAuction.Journal.Snapshots;
using AkkaAuction.Rules.Forms;
using AkkaAuction.Rules.Forms.Sealed;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Originals;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Tests.Journal;

/// <summary>
/// What facts make of a state comes back from a snapshot, every field of it. Whoever adds a field to a state and does not name it where its
/// fields are walked finds it named here: the fields are found in the types, each is given a value that no fresh state has.
/// </summary>
public sealed class StateFieldsTests
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly SealedRequest Request = new(true, 1_000, 3, "a thing", "2 10 3 a thing");

    private readonly Catalogue _catalogue = Houses.Catalogue(
        """
        lots = [
          { id = lamp, start = "10.00", units = 2, seller = sue }
          { id = violin, form = proxy, start = "10.00", increment = "1.00", open-for = 4m }
          { id = cup, form = second_price, start = "10.00", open-for = 5m }
        ]
        """,
        Houses.Settings());

    [Fact]
    public void Of_a_lot_every_field_that_facts_set_is_in_a_snapshot_in_each_form()
    {
        LotTerms[] lots = [.. _catalogue.Lots, RoomPart.RoomCatalogue(Houses.Settings()).Lots[0], .. ShippedFilesTests.Lots];
        Assert.Empty(FormRegistry.All.Where(form => form is not FirstPriceForm).Except(lots.Select(lot => lot.Form.Module)));
        foreach (var terms in lots)
        {
            var fresh = LotState.Initial(terms);
            Check(fresh, (to, state) => state.Through(ref to), (ref StateReader from) => fresh.Through(ref from));
        }
    }

    [Fact]
    public void Of_a_sale_every_field_that_facts_set_is_in_a_snapshot()
    {
        var fresh = SaleState.Initial(_catalogue.SaleTerms(1, Houses.Settings()));
        Check(fresh, (to, state) => state.Through(ref to), (ref StateReader from) => fresh.Through(ref from));
    }

    [Fact]
    public void Of_a_sealed_house_every_field_that_facts_set_is_in_a_snapshot()
    {
        var fresh = SealedHouseState.Initial(OriginalsSettings.Of(Houses.Settings()).Sealed);
        Check(fresh, (to, state) => state.Through(ref to), (ref StateReader from) => fresh.Through(ref from));
    }

    private delegate TState Reading<TState>(ref StateReader from);

    private static void Check<TState>(TState fresh, Action<StateWriter, TState> write, Reading<TState> read) where TState : class
    {
        var fields = FieldsOf(fresh.GetType()).ToArray();
        Assert.NotEmpty(fields);
        foreach (var field in fields)
        {
            var changed = Copy(fresh);
            var other = Other(field.PropertyType);
            Assert.False(Equals(field.GetValue(fresh), other), $"a fresh state has {field.Name} = {other}");
            field.SetValue(changed, other);
            var apart = new ReferenceData(new People(), _ => null);
            using var text = new MemoryStream();
            using var writer = new SnapshotWriter(text, apart.People);
            write(new StateWriter(writer.Line("state"u8)), changed);
            writer.End();
            writer.Finish();
            var lines = new SnapshotReader(text.ToArray(), apart, _ => throw new InvalidOperationException());
            Assert.True(lines.Next());
            var from = new StateReader(lines, Request);
            var again = read(ref from);
            from.Body.End();
            var lost = Inside.Difference(changed, again);
            Assert.True(
                lost is null,
                $"{fresh.GetType().Name}.{field.Name} is lost on the way through {Encoding.UTF8.GetString(text.ToArray())}: {lost}");
        }
    }

    /// <summary>
    /// What facts can set: a property that has a setter. One without is made of the terms
    /// when the state is, and there is nothing else in a state.
    /// </summary>
    private static IEnumerable<PropertyInfo> FieldsOf(Type? type)
    {
        for (; type is not null && type != typeof(object); type = type.BaseType)
        {
            Assert.All(
                type.GetFields(Own),
                f =>
                    Assert.True(
                        f.IsInitOnly && f.Name.EndsWith("__BackingField", StringComparison.Ordinal),
                        $"{type.Name}.{f.Name} is no property"));
            foreach (var property in type.GetProperties(Own))
            {
                if (property.CanWrite) yield return property;
            }
        }
    }

    private static TState Copy<TState>(TState state) where TState : class =>
        (TState)typeof(object).GetMethod("MemberwiseClone", BindingFlags.Instance | BindingFlags.NonPublic)!.Invoke(state, null)!;

    private static object Single(Type element)
    {
        var one = Array.CreateInstance(element, 1);
        one.SetValue(Other(element), 0);
        var create = typeof(ImmutableArray).GetMethods().Single(method => method.Name == nameof(ImmutableArray.Create)
            && method.GetParameters() is [{ ParameterType.IsArray: true }]);
        return create.MakeGenericMethod(element).Invoke(null, [one])!;
    }

    /// <summary>A value that no fresh state has, all its own fields included.</summary>
    private static object Other(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string)) return "zoë";
        if (type == typeof(int)) return 7;
        if (type == typeof(long)) return 77L;
        if (type == typeof(bool)) return true;
        if (type == typeof(DateTimeOffset)) return FactCodecTests.At.AddTicks(7);
        if (type.IsEnum) return Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1)!;
        if (type == typeof(SealedRequest)) return Request;
        if (type == typeof(ImmutableSortedSet<string>)) return ImmutableSortedSet.Create(StringComparer.Ordinal, "ann", "zoë");
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)) return Single(type.GetGenericArguments()[0]);
        // The log of a round, which is internal to the rules: it is made of standings.
        if (type.GetMethod("Of", [typeof(IEnumerable<BidderStanding>)]) is { } of)
        {
            return of.Invoke(null, [new[] { (BidderStanding)Other(typeof(BidderStanding)) }])!;
        }
        if (type.GetMethod("Of", [typeof(IEnumerable<CountedBid>)]) is { } ofBids)
        {
            return ofBids.Invoke(null, [new[] { (CountedBid)Other(typeof(CountedBid)) }])!;
        }
        var whole = type.GetConstructors().MaxBy(c => c.GetParameters().Length);
        Assert.True(whole?.GetParameters().Length > 0, $"This test knows no value of {type}: name one.");
        return whole.Invoke([.. whole.GetParameters().Select(p => Other(p.ParameterType))]);
    }
}
