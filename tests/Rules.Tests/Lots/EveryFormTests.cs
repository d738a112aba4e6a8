using System.Collections.Immutable;
using System.Reflection;
using AkkaAuction.Rules.Forms;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Rules.Tests.Lots;

/// <summary>Whoever adds a form finds here which piece of its module is missing.</summary>
public sealed class EveryFormTests
{
    public static TheoryData<string> Forms => [.. FormRegistry.All.Select(form => form.Name)];

    [Fact]
    public void Every_form_of_the_rules_is_registered_once()
    {
        var written = Types<Form>().Select(type => type.Name).Order();
        Assert.Equal(written, FormRegistry.All.Select(form => form.GetType().Name).Order());
        Assert.Equal(FormRegistry.All.Length, FormRegistry.All.Select(form => form.Name).Distinct().Count());
        Assert.Same(FormRegistry.All[0], FormRegistry.Find(FormRegistry.All[0].Name));
        Assert.Null(FormRegistry.Find("none"));
    }

    [Theory, MemberData(nameof(Forms))]
    public void A_module_has_a_name_a_sentence_terms_and_a_state_of_its_own(string name)
    {
        var form = FormRegistry.Find(name)!;
        Assert.Matches("^[a-z_]{3,20}$", form.Name);
        Assert.Matches(@"^[A-Z][^\n]{20,200}\.$", form.Sentence);
        Assert.Same(form, form.Blank.Module);
        Assert.Equal(form.GetType().Namespace, form.Blank.GetType().Namespace);
        Assert.False(form.EndsBy is not null && form.MayEndByHammer, "what has no time of its own does not end before it");
    }

    [Fact]
    public void Every_fact_that_only_one_form_has_is_declared_by_its_module_under_a_kind_of_its_own()
    {
        var declared = FormRegistry.All.SelectMany(form => form.Facts).ToArray();
        Assert.Equal(Types<FormFact>().Select(type => type.FullName).Order(), declared.Select(fact => fact.GetType().FullName).Order());
        var shared = typeof(LotFact).GetNestedTypes(BindingFlags.Public).Select(type => type.Name);
        var kinds = declared.Select(fact => fact.Name).Concat(shared).ToArray();
        Assert.Equal(kinds.Length, kinds.Distinct().Count());
    }

    [Fact]
    public void Every_state_and_every_terms_of_the_rules_belong_to_a_registered_form()
    {
        var modules = FormRegistry.All.Select(form => form.GetType().Namespace).ToHashSet();
        Assert.All(Types<FormTerms>().Concat(Types<LotState>()), type => Assert.Contains(type.Namespace, modules));
    }

    [Theory]
    [InlineData("Kerze", "A form's name has 3 to 20 of a-z and _, not \"Kerze\".")]
    [InlineData("dutch", "There is a form dutch already.")]
    [InlineData("candle", "Only one form follows the sale's rounds, and candle cannot be a second one.", true)]
    [InlineData("candle", "There is a fact Closed already; the form candle needs another name for its own.", false, "Closed")]
    [InlineData("candle", "There is a fact RoundEnded already; the form candle needs another name for its own.", false, "RoundEnded")]
    [InlineData("candle", null, false, "WentOut")]
    public void A_form_that_cannot_stand_beside_the_others_is_told_why(
        string name, string? fault, bool followsRounds = false, string? fact = null)
    {
        var candle = new CandleForm(name, followsRounds, fact is null ? [] : [new NamedFact(fact)]);
        Assert.Equal(fault, FormRegistry.Fault(candle, FormRegistry.All));
    }

    [Theory, MemberData(nameof(Forms))]
    public void The_reference_has_a_page_for_the_form_and_the_rules_a_row(string name)
    {
        Assert.Contains(
            Directory.GetFiles(Path.Combine(Reference, "forms")),
            page => File.ReadLines(page).First().Contains($"`{name}`", StringComparison.Ordinal));
        Assert.Contains($"`form = {name}`", File.ReadAllText(Path.Combine(Reference, "rules.md")), StringComparison.Ordinal);
    }

    private static string Reference
    {
        get
        {
            var at = new DirectoryInfo(AppContext.BaseDirectory);
            while (at is not null && !File.Exists(Path.Combine(at.FullName, "docs", "reference", "rules.md"))) at = at.Parent;
            return Path.Combine(at!.FullName, "docs", "reference");
        }
    }

    private static IEnumerable<Type> Types<T>() =>
        typeof(FormRegistry).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(T)));

    private sealed class CandleForm(string name, bool followsRounds, ImmutableArray<FormFact> facts) : Form
    {
        public override string Name => name;

        public override string Sentence => "The highest bid wins when the candle goes out.";

        public override FormTerms Blank => new CandleTerms(this);

        public override bool FollowsRounds => followsRounds;

        public override ImmutableArray<FormFact> Facts => facts;

        public override LotState Initial(LotTerms terms) => throw new NotSupportedException();
    }

    private sealed record CandleTerms(Form Form) : FormTerms
    {
        public override Form Module => Form;
    }

    private sealed record NamedFact(string Kind) : FormFact
    {
        public override string Name => Kind;

        public override LotCommand Cause => new LotCommand.Open();

        public override string Words(Func<DateTimeOffset, string> time, Func<long, string> money) => Kind;

        public override FormFact Through<TFields>(ref TFields fields) => this;
    }
}
