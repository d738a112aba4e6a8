using System.Reflection;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AkkaAuction.Architecture.Tests;

/// <summary>
/// Which types of a project use which: every name in its sources is bound as the compiler binds it, so a constant counts as much as a call,
/// and a word in a comment does not. One arrow is kept for each pair of types in different namespaces.
/// </summary>
public static class TypeArrows
{
    private const string ImplicitUsings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        """;

    private static readonly Lazy<MetadataReference[]> Libraries = new(FindLibraries);

    /// <summary>The projects of src, by name.</summary>
    public static IEnumerable<string> Projects(SourceTree tree) =>
        tree.Projects.Select(p => p.Key)
            .Where(p => p.StartsWith("src/", StringComparison.Ordinal))
            .Select(p => Path.GetFileNameWithoutExtension(p)!);

    /// <summary>The arrows between the namespaces of one project of src.</summary>
    public static IReadOnlyList<Arrow> Of(SourceTree tree, string project)
    {
        var file = XDocument.Parse(tree.Files[$"src/{project}/{project}.csproj"]);
        var name = file.Descendants("AssemblyName").FirstOrDefault()?.Value ?? project;
        return Of(name, tree.CSharp($"src/{project}/").Select(f => f.Value));
    }

    /// <inheritdoc cref="Of(SourceTree, string)"/>
    /// <param name="assembly">The assembly's name: other projects show it what is internal.</param>
    /// <param name="sources">Its files.</param>
    public static IReadOnlyList<Arrow> Of(string assembly, IEnumerable<string> sources)
    {
        var trees = sources.Append(ImplicitUsings).Select(text => CSharpSyntaxTree.ParseText(text)).ToArray();
        var compilation = CSharpCompilation.Create(
            assembly,
            trees,
            Libraries.Value.Where(l => Path.GetFileNameWithoutExtension(l.Display) != assembly),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        var arrows = new HashSet<Arrow>();
        foreach (var tree in trees)
        {
            var model = compilation.GetSemanticModel(tree);
            foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                if (name.FirstAncestorOrSelf<UsingDirectiveSyntax>() is not null || UserOf(name, model) is not { } user) continue;
                if (UsedBy(name, model) is not { } used) continue;
                if (!SymbolEqualityComparer.Default.Equals(used.ContainingAssembly, compilation.Assembly)) continue;
                var (from, to) = (user.ContainingNamespace.ToDisplayString(), used.ContainingNamespace.ToDisplayString());
                if (from != to) arrows.Add(new Arrow(from, to, user.Name, used.Name));
            }
        }
        return [.. arrows];
    }

    private static INamedTypeSymbol? UserOf(SyntaxNode name, SemanticModel model) =>
        name.FirstAncestorOrSelf<BaseTypeDeclarationSyntax>() is { } type ? model.GetDeclaredSymbol(type)
        : name.FirstAncestorOrSelf<DelegateDeclarationSyntax>() is { } function ? model.GetDeclaredSymbol(function)
        : null;

    /// <summary>The type that a name names, or whose member it names.</summary>
    private static INamedTypeSymbol? UsedBy(SimpleNameSyntax name, SemanticModel model)
    {
        var found = model.GetSymbolInfo(name);
        return (found.Symbol ?? found.CandidateSymbols.FirstOrDefault()) switch
        {
            INamedTypeSymbol type => type,
            IMethodSymbol { MethodKind: not (MethodKind.LocalFunction or MethodKind.AnonymousFunction) } method => method.ContainingType,
            IPropertySymbol or IFieldSymbol or IEventSymbol => (found.Symbol ?? found.CandidateSymbols[0]).ContainingType,
            _ => null,
        };
    }

    private static MetadataReference[] FindLibraries()
    {
        var lab = typeof(TypeArrows).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Lab").Value!;
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        return [.. platform.Concat(Directory.EnumerateFiles(lab, "*.dll"))
            .DistinctBy(Path.GetFileName)
            .Where(IsManaged)
            .Select(path => MetadataReference.CreateFromFile(path))];
    }

    private static bool IsManaged(string path)
    {
        using var file = new System.Reflection.PortableExecutable.PEReader(File.OpenRead(path));
        return file.HasMetadata;
    }
}
