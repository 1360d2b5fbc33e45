using System.Reflection;
using System.Text.RegularExpressions;
using CodexA2A.Architecture.Tests.Assemblies;
using CodexA2A.Architecture.Tests.Source;

namespace CodexA2A.Architecture.Tests;

/// <summary>The command is released as a native executable, so every part of it is compiled under the analysers for that.</summary>
public sealed partial class NativeFormTests
{
    [Fact]
    public void Every_product_assembly_is_marked_clean_for_native_AOT() =>
        Findings.None(ProductAssembly.Names.Where(name => !Assembly.LoadFrom(ProductAssembly.PathOf(name))
            .GetCustomAttributes<AssemblyMetadataAttribute>()
            .Any(entry => entry is { Key: "IsAotCompatible", Value: "True" })));

    [Fact]
    public void Nothing_silences_a_warning_of_trimming_or_native_AOT() =>
        Findings.None(
            from file in Repository.FilesEnding(".cs", ".csproj", ".props", ".targets")
            where !file.StartsWith("tests/", StringComparison.Ordinal)
            from line in File.ReadLines(Repository.Full(file)).Select((text, index) => (Text: text, Number: index + 1))
            where Silence().IsMatch(line.Text)
            select $"{file}:{line.Number}: {line.Text.Trim()}");

    [GeneratedRegex(@"UnconditionalSuppressMessage|pragma warning disable IL|NoWarn>.*\bIL\d{4}|SuppressTrimAnalysisWarnings|SuppressAotAnalysisWarnings")]
    private static partial Regex Silence();
}
