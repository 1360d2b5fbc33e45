using CodexA2A.Runner.AppServer;

namespace CodexA2A.Runner.Tests.AppServer;

public sealed class ConfigSecretsTests
{
    [Theory]
    [InlineData("model_providers.x.experimental_bearer_token", "\"sk-1\"", "experimental_bearer_token")]
    [InlineData("model_providers.x.http_headers", "{ \"X-Org\" = \"a\" }", "http_headers")]
    [InlineData("model_providers.x", "{name=\"x\",http_headers={a=\"b\"}}", "http_headers")]
    [InlineData("model_providers.x", "{name='x', 'api_key' = 'y'}", "api_key")]
    [InlineData("model_providers.x.http_headers.X-Org", "\"a\"", "http_headers")]
    [InlineData("mcp_servers.x.env.GITHUB_TOKEN", "\"ghp\"", "GITHUB_TOKEN")]
    [InlineData("mcp_servers.x.env", "{ API_KEY = \"a\" }", "API_KEY")]
    [InlineData("mcp_servers.x", "{command=\"x\",env.db_password=\"a\"}", "db_password")]
    [InlineData("shell_environment_policy.set.AWS_SECRET", "\"a\"", "AWS_SECRET")]
    [InlineData("otel.exporter", "{otlp-http={endpoint=\"http://x\",headers={\"x-api-key\"=\"a\"}}}", "headers")]
    [InlineData("model_providers.x", "{env_http_headers={\"Authorization\"=\"VAR\"},http_headers={\"Authorization\"=\"Bearer a\"}}", "http_headers")]
    public void What_names_a_secret_is_found(string key, string value, string secret) => Assert.Equal(secret, ConfigSecrets.Find(key, value));

    [Theory]
    [InlineData("model_providers.x.env_key", "\"OPENAI_API_KEY\"")]
    [InlineData("model_providers.x", "{name=\"x\",env_key=\"MY_KEY\"}")]
    [InlineData("model_providers.x.env_http_headers", "{ \"Authorization\" = \"VARIABLE\" }")]
    [InlineData("model_providers.x.env_http_headers.X-Api-Key", "\"VARIABLE\"")]
    [InlineData("model_providers.x", "{env_http_headers={\"X-Api-Key\"=\"VARIABLE\"},wire_api=\"responses\"}")]
    [InlineData("mcp_servers.hockey.command", "\"x\"")]
    [InlineData("mcp_servers.docs.tools.get_secret.approval_mode", "\"never\"")]
    [InlineData("mcp_servers", "{monkey={command=\"x\"}}")]
    [InlineData("projects.\"/srv/http-headers\".trust_level", "\"trusted\"")]
    [InlineData("permissions.p.filesystem", "{\"**/*.key\"=\"none\"}")]
    [InlineData("otel.exporter", "{otlp-http={endpoint=\"http://x\",tls={client-private-key=\"/etc/x.pem\"}}}")]
    [InlineData("mcp_servers.x.bearer_token_env_var", "\"VARIABLE\"")]
    [InlineData("tool_output_token_limit", "1000")]
    [InlineData("model_auto_compact_token_limit", "1000")]
    [InlineData("developer_instructions", "\"Set api_key=1 and \\\"token\\\" = 2.\"")]
    [InlineData("otel.trace_exporter", "{otlp-grpc={endpoint=\"http://x\"}}")]
    [InlineData("model", "")]
    [InlineData("model", "\"")]
    [InlineData("model", "\"\\")]
    public void Anything_else_is_not(string key, string value) => Assert.Null(ConfigSecrets.Find(key, value));

    [Fact]
    public void The_service_does_not_start_with_one_and_says_neither_its_value_nor_nothing()
    {
        var options = new CodexOptions();
        options.Config["model_providers.x.experimental_bearer_token"] = "\"sk-canary\"";
        options.Config["model"] = "\"m\"";

        var failure = Assert.Single(new ConfigSecretsValidator().Validate(null, options).Failures!);

        Assert.Contains("Codex:Config:model_providers.x.experimental_bearer_token", failure, StringComparison.Ordinal);
        Assert.Contains("config.toml", failure, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-canary", failure, StringComparison.Ordinal);
    }
}
