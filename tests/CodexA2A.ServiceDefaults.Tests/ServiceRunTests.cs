using System.Net;
using System.Net.Sockets;
using CodexA2A.ServiceDefaults.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CodexA2A.ServiceDefaults.Tests;

/// <summary>What a program tells of its start and its stop.</summary>
public sealed class ServiceRunTests
{
    private static readonly BindInputs Inputs = new(null, null, null, [], "127.0.0.1", 0, "X:Host", "X:Port (--port)");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_that_is_asked_to_stop_ends_well() =>
        Assert.Equal(0, await RunAsync(app => app.Lifetime.ApplicationStarted.Register(app.Lifetime.StopApplication)));

    [Fact]
    public async Task One_that_is_asked_to_stop_before_it_started_says_that_it_was_interrupted() =>
        Assert.Equal(130, await RunAsync(_ => { }, start: (app, stopping) =>
        {
            app.StopApplication();
            return new TaskCompletionSource().Task.WaitAsync(stopping);
        }));

    [Fact]
    public async Task A_stop_that_takes_too_long_is_a_failure() =>
        Assert.Equal(1, await RunAsync(app => app.Lifetime.ApplicationStarted.Register(app.Lifetime.StopApplication), stop: stopping => new TaskCompletionSource().Task.WaitAsync(stopping)));

    [Fact]
    public async Task What_is_canceled_at_a_stop_for_another_reason_is_no_time_limit() =>
        await Assert.ThrowsAsync<OperationCanceledException>(() => RunAsync(
            app => app.Lifetime.ApplicationStarted.Register(app.Lifetime.StopApplication), stop: _ => throw new OperationCanceledException("a fault")));

    [Fact]
    public async Task What_is_canceled_at_the_start_for_another_reason_is_no_stop() =>
        await Assert.ThrowsAsync<OperationCanceledException>(() => RunAsync(_ => { }, start: (_, _) => throw new OperationCanceledException("a fault")));

    [Theory]
    [InlineData(false, "X:Port (--port)")]
    [InlineData(true, "ASPNETCORE_URLS")]
    public async Task An_address_that_is_taken_is_told_with_what_decides_it(bool urls, string setting)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var bind = BindAddresses.Resolve(urls ? Inputs with { Urls = $"http://127.0.0.1:0;http://127.0.0.1:{port}" } : Inputs with { Port = port });
        await using var app = Build(bind);

        var error = await Assert.ThrowsAsync<IOException>(() => ServiceRun.StartAsync(app, Token));

        Assert.Equal(
            $"Failed to bind to address http://127.0.0.1:{port}: address already in use. Stop the program that uses it, or choose another port with {setting}; 0 takes a free one.",
            error.Message);
    }

    [Fact]
    public async Task An_address_that_this_machine_has_not_is_told_with_what_decides_it()
    {
        // Of the block that is kept for documentation: no machine has it.
        await using var app = Build(BindAddresses.Resolve(Inputs with { Host = "192.0.2.1" }));

        var error = await Assert.ThrowsAsync<IOException>(() => ServiceRun.StartAsync(app, Token));

        Assert.Contains("http://192.0.2.1:0: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("with X:Host, or *", error.Message, StringComparison.Ordinal);
    }

    private static Task<int> RunAsync(Action<WebApplication> prepare, Func<IHostApplicationLifetime, CancellationToken, Task>? start = null, Func<CancellationToken, Task>? stop = null) =>
        ServiceRun.RunAsync(() =>
        {
            var app = Build(BindAddresses.Resolve(Inputs), new Part(start, stop));
            prepare(app);
            return app;
        });

    private static WebApplication Build(BindAddresses bind, Part? part = null)
    {
        var builder = ServiceRun.CreateBuilder([]);
        builder.WebHost.UseUrls([.. bind.Addresses]);
        builder.Services.AddSingleton(bind);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        if (part is not null)
        {
            builder.Services.AddSingleton<IHostedService>(provider => part with { Lifetime = provider.GetRequiredService<IHostApplicationLifetime>() });
        }

        return builder.Build();
    }

    /// <summary>A part of the service that starts and stops as the test wants.</summary>
    private sealed record Part(Func<IHostApplicationLifetime, CancellationToken, Task>? Start, Func<CancellationToken, Task>? Stop) : IHostedService
    {
        public IHostApplicationLifetime? Lifetime { get; init; }

        public Task StartAsync(CancellationToken cancellationToken) => Start?.Invoke(Lifetime!, cancellationToken) ?? Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Stop?.Invoke(cancellationToken) ?? Task.CompletedTask;
    }
}
