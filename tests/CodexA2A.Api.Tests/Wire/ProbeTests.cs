using System.Net;
using System.Text.Json.Nodes;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CodexA2A.Api.Tests.Wire;

public sealed class ProbeTests
{
    [Fact]
    public async Task A_ready_service_says_nothing()
    {
        await using var host = await ApiHost.StartAsync();
        Assert.Equal((HttpStatusCode.OK, ""), await GetAsync(host, "/alive"));
        Assert.Equal((HttpStatusCode.OK, ""), await GetAsync(host, "/ready"));
    }

    [Fact]
    public async Task Without_its_store_it_is_alive_and_not_ready()
    {
        await using var host = await ApiHost.StartAsync(services: services =>
            services.AddSingleton<ITaskLog>(new FailingLog(new SeamUnavailableException("disk full at a secret place"))));
        Assert.Equal((HttpStatusCode.OK, ""), await GetAsync(host, "/alive"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "store\n"), await GetAsync(host, "/ready"));
        var (status, details) = await GetAsync(host, "/health", ApiHost.Alice);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("Unhealthy", (string)JsonNode.Parse(details)!["checks"]!["store"]!["status"]!);
    }

    [Fact]
    public async Task A_stopping_service_is_alive_not_ready_and_still_reads()
    {
        // A host stops its server only when everything that has to end before has ended.
        var drain = new Drain();
        await using var host = await ApiHost.StartAsync(services: services => services.AddSingleton<IHostedService>(drain));
        var taskId = await host.CompletedAsync();
        var stopped = host.StopAsync();
        await drain.Begun.Task.WithLimitAsync("The begin of the drain");
        Assert.Equal((HttpStatusCode.OK, ""), await GetAsync(host, "/alive"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "stopping\n"), await GetAsync(host, "/ready"));
        Assert.Equal("TASK_STATE_COMPLETED", (await host.CallAsync(Call.Get(taskId))).State);
        Assert.Equal("TASK_STATE_SUBMITTED", (await host.CallAsync(Call.Send("queued"), Binding.Rest)).State);
        drain.Ended.SetResult();
        await stopped;
    }

    private sealed class Drain : IHostedLifecycleService
    {
        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task StoppingAsync(CancellationToken cancellationToken)
        {
            Begun.SetResult();
            return Ended.Task;
        }

        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    [Fact]
    public async Task A_scripted_model_shows()
    {
        await using var host = await ApiHost.StartAsync(new() { ["A2A:ModelSource"] = "scripted" });
        Assert.Equal((HttpStatusCode.OK, "model_source: scripted\n"), await GetAsync(host, "/ready"));
        Assert.Equal("scripted", (string)JsonNode.Parse((await GetAsync(host, "/health", ApiHost.Alice)).Body)!["model_source"]!);
    }

    private static async Task<(HttpStatusCode Status, string Body)> GetAsync(ApiHost host, string path, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null) request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
