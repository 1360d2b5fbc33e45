using System.Net;
using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Push;

/// <summary>The four operations on webhooks, over both bindings.</summary>
public sealed class PushConfigTests
{
    private const string Url = "https://receiver.example/hook";

    internal static Call Create(string taskId, string url, Action<JsonObject>? more = null)
    {
        var config = new JsonObject { ["taskId"] = taskId, ["url"] = url };
        more?.Invoke(config);
        return new(Methods.CreateTaskPushNotificationConfig, config);
    }

    internal static Call List(string taskId, int? size = null, string? token = null)
    {
        var request = new JsonObject { ["taskId"] = taskId };
        if (size is not null) request["pageSize"] = size;
        if (token is not null) request["pageToken"] = token;
        return new(Methods.ListTaskPushNotificationConfigs, request);
    }

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task What_was_created_is_read_listed_replaced_and_deleted(Binding binding)
    {
        await using var host = await PushHost.QuietAsync();
        var id = (await host.SubmitAsync()).TaskId;
        var full = Create(id, Url, config =>
        {
            config["id"] = "cfg-1";
            config["token"] = "tok-9";
            config["authentication"] = new JsonObject { ["scheme"] = "Bearer", ["credentials"] = "sekret" };
        });
        var shown = $$$"""{"id":"cfg-1","taskId":"{{{id}}}","url":"https://receiver.example/hook","token":"tok-9","authentication":{"scheme":"Bearer","credentials":"sekret"}}""";

        Assert.Equal(shown, (await CallAsync(host, full, binding)).Result!.ToJsonString());
        Assert.Equal(shown, (await CallAsync(host, Get(id, "cfg-1"), binding)).Result!.ToJsonString());
        var made = (await CallAsync(host, Create(id, Url), binding)).Result!;
        Assert.True(Guid.TryParse((string)made["id"]!, out _));
        Assert.Equal($$"""{"configs":[{{shown}},{{made.ToJsonString()}}]}""", (await CallAsync(host, List(id), binding)).Result!.ToJsonString());

        await CallAsync(host, Create(id, Url + "2", config => config["id"] = "cfg-1"), binding);
        Assert.Equal($$"""{"id":"cfg-1","taskId":"{{id}}","url":"https://receiver.example/hook2"}""", (await CallAsync(host, Get(id, "cfg-1"), binding)).Result!.ToJsonString());

        foreach (var _ in (int[])[1, 2])
        {
            var deleted = await CallAsync(host, Delete(id, "cfg-1"), binding);
            Assert.Null(deleted.Error);
            Assert.Equal(HttpStatusCode.OK, deleted.Status);
            Assert.Equal(binding == Binding.Rest ? "{}" : null, deleted.Result?.ToJsonString());
        }

        Assert.Equal("TASK_NOT_FOUND", (await CallAsync(host, Get(id, "cfg-1"), binding)).Reason);
    }

    [Fact]
    public async Task Pages_go_on_behind_the_last_one_also_when_it_is_gone()
    {
        await using var host = await PushHost.QuietAsync();
        var id = (await host.SubmitAsync()).TaskId;
        foreach (var name in (string[])["a", "b", "c", "d", "e"])
        {
            await host.CallAsync(Create(id, Url, config => config["id"] = name));
        }

        var first = (await host.CallAsync(List(id, 2))).Result!;
        await host.CallAsync(Delete(id, (string)first["configs"]![1]!["id"]!));
        var second = (await host.CallAsync(List(id, 2, (string)first["nextPageToken"]!))).Result!;
        var third = (await host.CallAsync(List(id, 2, (string)second["nextPageToken"]!))).Result!;

        Assert.Equal("abcde", string.Concat(((JsonNode[])[first, second, third]).SelectMany(page => page["configs"]!.AsArray()).Select(config => (string)config!["id"]!).Order(StringComparer.Ordinal)));
        Assert.Null(third["nextPageToken"]);
        Assert.Equal("pageToken", (await host.CallAsync(List(id, 2, "nonsense"))).Field);
    }

