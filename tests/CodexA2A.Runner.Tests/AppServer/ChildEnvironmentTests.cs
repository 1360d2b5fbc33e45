using CodexA2A.Runner.AppServer;

namespace CodexA2A.Runner.Tests.AppServer;

public sealed class ChildEnvironmentTests
{
    [Fact]
    public void Only_what_is_on_the_list_is_passed()
    {
        var child = Build(new CodexOptions(), null,
            "PATH", "HOME", "USER", "LANG", "LC_ALL", "LC_TIME", "TZ", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR", "HTTPS_PROXY", "no_proxy",
            "CODEX_HOME", "RUST_LOG", "OPENAI_API_KEY", "AWS_SECRET_ACCESS_KEY", "SHELL", "ASPNETCORE_URLS", "DOTNET_ROOT", "A2A_BEARER_TOKEN");
        Assert.Equal(
            ["CODEX_HOME", "HOME", "HTTPS_PROXY", "LANG", "LC_ALL", "LC_TIME", "PATH", "RUST_LOG", "SSL_CERT_DIR", "SSL_CERT_FILE", "TMPDIR", "TZ", "USER", "no_proxy"],
            child.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Names_that_the_configuration_takes_keys_from_are_passed()
    {
        var child = Build("""
            # env_key = "COMMENTED"
            model = "gpt" # env_key = "ALSO_COMMENTED"
            [model_providers.a]
            env_key = "KEY_A"
            env_http_headers = { "X-One" = "HEADER_ONE", 'X-Two' = 'HEADER_TWO' }
            http_headers = { "X-Plain" = "NOT_A_NAME" }
            [model_providers.b.env_http_headers]
            X-Three = "HEADER_THREE"
            [mcp_servers.c]
            command = "NOT_A_NAME"
            env_http_headers.X-Four = "HEADER_FOUR"
            notes = '''
            env_key = "IN_A_TEXT"
            '''
            [model_providers]
            d = { name = "d", env_key = 'KEY_D' }
            """,
            "KEY_A", "HEADER_ONE", "HEADER_TWO", "HEADER_THREE", "HEADER_FOUR", "KEY_D", "NOT_A_NAME", "COMMENTED", "ALSO_COMMENTED", "IN_A_TEXT");
        Assert.Equal(["HEADER_FOUR", "HEADER_ONE", "HEADER_THREE", "HEADER_TWO", "KEY_A", "KEY_D"], child.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_inline_table_may_run_over_several_lines()
    {
        var child = Build("env_http_headers = {\n  \"X-One\" = \"HEADER_ONE\",\n  \"X-Two\" = \"HEADER_TWO\" }\nother = \"NOT_A_NAME\"", "HEADER_ONE", "HEADER_TWO", "NOT_A_NAME");
        Assert.Equal(["HEADER_ONE", "HEADER_TWO"], child.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Names_in_our_own_overrides_count_too()
    {
        var options = new CodexOptions();
        options.Config["model_providers.x"] = """{name="x",env_key="KEY_X"}""";
        options.Config["model_providers.y.env_key"] = "\"KEY_Y\"";
        Assert.Equal(["KEY_X", "KEY_Y"], Build(options, null, "KEY_X", "KEY_Y", "KEY_Z").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Settings_may_name_more()
    {
        var options = new CodexOptions { PassEnvironment = ["GH_TOKEN"] };
        Assert.Equal(["GH_TOKEN"], Build(options, null, "GH_TOKEN", "OTHER"));
    }

    [Theory]
    [InlineData("A2A_BEARER_TOKEN")]
    [InlineData("a2a__port")]
    [InlineData("ConnectionStrings__redis")]
    [InlineData("CONNECTIONSTRINGS__REDIS")]
    [InlineData("Parameters__redis-password")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS")]
    public void Our_own_settings_are_never_passed_whoever_names_them(string name)
    {
        var options = new CodexOptions { PassEnvironment = [name] };
        Assert.Empty(Build(options, $"env_key = \"{name}\"", name));
    }

    [Theory]
    [InlineData("env_key = \"not a name\"")]
    [InlineData("env_key = \"\"")]
    [InlineData("my_env_key = \"KEY_A\"")]
    [InlineData("[broken")]
    [InlineData("env_http_headers = {")]
    public void Strange_configurations_name_nothing(string toml) => Assert.Empty(ConfigEnvironmentNames.Find(toml));

    private static IEnumerable<string> Build(string? toml, params string[] names) => Build(new CodexOptions(), toml, names);

    private static IEnumerable<string> Build(CodexOptions options, string? toml, params string[] names) =>
        ChildEnvironment.Build(names.Select(name => KeyValuePair.Create(name, "value")), options, toml).Keys;
}
