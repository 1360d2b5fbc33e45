using System.Text.Json.Nodes;

namespace CodexA2A.Tasks.Tests;

/// <summary>What of a request for rights is granted. The request is as Codex 0.169.0 makes it: files in both forms at once.</summary>
public sealed class PermissionGrantTests
{
    private const string Asked = """
        {"network":{"enabled":true},"fileSystem":{"read":["/r"],"write":["/a","/b"],"entries":[
          {"path":{"type":"path","path":"/r"},"access":"read"},{"path":{"type":"path","path":"/a"},"access":"write"},{"path":{"type":"path","path":"/b"},"access":"write"}]}}
        """;

    private const string A = """{"path":{"type":"path","path":"/a"},"access":"write"}""";
    private const string R = """{"path":{"type":"path","path":"/r"},"access":"read"}""";

    [Theory]
    [InlineData("""{"fileSystem":{"write":["/a"]}}""", $$$"""{"fileSystem":{"entries":[{{{A}}}]}}""")]
    [InlineData($$$"""{"fileSystem":{"entries":[{{{A}}}]}}""", $$$"""{"fileSystem":{"entries":[{{{A}}}]}}""")]
    [InlineData($$$"""{"fileSystem":{"write":["/a"],"read":null,"entries":[{{{A}}}]}}""", $$$"""{"fileSystem":{"entries":[{{{A}}}]}}""")]
    [InlineData($$$"""{"fileSystem":{"read":["/r"],"entries":[{{{R}}}]},"network":null}""", $$$"""{"fileSystem":{"entries":[{{{R}}}]}}""")]
    [InlineData("""{"network":{"enabled":true}}""", """{"network":{"enabled":true}}""")]
    [InlineData("{}", "{}")]
    public void The_same_or_less_is_granted_in_the_form_that_the_agent_reads(string given, string granted)
    {
        var refused = new List<FieldViolation>();

        var result = PermissionGrant.Narrow(Parse(Asked), Parse(given), refused);

        Assert.Empty(refused);
        Assert.Equal(granted, result.ToJsonString());
    }

    [Theory]
    [InlineData("""{"fileSystem":{"write":["/a/deeper"]}}""", "fileSystem.write[0]", "{}")]
    [InlineData("""{"fileSystem":{"write":["/a","/r"]}}""", "fileSystem.write[1]", $$$"""{"fileSystem":{"entries":[{{{A}}}]}}""")]
    // Taken out of one form and left in the other: what stays must be in both.
    [InlineData($$$"""{"fileSystem":{"read":[],"write":[],"entries":[{{{A}}}]}}""", "fileSystem.entries[0]", "{}")]
    [InlineData($$$"""{"fileSystem":{"write":["/a","/b"],"entries":[{{{A}}}]}}""", "fileSystem.write[1]", $$$"""{"fileSystem":{"entries":[{{{A}}}]}}""")]
    [InlineData($$$"""{"fileSystem":{"write":["/a"],"entries":[{{{A}}},{{{R}}}]}}""", "fileSystem.entries[1]", $$$"""{"fileSystem":{"entries":[{{{A}}}]}}""")]
    public void More_is_refused_by_its_place_and_left_out(string given, string field, string granted)
    {
        var refused = new List<FieldViolation>();

        var result = PermissionGrant.Narrow(Parse(Asked), Parse(given), refused);

        Assert.Equal(field, Assert.Single(refused).Field);
        Assert.Equal(granted, result.ToJsonString());
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
