using System.Text.Json.Nodes;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Protocol.Tests;

public sealed class MessageLimitTests
{
    private const int Max = 252 * 1024;

    [Fact]
    public void A_message_that_fits_is_left_as_it_is()
    {
        var message = Of(Part.FromText(new string('x', 200_000)), Part.FromRaw(new byte[30_000], "image/png"));
        Assert.Same(message, MessageLimits.Apply(message, Max));
    }

    [Fact]
    public void Files_go_first_and_say_how_large_they_were()
    {
        var url = "data:image/png;base64," + new string('A', 400_000);
        var cut = MessageLimits.Apply(Of(Part.FromText("look"), Part.FromRaw(new byte[300_000], "image/png", "a.png"), Part.FromUrl(url)), Max);
        Assert.Equal("look", cut.Parts[0].Text);
        Assert.Equal((0, "image/png", "a.png", 300_000), (cut.Parts[1].Raw!.Value.Length, cut.Parts[1].MediaType, cut.Parts[1].Filename, Cut(cut.Parts[1].Metadata)));
        Assert.Equal(("data:image/png;base64,", 400_000), (cut.Parts[2].Url, Cut(cut.Parts[2].Metadata)));
        Assert.Equal(700_000, Cut(cut.Metadata));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("é")]
    [InlineData("😀")]
    [InlineData("\u0001")]
    public void Text_is_shortened_in_its_middle_whatever_it_takes_as_json(string character)
    {
        var text = "begin" + string.Concat(Enumerable.Repeat(character, 400_000)) + "end";
        var cut = MessageLimits.Apply(Of(Part.FromText(text)), Max);
        var left = Assert.Single(cut.Parts).Text!;
        Assert.StartsWith("begin", left, StringComparison.Ordinal);
        Assert.EndsWith("end", left, StringComparison.Ordinal);
        Assert.InRange(JsonSize.Of(cut), 16 * 1024, Max);
        Assert.True(Cut(cut.Metadata) > 0);
    }

    public static TheoryData<string> Shapes() => ["metadata", "part metadata", "extensions", "references", "empty parts", "short parts", "file names", "data", "array"];

    [Theory, MemberData(nameof(Shapes))]
    public void Whatever_makes_it_large_it_fits_in_the_end(string shape)
    {
        var large = new string('x', 600_000);
        var message = Of(Part.FromText("hello"));
        message = shape switch
        {
            "metadata" => message with { Metadata = new JsonObject { ["other"] = large } },
            "part metadata" => message with { Parts = [Part.FromText("hello") with { Metadata = new JsonObject { ["other"] = large } }] },
            "extensions" => message with { Extensions = [.. Enumerable.Repeat("urn:x", 60_000)] },
            "references" => message with { ReferenceTaskIds = [large] },
            "empty parts" => Of([.. Enumerable.Repeat(Part.FromText(""), 60_000)]),
            "short parts" => Of([.. Enumerable.Repeat(Part.FromText("a"), 60_000)]),
            "file names" => Of(Part.FromRaw(new byte[4], "image/png", large)),
            "data" => Of(Part.FromData(new JsonObject(Enumerable.Range(0, 60_000).Select(i => KeyValuePair.Create($"m{i}", (JsonNode?)i))))),
            _ => Of(Part.FromData(new JsonArray([.. Enumerable.Range(0, 100_000).Select(i => (JsonNode)i)]))),
        };
        var cut = MessageLimits.Apply(message, Max);
        Assert.InRange(JsonSize.Of(cut), 1, Max);
        Assert.True(Cut(cut.Metadata) > 0);
        Assert.Equal(("m", Role.User), (cut.MessageId, cut.Role));
        Assert.NotEmpty(cut.Parts);
        Assert.Equal(JsonSize.Of(cut), A2AJson.Serialize(A2AJson.Deserialize<Message>(A2AJson.Serialize(cut))).Length);
    }

    private static int Cut(JsonObject? metadata) => (int)((long?)metadata?["codex"]?["truncated_bytes"] ?? 0);

    private static Message Of(params Part[] parts) => new() { MessageId = "m", Role = Role.User, Parts = parts };
}
