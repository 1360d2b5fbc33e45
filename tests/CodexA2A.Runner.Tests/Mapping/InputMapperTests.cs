using System.Text.Json.Nodes;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Mapping.Input;
using CodexA2A.Runner.Workspaces;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Tests.Mapping;

public sealed class InputMapperTests
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];

    private static readonly InputPlaces Places = new(new("/srv/space"), "/srv/space/a/b", InboxFolder.Of(new SessionId("session"), "task"));

    [Fact]
    public void Text_data_and_images_go_in_order()
    {
        var mapped = Map(Message(Part.FromText("look"), Part.FromData(JsonNode.Parse("""{"a":[1]}""")!), Part.FromRaw(Png, "image/png"), Part.FromText("please")), null);

        Assert.Equal(
            [new TextInput("look"), new TextInput("```json\n{\"a\":[1]}\n```"), new ImageInput("data:image/png;base64," + Convert.ToBase64String(Png)), new TextInput("please")],
            mapped.Input);
        Assert.Equal(TurnOverrides.None, mapped.Overrides);
        Assert.Null(mapped.Directory);
    }

    [Theory]
    [InlineData("FFD8FFE000", "image/jpeg")]
    [InlineData("474946383961", "image/gif")]
    [InlineData("524946460000000057454250", "image/webp")]
    public void Images_are_known_by_their_bytes_where_no_type_is_given(string hex, string type)
    {
        var bytes = Convert.FromHexString(hex);
        Assert.Equal(new ImageInput($"data:{type};base64,{Convert.ToBase64String(bytes)}"), Map(Message(Part.FromRaw(bytes)), null).Input.Single());
        Assert.Equal(new ImageInput($"data:{type};base64,{Convert.ToBase64String(bytes)}"), Map(Message(Part.FromUrl($"data:{type};base64,{Convert.ToBase64String(bytes)}")), null).Input.Single());
    }

    [Theory]
    [InlineData("nonsense", "255044462D", "mediaType")]
    [InlineData("image/png", "0000", "raw")]
    [InlineData("image/jpeg", "89504E470D0A1A0A", "mediaType")]
    public void Other_content_is_refused_by_its_field(string? type, string hex, string field)
    {
        var error = Assert.Throws<A2AException>(() => Map(Message(Part.FromText("x"), Part.FromRaw(Convert.FromHexString(hex), type)), null));
        Assert.Equal(A2AErrorCode.ContentTypeNotSupported, error.Code);
        Assert.Equal($"message.parts[1].{field}", error.FieldViolations.Single().Field);
    }

    [Theory]
    [InlineData("https://example.com/x.png")]
    [InlineData("http://example.com/x.png")]
    [InlineData("file:///etc/passwd")]
    [InlineData("data:image/png,plain")]
    [InlineData("data:image/png;base64,%%%")]
    [InlineData("data:text/plain;base64,aGk=")]
    public void Addresses_are_not_fetched(string url)
    {
        var error = Assert.Throws<A2AException>(() => Map(Message(Part.FromUrl(url, "image/png")), null));
        Assert.Equal(A2AErrorCode.ContentTypeNotSupported, error.Code);
        Assert.Equal("message.parts[0].url", error.FieldViolations.Single().Field);
    }

    [Fact]
    public void Too_much_text_too_large_an_image_and_nothing_at_all_are_refused()
    {
        var half = Part.FromText(new string('x', 524_288));
        Assert.Equal(2, Map(Message(half, half), null).Input.Count);
        Assert.Equal("message.parts", Invalid(Message(half, half, Part.FromText("x"))));
        Assert.Equal("message.parts[0].raw", Invalid(Message(Part.FromRaw(Png, "image/png")), new InputLimits(MaxImageBytes: 10)));
        Assert.Equal("message.parts", Invalid(Message(Part.FromText(""), Part.FromText(" \n"))));
        Assert.Equal("message.parts[0]", Invalid(Message(new Part())));
    }

    [Fact]
    public void A_file_is_named_where_it_stands_and_its_bytes_go_beside()
    {
        var mapped = Map(Message(Part.FromText("read"), Part.FromRaw("%PDF-"u8.ToArray(), "application/pdf", "../../Q3 report.pdf"), Part.FromRaw("x"u8.ToArray()), Part.FromRaw(Png, "text/plain", "x.png"), Part.FromText("please")), null);

        Assert.Equal(
            [
                new TextInput("read"), new TextInput("[Attached file: ../../.a2a/inbox/session/task/Q3_report.pdf (application/pdf, 5 bytes)]"),
                new TextInput("[Attached file: ../../.a2a/inbox/session/task/file.bin (application/octet-stream, 1 bytes)]"),
                new TextInput("[Attached file: ../../.a2a/inbox/session/task/x.png (text/plain, 11 bytes)]"), new TextInput("please"),
            ],
            mapped.Input);
        Assert.Equal(["Q3_report.pdf", "file.bin", "x.png"], mapped.Files.Select(file => file.Name));
        Assert.Equal("%PDF-"u8.ToArray(), mapped.Files[0].Content.ToArray());
    }

    [Fact]
    public void Files_have_limits()
    {
        var file = Part.FromRaw(new byte[11], "application/zip");
        Assert.Single(Map(Message(file), null, new InputLimits(MaxFileBytes: 11)).Files);
        Assert.Equal("message.parts[0].raw", Invalid(Message(file), new InputLimits(MaxFileBytes: 10)));
        Assert.Equal("message.parts", Invalid(Message([.. Enumerable.Repeat(file, InputLimits.Files + 1)])));
        Assert.Equal("message.parts", Invalid(Message(Part.FromRaw(new byte[InputLimits.LargestFile]), Part.FromRaw(new byte[InputLimits.LargestFile]), file)));
        Assert.Equal("message.parts", Invalid(Message(Part.FromText(new string('x', 1_048_576)), file)));
        Assert.True(MediaTypeList.TryParse("text/*", out var texts));
        foreach (var limits in (InputLimits[])[new(MaxFileBytes: 0), InputLimits.Default with { FileTypes = texts }])
        {
            var error = Assert.Throws<A2AException>(() => Map(Message(file), null, limits));
            Assert.Equal((A2AErrorCode.ContentTypeNotSupported, "message.parts[0].mediaType"), (error.Code, error.FieldViolations.Single().Field));
        }
    }

    [Theory]
    [InlineData("""{"type":"skill","name":"greet"}""", "use it", "$greet", "skill", "greet", "")]
    [InlineData("""{"type":"skill","name":"greet","path":"/s/SKILL.md"}""", "use $greet", null, "skill", "greet", "/s/SKILL.md")]
    [InlineData("""{"type":"mention","name":"Demo App","path":"app://demo_1"}""", "x", "$demo-app", "mention", "Demo App", "app://demo_1")]
    [InlineData("""{"type":"mention","name":"Plug","path":"plugin://plug@shop"}""", "x", "@plug", "mention", "Plug", "plugin://plug@shop")]
    public void Skills_and_mentions_are_named_to_Codex_and_in_the_text(string data, string text, string? hint, string type, string name, string path)
    {
        UserInput named = type == "skill" ? new SkillInput(name, path) : new MentionInput(name, path);
        Assert.Equal(
            hint is null ? [new TextInput(text), named] : [new TextInput(text), new TextInput(hint), named],
            Map(Message(Part.FromText(text), Part.FromData(JsonNode.Parse(data)!)), null).Input);
    }

    [Theory]
    [InlineData("""{"type":"skill","name":"greet","version":2}""")]
    [InlineData("""{"type":"person","name":"greet"}""")]
    [InlineData("""["skill"]""")]
    public void Other_data_is_text(string data) =>
        Assert.Equal([new TextInput($"```json\n{data}\n```")], Map(Message(Part.FromData(JsonNode.Parse(data)!)), null).Input);

    [Theory]
    [InlineData("""{"type":"skill"}""", "name")]
    [InlineData("""{"type":"skill","name":"a\nb"}""", "name")]
    [InlineData("""{"type":"mention","name":"x"}""", "path")]
    [InlineData("""{"type":"mention","name":"x","path":7}""", "path")]
    [InlineData("""{"type":"mention","name":"x","path":"http://example.org"}""", "path")]
    [InlineData("""{"type":"mention","name":"x","path":"plugin://plug"}""", "path")]
    [InlineData("""{"type":"mention","name":"x","path":"app://a/../b"}""", "path")]
    [InlineData("""{"type":"mention","name":"x","path":"no/such/file"}""", "path")]
    [InlineData("""{"type":"mention","name":"x","path":"/etc/passwd"}""", "path")]
    public void A_wrong_one_is_refused_by_its_member(string data, string member) =>
        Assert.Equal($"message.parts[0].data.{member}", Invalid(Message(Part.FromData(JsonNode.Parse(data)!))));

    [Fact]
    public void Settings_are_taken_from_the_request_before_the_message()
    {
        var message = Message(Part.FromText("x")) with
        {
            Metadata = (JsonObject)JsonNode.Parse("""{"codex":{"execution":{"model":"m1","effort":"low","personality":"none"},"directory":"sub"},"shared":{"session":{"id":"thread-9"}}}""")!,
        };
        var mapped = Map(message, (JsonObject)JsonNode.Parse("""{"codex":{"execution":{"effort":"high","summary":"concise","mode":"plan"}}}""")!);

        Assert.Equal(new TurnOverrides("m1", "high", "concise", "none", Mode: "plan"), mapped.Overrides);
        Assert.Equal(("sub", "thread-9"), (mapped.Directory, mapped.SessionId));
    }

    [Theory]
    [InlineData("""{"codex":{"execution":{"effort":"huge"}}}""", "metadata.codex.execution.effort")]
    [InlineData("""{"codex":{"execution":{"summary":"long"}}}""", "metadata.codex.execution.summary")]
    [InlineData("""{"codex":{"execution":{"personality":"rude"}}}""", "metadata.codex.execution.personality")]
    [InlineData("""{"codex":{"execution":{"mode":"code"}}}""", "metadata.codex.execution.mode")]
    [InlineData("""{"codex":{"execution":{"model":5}}}""", "metadata.codex.execution.model")]
    [InlineData("""{"codex":{"execution":{"model":""}}}""", "metadata.codex.execution.model")]
    [InlineData("""{"codex":{"execution":[]}}""", "metadata.codex.execution")]
    [InlineData("""{"codex":{"directory":"a\nb"}}""", "metadata.codex.directory")]
    [InlineData("""{"shared":{"session":{"id":7}}}""", "metadata.shared.session.id")]
    public void A_wrong_setting_is_refused_by_its_field(string metadata, string field)
    {
        var json = (JsonObject)JsonNode.Parse(metadata)!;
        Assert.Equal(field, Assert.Throws<A2AException>(() => Map(Message(Part.FromText("x")), json)).FieldViolations.Single().Field);
        Assert.Equal("message." + field, Assert.Throws<A2AException>(() => Map(Message(Part.FromText("x")) with { Metadata = json }, null)).FieldViolations.Single().Field);
    }

    private static MappedInput Map(Message message, JsonObject? metadata, InputLimits? limits = null) => InputMapper.Map(message, metadata, _ => Places, limits);

    private static string Invalid(Message message, InputLimits? limits = null)
    {
        var error = Assert.Throws<A2AException>(() => Map(message, null, limits));
        Assert.Equal(A2AErrorCode.InvalidParams, error.Code);
        return error.FieldViolations.Single().Field;
    }

    private static Message Message(params Part[] parts) => new() { MessageId = "1", Role = Role.User, Parts = parts };
}
