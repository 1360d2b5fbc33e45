using System.Text.Json.Nodes;
using CodexA2A.Api.Handling.Output;

namespace CodexA2A.Api.Tests.Output;

/// <summary>What a client gets in place of what it does not take.</summary>
public sealed class OutputModeTests
{
    private static readonly Part Plain = Part.FromText("words");
    private static readonly Part Diff = Part.FromText("+a\n", "text/x-diff");
    private static readonly Part Data = Part.FromData(JsonNode.Parse("""{ "a" : [1, "é"] }""")!, "application/json");
    private static readonly Part File = Part.FromRaw(new byte[] { 1 }, "image/png", "shot.png");
    private static readonly Part Link = Part.FromUrl("https://example.org/x", "application/pdf");

    [Fact]
    public void Whoever_takes_text_gets_everything_as_text()
    {
        var parts = Apply(["text/plain"], Plain, Diff, Data, File, Link);
        Assert.Equal(["words", "+a\n", """{"a":[1,"é"]}""", "[file omitted: shot.png | image/png]", "[file omitted: application/pdf | https://example.org/x]"], parts.Select(part => part.Text));
        Assert.Equal([null, "text/plain", "text/plain", "text/plain", "text/plain"], parts.Select(part => part.MediaType));
    }

    [Fact]
    public void Whoever_takes_JSON_gets_everything_as_JSON() =>
        Assert.Equal(
            ["""{"text":"words","media_type":"text/plain"}""", """{"text":"+a\n","media_type":"text/x-diff"}""", """{"a":[1,"é"]}""", """{"omitted":"[file omitted: shot.png | image/png]"}"""],
            Apply(["application/json"], Plain, Diff, Data, File).Select(part => JsonNode.Parse(part.Data!.Value.GetRawText())!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })));

    [Theory]
    [InlineData("*/*")]
    [InlineData("*")]
    [InlineData("text/*", "application/*", "image/*")]
    [InlineData("text/plain", "text/x-diff", "application/json", "image/png")]
    [InlineData("TEXT/plain; charset=utf-8", "text/*", "*/json", "*/png")]
    public void What_is_taken_stays_as_it_is(params string[] accepted)
    {
        Part[] parts = [Plain, Diff, Data, File];
        var modes = Modes(accepted);
        Assert.Same(parts, modes is null ? parts : PartDowngrade.Apply(modes, parts));
    }

    [Fact]
    public void Twice_is_once()
    {
        foreach (string[] accepted in (string[][])[["text/plain"], ["application/json"], ["text/markdown"], ["text"]])
        {
            var once = Apply(accepted, Plain, Diff, Data, File, Link);
            Assert.Same(once, PartDowngrade.Apply(Modes(accepted)!, once));
        }
    }

    [Fact]
    public void They_are_stored_in_order_and_read_back()
    {
        var metadata = Modes("text/plain", "application/JSON", "text/plain ", "")!.ToMetadata();
        Assert.Equal("""{"codex":{"output_negotiation":{"accepted_output_modes":["application/json","text/plain"]}}}""", metadata.ToJsonString());
        Assert.True(OutputModes.Of(metadata)!.Takes("application/json"));
        Assert.False(OutputModes.Of(metadata)!.Takes("image/png"));
        Assert.Null(OutputModes.Of((JsonObject?)null));
        Assert.Null(OutputModes.Of(new JsonObject { ["codex"] = new JsonObject { ["output_negotiation"] = 1 } }));
    }

    private static IReadOnlyList<Part> Apply(string[] accepted, params Part[] parts) => PartDowngrade.Apply(Modes(accepted)!, parts);

    private static OutputModes? Modes(params string[] accepted) => OutputModes.Of(new SendMessageConfiguration { AcceptedOutputModes = accepted });
}
