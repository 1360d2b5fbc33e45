using System.Text.Json.Nodes;

namespace CodexA2A.Tasks.Tests.Schemas;

/// <summary>What a request says of the model and the conversation of its turn.</summary>
public sealed class ExecutionSettingsTests
{
    [Theory]
    [InlineData("""{"codex":{"execution":{"model":"m"}}}""", "m")]
    [InlineData("""{"shared":{"model":"m"}}""", "m")]
    [InlineData("""{"shared":{"model":{"providerID":"p","modelID":"m"}}}""", "m")]
    [InlineData("""{"shared":{"model":{"model_id":"m"}}}""", "m")]
    [InlineData("""{"shared":{"model":"m"},"codex":{"execution":{"model":"m"}}}""", "m")]
    [InlineData("""{"shared":{}}""", null)]
    public void The_model_has_two_names(string metadata, string? model) => Assert.Equal(model, Read(metadata).Model);

    [Fact]
    public void Ephemeral_is_a_flag()
    {
        Assert.True(Read("""{"codex":{"execution":{"ephemeral":true}}}""").Ephemeral);
        Assert.False(Read("""{"codex":{"execution":{"ephemeral":false}}}""").Ephemeral);
        Assert.False(Read("{}").Ephemeral);
    }

    [Theory]
    [InlineData("""{"codex":{"execution":{"ephemeral":"yes"}}}""", "metadata.codex.execution.ephemeral")]
    [InlineData("""{"codex":{"execution":{"ephemeral":true}},"shared":{"session":{"id":"t"}}}""", "metadata.codex.execution.ephemeral")]
    [InlineData("""{"shared":{"model":"a"},"codex":{"execution":{"model":"b"}}}""", "metadata.shared.model")]
    [InlineData("""{"shared":{"model":{"providerID":"p"}}}""", "metadata.shared.model")]
    [InlineData("""{"shared":{"model":7}}""", "metadata.shared.model")]
    [InlineData("""{"shared":{"model":{"modelID":7}}}""", "metadata.shared.model.modelID")]
    public void What_cannot_be_meant_is_refused(string metadata, string field) =>
        Assert.Equal(field, Assert.Single(Assert.Throws<A2AException>(() => Read(metadata)).FieldViolations).Field);

    private static ExecutionSettings Read(string metadata) => ExecutionSettings.Read(new MetadataReader((JsonObject)JsonNode.Parse(metadata)!, null));
}