    [Fact]
    public async Task A_foreign_task_has_no_webhooks()
    {
        await using var host = await PushHost.QuietAsync();
        var id = (await host.SubmitAsync()).TaskId;
        await host.CallAsync(Create(id, Url, config => config["id"] = "x"));

        foreach (var call in (Call[])[Create(id, Url), Get(id, "x"), List(id), Delete(id, "x")])
        {
            Assert.Equal("TASK_NOT_FOUND", (await host.CallAsync(call with { Token = ApiHost.Bob })).Reason);
        }

        Assert.Single((await host.CallAsync(List(id))).Result!["configs"]!.AsArray());
    }

    [Theory]
    [InlineData("url", "")]
    [InlineData("url", "/hook")]
    [InlineData("url", "ftp://receiver.example")]
    [InlineData("url", "file:///etc/passwd")]
    [InlineData("url", "http://receiver.example/plain")]
    [InlineData("url", "https://user:password@receiver.example")]
    [InlineData("url", "https://@receiver.example")]
    [InlineData("url", "https://127.0.0.1/")]
    [InlineData("url", "https://2130706433/")]
    [InlineData("url", "https://[::1]/")]
    [InlineData("url", "https://receiver.example:0/")]
    [InlineData("url", "https:\\\\receiver.example\\hook")]
    [InlineData("url", "https:receiver.example/hook")]
    [InlineData("url", " https://receiver.example/hook")]
    [InlineData("url", "https://receiver.example/two words")]
    [InlineData("url", "https://receiver.example/two\r\nlines")]
    [InlineData("url", "https://receiver.example/\0")]
    [InlineData("url", "LONG")]
    [InlineData("id", "white space")]
    [InlineData("id", "LONG")]
    [InlineData("token", "two\r\nlines")]
    [InlineData("token", "LONG")]
    [InlineData("authentication.credentials", "two\nlines")]
    [InlineData("authentication.scheme", "Bea rer")]
    [InlineData("authentication.scheme", "LONG")]
    [InlineData("tenant", "other")]
    public async Task What_is_no_webhook_is_refused_by_its_field(string field, string value)
    {
        await using var host = await PushHost.QuietAsync();
        var id = (await host.SubmitAsync()).TaskId;
        value = value != "LONG" ? value : (field == "url" ? Url : "") + new string('x', 4097);
        void Change(JsonObject config)
        {
            if (field.StartsWith("authentication.", StringComparison.Ordinal))
            {
                config["authentication"] = new JsonObject { ["scheme"] = "Bearer", ["credentials"] = "c", [field.Split('.')[1]] = value };
            }
            else
            {
                config[field] = value;
            }
        }

        Assert.Equal(field, (await host.CallAsync(Create(id, Url, Change))).Field);
        var inline = new JsonObject { ["url"] = Url };
        Change(inline);
        var sent = await host.CallAsync(Call.Send("hi").With(call => call["configuration"] = new JsonObject { ["taskPushNotificationConfig"] = inline }));
        Assert.Equal(field == "tenant" ? field : "configuration.taskPushNotificationConfig." + field, sent.Field);
        Assert.Null((await host.CallAsync(List(id))).Result!["configs"]);
    }

    [Fact]
    public async Task A_task_takes_sixteen()
    {
        await using var host = await PushHost.QuietAsync();
        var id = (await host.SubmitAsync()).TaskId;
        for (var i = 0; i < 16; i++)
        {
            Assert.Null((await host.CallAsync(Create(id, Url))).Error);
        }

        Assert.Equal("TOO_MANY_WEBHOOKS", (await host.CallAsync(Create(id, Url))).Reason);
    }

    [Fact]
    public async Task In_0_3_one_that_is_set_without_an_id_is_replaced_when_it_is_set_again()
    {
        await using var host = await PushHost.QuietAsync();
        var id = (await host.SubmitAsync()).TaskId;
        foreach (var url in new[] { Url, Url + "/other" })
        {
            var set = new Call("tasks/pushNotificationConfig/set", new JsonObject { ["taskId"] = id, ["pushNotificationConfig"] = new JsonObject { ["url"] = url } });
            Assert.Null((await host.CallAsync(set)).Error);
        }

        Assert.Equal(Url + "/other", (string)Assert.Single((await host.CallAsync(List(id))).Result!["configs"]!.AsArray())!["url"]!);
    }

