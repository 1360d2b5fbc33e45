using System.CodeDom.Compiler;
using System.Reflection;
using System.Runtime.CompilerServices;
using CodexA2A.Architecture.Tests.Assemblies;

namespace CodexA2A.Architecture.Tests;

/// <summary>Api and Runner are applications: what they show is a hosting pair and options, and nothing is open to inheritance by accident.</summary>
public sealed class VisibilityTests
{
    [Theory]
    [InlineData("CodexA2A.Api")]
    [InlineData("CodexA2A.Runner")]
    public void Public_are_only_hosting_options_and_the_program(string assembly) =>
        Findings.None(Types(assembly).Where(type => type.IsVisible && !MayBePublic(type)).Select(type => type.FullName));

    [Theory]
    [InlineData("CodexA2A.Api")]
    [InlineData("CodexA2A.Runner")]
    [InlineData("CodexA2A.Tasks")]
    [InlineData("CodexA2A.Protocol")]
    public void Every_class_is_sealed_unless_it_has_heirs(string assembly)
    {
        var types = Types(assembly).ToList();
        var parents = types.Select(type => Open(type.BaseType)).OfType<Type>().ToHashSet();
        Findings.None(types.Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false } && !parents.Contains(type)).Select(type => type.FullName));
    }

    private static bool MayBePublic(Type type) =>
        type.Name == "Program"
        || type.GetField("Section") is { IsLiteral: true }
        || (type is { IsAbstract: true, IsSealed: true } && type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .All(method => method.Name.StartsWith("Add", StringComparison.Ordinal) || method.Name.StartsWith("Map", StringComparison.Ordinal)));

    private static IEnumerable<Type> Types(string assembly) =>
        Assembly.LoadFrom(ProductAssembly.PathOf(assembly)).GetTypes().Where(type =>
            !type.IsDefined(typeof(CompilerGeneratedAttribute)) && !type.IsDefined(typeof(GeneratedCodeAttribute))
            && !type.FullName!.Contains('<', StringComparison.Ordinal)
            && type.FullName.StartsWith("CodexA2A.", StringComparison.Ordinal));

    private static Type? Open(Type? type) => type is { IsGenericType: true } ? type.GetGenericTypeDefinition() : type;
}
