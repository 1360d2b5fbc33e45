using System.Text;
using CodexA2A.Protocol.Json;

namespace CodexA2A.Protocol.Tests;

public class SmokeTests
{
    [Fact]
    public void A_task_event_round_trips()
    {
        const string json = """{"task":{"id":"t","contextId":"c","status":{"state":"TASK_STATE_WORKING","timestamp":"2026-11-22T13:17:18.625Z"},"artifacts":[{"artifactId":"a","parts":[{"text":""},{"raw":"AAH+/w=="},{"data":[1,null]}]}],"metadata":{"k":{}}}}""";
        var e = A2AJson.Deserialize<StreamResponse>(Encoding.UTF8.GetBytes(json));
        Assert.Equal(json, Encoding.UTF8.GetString(A2AJson.Serialize(e)));
    }
}
