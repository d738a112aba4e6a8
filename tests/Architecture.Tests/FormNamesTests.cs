namespace AkkaAuction.Architecture.Tests;

/// <summary>Nobody but its module and the registry knows a form of auction.</summary>
public sealed class FormNamesTests
{
    private static SourceTree Here => SourceTree.OfThisRepository;

    [Fact]
    public void No_form_is_named_outside_its_module_and_the_registry() => Assert.Empty(FormNames.Outside(Here));

    [Fact]
    public void Every_module_names_a_form() =>
        Assert.All(FormNames.NamesOf(Here), module => Assert.True(module.Value.Length > 0, $"{module.Key} names no form"));

    [Fact]
    public void Whose_subject_is_one_form_is_still_there_and_names_one() => Assert.All(
        FormNames.Subjects.Keys,
        path => Assert.Matches("AkkaAuction\\.Rules\\.Forms\\.|\"room\"", Here.Files[path]));

    [Fact]
    public void A_name_a_type_and_a_namespace_of_a_form_are_found_outside_it()
    {
        const string Module =
            "namespace AkkaAuction.Rules.Forms.Clock; class ClockForm : Form { public override string Name => \"clock\"; }";
        var tree = SourceTree.Of(
            ("src/Rules/Forms/Clock/ClockForm.cs", Module),
            ("src/Rules/Forms/FormRegistry.cs", "using AkkaAuction.Rules.Forms.Clock; ClockForm.Instance"),
            ("src/Auctioneer/A.cs", "var form = \"clock\";"),
            ("src/Auctioneer/B.cs", "using AkkaAuction.Rules.Forms.Clock;\nnew ClockForm()"),
            ("tests/C.cs", "\"clock\""));
        Assert.Equal(
            [
                "src/Auctioneer/A.cs names the form \"clock\": ask its module.",
                "src/Auctioneer/B.cs uses ClockForm of src/Rules/Forms/Clock/: ask the module.",
                "src/Auctioneer/B.cs uses AkkaAuction.Rules.Forms.Clock: ask the module.",
            ],
            FormNames.Outside(tree));
    }
}
