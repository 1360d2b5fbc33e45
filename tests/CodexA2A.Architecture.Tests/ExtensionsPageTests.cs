using CodexA2A.Architecture.Tests.Extensions;
using CodexA2A.Architecture.Tests.Source;

namespace CodexA2A.Architecture.Tests;

/// <summary>The page on extensions says what the registry says. CODEXA2A_REGENERATE=1 writes it anew.</summary>
public sealed class ExtensionsPageTests
{
    [Fact]
    public void The_page_on_extensions_is_what_the_registry_says()
    {
        var text = ExtensionsPage.Text();
        if (Environment.GetEnvironmentVariable("CODEXA2A_REGENERATE") == "1") File.WriteAllText(Repository.Full(ExtensionsPage.File), text);
        Assert.Equal(text, Repository.Read(ExtensionsPage.File));
    }
}