    [Theory]
    [InlineData(Binding.JsonRpc)]
    [InlineData(Binding.Rest)]
    public async Task The_forms_of_another_client_are_read_too(Binding binding)
    {
        await using var host = await PushHost.QuietAsync();
        var id = (await host.SubmitAsync()).TaskId;
        var create = new Call(Methods.CreateTaskPushNotificationConfig, new JsonObject
        {
            ["taskId"] = id,
            ["configId"] = "cfg",
            ["config"] = new JsonObject { ["url"] = Url, ["token"] = "t" },
        });
        var created = await CallAsync(host, create, binding);

        Assert.Equal(("cfg", id, Url, "t"), ((string)created.Result!["id"]!, (string)created.Result["taskId"]!, (string)created.Result["url"]!, (string)created.Result["token"]!));
        Assert.Equal("config.url", (await CallAsync(host, create.With(call => call["config"]!["url"] = 5), binding)).Field);
        Assert.Equal("tenant", (await CallAsync(host, create.With(call => call["tenant"] = "acme"), binding)).Field);
        Assert.Single((await host.CallAsync(List(id) with { Operation = "ListTaskPushNotificationConfig" })).Result!["configs"]!.AsArray());
    }

    [Fact]
    public async Task Where_they_are_off_the_card_says_so_and_everything_refuses()
    {
        await using var on = await PushHost.QuietAsync();
        await using var off = await ApiHost.StartAsync(new() { ["Push:Enabled"] = "false" });
        Assert.True(await OfferedAsync(on));
        Assert.False(await OfferedAsync(off));

        foreach (var call in (Call[])[Create("x", Url), Get("x", "y"), List("x"), Delete("x", "y"), new Call("codex.push.failures.list", [])])
        {
            Assert.Equal("PUSH_NOTIFICATION_NOT_SUPPORTED", (await off.CallAsync(call)).Reason);
        }
    }

    private static async Task<bool> OfferedAsync(ApiHost host) =>
        (bool)JsonNode.Parse(await host.Http.GetStringAsync(new Uri("/.well-known/agent-card.json", UriKind.Relative), TestContext.Current.CancellationToken))!["capabilities"]!["pushNotifications"]!;

    private static Call Get(string taskId, string id) => new(Methods.GetTaskPushNotificationConfig, new JsonObject { ["taskId"] = taskId, ["id"] = id });

    private static Call Delete(string taskId, string id) => new(Methods.DeleteTaskPushNotificationConfig, new JsonObject { ["taskId"] = taskId, ["id"] = id });

    // The routes of webhooks have two ids, which the common call does not know.
    private static async Task<Answer> CallAsync(ApiHost host, Call call, Binding binding)
    {
        if (binding == Binding.JsonRpc) return await host.CallAsync(call);
        var path = $"/tasks/{(string)call.Params["taskId"]!}/pushNotificationConfigs";
        using var request = call.Operation switch
        {
            Methods.CreateTaskPushNotificationConfig => new HttpRequestMessage(HttpMethod.Post, path) { Content = Body(call.Params) },
            Methods.ListTaskPushNotificationConfigs => new HttpRequestMessage(HttpMethod.Get, path),
            Methods.DeleteTaskPushNotificationConfig => new HttpRequestMessage(HttpMethod.Delete, $"{path}/{(string)call.Params["id"]!}"),
            _ => new HttpRequestMessage(HttpMethod.Get, $"{path}/{(string)call.Params["id"]!}"),
        };
        request.Headers.Authorization = new("Bearer", ApiHost.Alice);
        return await Answer.ReadAsync(await host.Http.SendAsync(request, TestContext.Current.CancellationToken), binding);
    }

    private static StringContent Body(JsonObject body) => new(body.ToJsonString(), new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
}
