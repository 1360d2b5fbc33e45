using CodexA2A.ServiceDefaults.Hosting;

namespace CodexA2A.ServiceDefaults.Tests;

public sealed class EnvironmentNamesTests
{
    [Fact]
    public void Short_names_are_read()
    {
        var settings = Read(("A2A_PUBLIC_URL", "https://a"), ("A2A_REQUEST_BODY_MAX_BYTES", "1024"), ("CODEX_WORKSPACE_ROOT", "w"), ("OTHER", "x"), ("A2A__Port", "1"), ("A2A_HOST", ""));
        Assert.Equal(3, settings.Count);
        Assert.Equal("https://a", settings["A2A:PublicUrl"]);
        Assert.Equal("1024", settings["A2A:RequestBodyMaxBytes"]);
        Assert.Equal("w", settings["A2A:WorkspaceRoot"]);
    }

    [Fact]
    public void Both_spellings_with_the_same_value_are_fine() => Assert.Single(Read("A2A:Port", "8000", ("A2A_PORT", "8000")));

    [Fact]
    public void Both_spellings_with_different_values_name_both()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Read("A2A:Port", "9000", ("A2A_PORT", "8000")));
        Assert.Contains("A2A_PORT", error.Message, StringComparison.Ordinal);
        Assert.Contains("A2A:PORT", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("9000", error.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, string?> Read(params (string Name, string Value)[] environment) => Read("", "", environment);

    private static Dictionary<string, string?> Read(string key, string value, params (string Name, string Value)[] environment) =>
        EnvironmentNames.Read(
            environment.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)),
            name => name.Equals(key, StringComparison.OrdinalIgnoreCase) ? value : null);
}
