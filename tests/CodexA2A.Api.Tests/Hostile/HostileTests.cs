using System.Text;
using System.Text.Json;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Hostile;

public sealed class HostileTests
{
    /// <summary>Odd, and JSON all the same: what nobody knows is passed over.</summary>
    private static readonly string[] Odd =
    [
        HostileBody.With("-0"), HostileBody.With("1E-400"), HostileBody.With("\"\\u0000\""), HostileBody.With("\"\\ud83d\\ude00\""), HostileBody.With("{\"\":1}"),
        HostileBody.With("{\"__proto__\":{\"isAdmin\":true},\"constructor\":{\"prototype\":{}}}"), HostileBody.With("123456789012345678901234567890"),
        HostileBody.Good.Replace("{\"message\"", "{\"__proto__\":{},\"unknown\":[null],\"message\"", StringComparison.Ordinal), " \r\n\t" + HostileBody.Good + "\n",
    ];

    private static IReadOnlyList<HostileBody> All { get; } = [.. HostileTexts.All, .. HostileBytes.All, .. HostileHeaders.All, .. HostileShapes.All];

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task A_hostile_body_is_refused_with_what_is_wrong_and_changes_nothing(Binding binding)
    {
        await using var host = await ApiHost.StartAsync();
        List<string> wrong = [];
        foreach (var body in All)
        {
            if ((binding == Binding.JsonRpc ? body.Rpc : body.Rest) is not { } bytes) continue;
            var answer = await SendAsync(host, binding, bytes, body.ContentType, body.ContentEncoding);
            var row = A2AErrorTable.Get(body.Code);
            var status = binding == Binding.Rest || row.IsHttpLevel ? row.HttpStatus : 200;
            if ((status, row.Reason) != ((int)answer.Status, answer.Reason) || (body.Field is not null && body.Field != answer.Field) || (binding == Binding.JsonRpc && (int)body.Code != answer.Code))
            {
                wrong.Add($"{body.Name}: {(int)answer.Status} {answer.Json?.ToJsonString() ?? "nothing"}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal(0, (int)(await host.CallAsync(new Call(Methods.ListTasks, []))).Result!["totalSize"]!);
    }

    [Fact]
    public void The_list_is_long_and_names_each_once()
    {
        Assert.True(All.Count >= 80, $"{All.Count}");
        Assert.Equal(All.Count, All.Select(body => body.Name).Distinct().Count());
    }

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task An_odd_body_is_taken(Binding binding)
    {
        await using var host = await ApiHost.StartAsync();
        foreach (var send in Odd)
        {
            foreach (var type in new[] { "application/json", "Application/JSON; Charset=\"UTF-8\"", "application/a2a+json;charset=utf-8;x=y" })
            {
                var answer = await SendAsync(host, binding, Encoding.UTF8.GetBytes(binding == Binding.Rest ? send : HostileBody.Envelope(send)), type, "identity");
                Assert.True(answer.Error is null, $"{send}: {answer.Json?.ToJsonString()}");
                // What was taken can be read again.
                Assert.Equal(JsonValueKind.Object, (await host.CallAsync(Call.Get(answer.TaskId), binding)).Result!.GetValueKind());
            }
        }
    }

    private static async Task<Answer> SendAsync(ApiHost host, Binding binding, byte[] body, string? type, string? encoding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, binding == Binding.JsonRpc ? "/" : "/message:send") { Content = new ByteArrayContent(body) };
        if (type is not null) request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        if (encoding is not null) request.Content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        request.Headers.Authorization = new("Bearer", ApiHost.Alice);
        request.Headers.Add("A2A-Version", "1.0");
        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return await Answer.ReadAsync(response, binding);
    }
}
