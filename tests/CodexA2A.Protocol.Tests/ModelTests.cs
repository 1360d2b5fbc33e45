using System.Text.Json.Nodes;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Protocol.Tests;

public class ModelTests
{
    [Theory]
    [InlineData(TaskState.Unspecified, false, false, "TASK_STATE_UNSPECIFIED")]
    [InlineData(TaskState.Submitted, false, false, "TASK_STATE_SUBMITTED")]
    [InlineData(TaskState.Working, false, false, "TASK_STATE_WORKING")]
    [InlineData(TaskState.Completed, true, false, "TASK_STATE_COMPLETED")]
    [InlineData(TaskState.Failed, true, false, "TASK_STATE_FAILED")]
    [InlineData(TaskState.Canceled, true, false, "TASK_STATE_CANCELED")]
    [InlineData(TaskState.InputRequired, false, true, "TASK_STATE_INPUT_REQUIRED")]
    [InlineData(TaskState.Rejected, true, false, "TASK_STATE_REJECTED")]
    [InlineData(TaskState.AuthRequired, false, true, "TASK_STATE_AUTH_REQUIRED")]
    public void States(TaskState state, bool terminal, bool interrupted, string name)
    {
        Assert.Equal((terminal, interrupted, name), (state.IsTerminal, state.IsInterrupted, state.WireName));
        Assert.True(WireNames.TryParseTaskState(name, out var parsed));
        Assert.Equal(state, parsed);
        Assert.Equal($$"""{"state":"{{name}}"}""", Wire.Json(new TaskStatus { State = state }));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("working")]
    [InlineData("TASK_STATE_CANCELLED")]
    [InlineData("2")]
    public void Unknown_states(string? name) => Assert.False(WireNames.TryParseTaskState(name, out _));

    [Fact]
    public void Parts_know_what_they_are()
    {
        Assert.Equal(PartContentCase.Text, Part.FromText("").ContentCase);
        Assert.Equal(PartContentCase.Raw, Part.FromRaw(default).ContentCase);
        Assert.Equal(PartContentCase.Url, Part.FromUrl("").ContentCase);
        Assert.Equal(PartContentCase.Data, Part.FromData(Wire.Element("[]")).ContentCase);
        Assert.Equal("""{"data":{"a":[1]}}""", Wire.Json(Part.FromData(new JsonObject { ["a"] = new JsonArray(1) })));
        Assert.Equal(PartContentCase.None, new Part().ContentCase);
        Assert.Equal(PartContentCase.None, new Part { Text = "a", Url = "b" }.ContentCase);
    }

    [Fact]
    public void Secrets_of_a_webhook_are_not_in_its_text()
    {
        var config = new TaskPushNotificationConfig { Url = "u", Token = "hush", Authentication = new() { Scheme = "Bearer", Credentials = "hush" } };
        Assert.DoesNotContain("hush", config.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hush", config.Authentication.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hush", new SendMessageConfiguration { TaskPushNotificationConfig = config }.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_that_is_not_on_the_wire_is_refused() => Assert.Throws<NotSupportedException>(() => A2AJson.Options.GetTypeInfo(typeof(Version)));
}
