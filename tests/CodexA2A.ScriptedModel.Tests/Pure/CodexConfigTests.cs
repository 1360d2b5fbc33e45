using System.Text.Json;
using CodexA2A.ScriptedModel.Codex;

namespace CodexA2A.ScriptedModel.Tests.Pure;

public sealed class CodexConfigTests
{
    private static readonly CodexConfig Config = new()
    {
        BaseAddress = new Uri("http://127.0.0.1:5/v1"),
        CatalogPath = "C:\\a \"b\"\\models.json",
    };

    [Fact]
    public void Values_are_quoted_for_toml()
    {
        Assert.Contains("model_catalog_json=\"C:\\\\a \\\"b\\\"\\\\models.json\"", Config.ToArguments());
        Assert.Contains("model_providers.scripted.base_url = \"http://127.0.0.1:5/v1\"\n", Config.ToToml(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_is_named_only_if_wanted()
    {
        Assert.DoesNotContain("env_key", Config.ToToml(), StringComparison.Ordinal);
        var withKey = Config with { EnvironmentKey = "MODEL_KEY" };
        Assert.Contains("model_providers.scripted.env_key=\"MODEL_KEY\"", withKey.ToArguments());
    }

    [Fact]
    public async Task A_home_holds_the_configuration_and_both_models()
    {
        var home = Directory.CreateTempSubdirectory("codex-a2a-");
        try
        {
            var config = Config with { CatalogPath = Path.Combine(home.FullName, CodexConfig.CatalogFileName) };
            await config.WriteHomeAsync(home.FullName, TestContext.Current.CancellationToken, "approval_policy = \"never\"\n");

            var toml = await File.ReadAllTextAsync(Path.Combine(home.FullName, "config.toml"), TestContext.Current.CancellationToken);
            Assert.Equal(config.ToToml() + "approval_policy = \"never\"\n", toml);
            using var catalog = JsonDocument.Parse(await File.ReadAllBytesAsync(config.CatalogPath, TestContext.Current.CancellationToken));
            Assert.Equal(
                [CodexConfig.DirectModel, CodexConfig.CodeModel],
                catalog.RootElement.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("slug").GetString()));
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }
}
