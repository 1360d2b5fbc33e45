namespace CodexA2A.AppHost.Settings.Tests;

/// <summary>What the AppHost gives to Api and Runner is what they read.</summary>
public sealed class NameTests
{
    public static TheoryData<string> Settings => [.. GivenNames.Settings];

    [Theory, MemberData(nameof(Settings))]
    public void Every_environment_variable_is_a_setting(string name) =>
        Assert.Contains($"| `{name.Replace("__", ":", StringComparison.Ordinal)}` |", Page(), StringComparison.Ordinal);

    [Fact]
    public void The_connection_string_is_named_after_the_resource() =>
        Assert.Contains($"`ConnectionStrings:{ResourceNames.Redis}", Page(), StringComparison.Ordinal);

    [Fact]
    public void No_two_resources_or_parameters_have_one_name()
    {
        string[] names =
        [
            ResourceNames.Redis, ResourceNames.RedisServer, ResourceNames.Model, ResourceNames.Runner, ResourceNames.Api,
            ParameterNames.Token, ParameterNames.ManagementToken, ParameterNames.RedisPassword, ParameterNames.OpenAiKey,
            ParameterNames.OtlpEndpoint, ParameterNames.PublicUrl,
        ];
        Assert.Equal(names, names.Distinct(StringComparer.OrdinalIgnoreCase));
    }

    private static string Page() => Tree.Read("docs/configuration.md");
}
