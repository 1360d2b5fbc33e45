using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using CodexA2A.Api.Payloads;
using CodexA2A.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CodexA2A.Api.Tests.Payloads;

public sealed class PayloadLogTests
{
    private const string Canary = "canary-7f3a";

    [Fact]
    public async Task Nothing_is_logged_of_what_is_said()
    {
        var seen = await PlayAsync([]);
        Assert.DoesNotContain(seen.All, line => line.Contains("spoken word", StringComparison.Ordinal) || line.Contains(Canary, StringComparison.Ordinal));
        Assert.Empty(seen.Payloads);
    }

    [Fact]
    public async Task What_is_said_is_logged_where_that_is_asked_for_and_what_is_secret_never()
    {
        var seen = await PlayAsync(new() { ["A2A:LogPayloads"] = "true" });
        Assert.DoesNotContain(seen.All, line => line.Contains(Canary, StringComparison.Ordinal));
        var payloads = seen.Payloads.ToList();
        foreach (var word in new[] { "SendMessage with", "SendMessage answered", "GetTask answered", "spoken word 1", "spoken word 2" })
        {
            Assert.Contains(payloads, line => line.Contains(word, StringComparison.Ordinal));
        }

        foreach (var call in new[] { "CreateTaskPushNotificationConfig with", "GetTaskPushNotificationConfig answered", "codex.exec.write with", "codex.exec.start answered", "ListTasks answered", "a2a.interrupt.question.reply with" })
        {
            Assert.EndsWith("bytes: [redacted]", Assert.Single(payloads, line => line.Contains(call, StringComparison.Ordinal)), StringComparison.Ordinal);
        }

        Assert.Contains(payloads, line => line.StartsWith("SendMessage with", StringComparison.Ordinal) && line.EndsWith("bytes: [redacted]", StringComparison.Ordinal));
        Assert.Contains(payloads, line => line.Contains("A2A:LogPayloads is on", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_body_is_logged_up_to_a_size()
    {
        var seen = new Witness();
        await using var host = await StartAsync(new() { ["A2A:LogPayloads"] = "true", ["A2A:LogPayloadBytes"] = "256" }, seen);
        await host.SubmitAsync(new string('.', 100_000));
        Assert.All(seen.Payloads, line => Assert.True(line.Length < 512, line));
        Assert.Contains(seen.Payloads, line => line.EndsWith(Redactor.Cut, StringComparison.Ordinal));
    }

    private static async Task<Witness> PlayAsync(Dictionary<string, string?> settings)
    {
        var seen = new Witness();
        await using var host = await StartAsync(new(settings) { ["Push:AllowedHosts"] = "127.0.0.0/8", ["A2A:EnableExecControl"] = "true" }, seen);
        var task = (await host.CallAsync(Call.Send("spoken word 1").At(immediately: true).With(call => call["metadata"] = new JsonObject { ["api_key"] = Canary }))).TaskId;
        await host.CallAsync(Call.Send($"spoken word 2, Bearer {Canary}-0001").At(immediately: true), Binding.Rest);
        // To a task: it could be an answer.
        await host.CallAsync(Call.Send(Canary, task).At(immediately: true));
        await host.CallAsync(Call.Get(task));
        var config = new JsonObject { ["taskId"] = task, ["id"] = "c", ["url"] = $"https://127.0.0.1/{Canary}", ["token"] = Canary };
        Assert.Null((await host.CallAsync(new Call(Methods.CreateTaskPushNotificationConfig, config))).Error);
        await host.CallAsync(new Call(Methods.GetTaskPushNotificationConfig, new JsonObject { ["taskId"] = task, ["id"] = "c" }), Binding.Rest);
        await host.CallAsync(new Call("a2a.interrupt.question.reply", new JsonObject { ["request_id"] = "r", ["answers"] = new JsonArray(new JsonArray(Canary)) }));
        var command = (await host.CallAsync(ExecCalls.Start("ours", ("command", $"echo {Canary}")))).Result!["task_id"]!.GetValue<string>();
        await host.CallAsync(Call.Get(command) with { Token = ExecCalls.Carol });
        await host.CallAsync(new Call(Methods.ListTasks, []) { Token = ExecCalls.Carol }, Binding.Rest);
        await host.CallAsync(ExecCalls.Drive("write", "mine", ("delta_base64", Canary)));
        // What is no call at all is nobody's to read, either.
        await host.CallAsync(Call.Send("x") with { Body = System.Text.Encoding.UTF8.GetBytes($$"""{"token":"{{Canary}}","text":"{{Canary}}""") });
        await host.CallAsync(Call.Send(Canary) with { Token = "a-wrong-token" });
        return seen;
    }

    private static Task<ApiHost> StartAsync(Dictionary<string, string?> settings, Witness seen) => ApiHost.StartAsync(
        new(settings) { ["Logging:LogLevel:Default"] = "Trace", ["A2A:StaticAuthCredentials"] = ExecCalls.Registry },
        services: services => services.AddSingleton<ILoggerProvider>(seen));

    /// <summary>Keeps every line of every category.</summary>
    private sealed class Witness : ILoggerProvider
    {
        private readonly ConcurrentQueue<(string Category, string Line)> _lines = [];

        public IEnumerable<string> All => _lines.Select(line => line.Line);

        public IEnumerable<string> Payloads => _lines.Where(line => line.Category == SensitiveLog.Category).Select(line => line.Line);

        public ILogger CreateLogger(string categoryName) => new Listener(this, categoryName);

        public void Dispose()
        {
        }

        private sealed class Listener(Witness witness, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                witness._lines.Enqueue((category, formatter(state, exception) + exception));
        }
    }
}
