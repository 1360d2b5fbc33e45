using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CodexA2A.ServiceDefaults.Hosting;

/// <summary>Runs a program that is one part of the service; what keeps it from starting is told in lines, not in a stack trace.</summary>
public static class ServiceRun
{
    private const int Ended = 0;
    private const int Failed = 1;

    /// <summary>Wrong settings, as with every other command.</summary>
    private const int Usage = 2;

    /// <summary>Asked to stop before it had started.</summary>
    private const int Interrupted = 130;

    // A failed start is told in lines; that a part died later is logged as critical.
    private static readonly Dictionary<string, string?> Defaults = new() { ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "Critical" };

    /// <summary>A host that reads no files, with its content where the program is.</summary>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        HostFiles.Remove(builder.Configuration);
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Defaults });
        return builder;
    }

    /// <summary>Builds and runs until it is asked to stop; the exit code.</summary>
    public static async Task<int> RunAsync(Func<WebApplication> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        try
        {
            await using var app = build();
            return await RunAsync(app);
        }
        catch (Exception exception) when (Plain(exception) is { } plain)
        {
            await TellAsync(plain is OptionsValidationException wrong ? wrong.Failures : [plain.Message]);
            return plain is OptionsValidationException ? Usage : Failed;
        }
    }

    /// <summary>Starts a host of one server. Where its addresses are registered, one that it cannot have is told in a line with the setting that changes it.</summary>
    /// <exception cref="IOException">It cannot listen there.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop meanwhile.</exception>
    public static async Task StartAsync(WebApplication app, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(app);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception exception) when (app.Services.GetService<BindAddresses>() is { } bind && ListenFailure.Explain(exception, bind) is { } line)
        {
            throw new IOException(line, exception);
        }
    }

    /// <summary>Waits until somebody asks the process to stop, and stops. False when not everything ended in the time that a stop has.</summary>
    public static async Task<bool> WaitForStopAsync(WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = app.Lifetime.ApplicationStopping.UnsafeRegister(static source => ((TaskCompletionSource)source!).TrySetResult(), asked);
        await asked.Task;
        // A little before the host's own limit, so that it can be told from what is canceled for another reason.
        using var limit = new CancellationTokenSource(app.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout * 0.99);
        try
        {
            await app.StopAsync(limit.Token);
            return true;
        }
        catch (Exception exception) when (limit.IsCancellationRequested && IsCanceled(exception))
        {
            return false;
        }
    }

    private static async Task<int> RunAsync(WebApplication app)
    {
        try
        {
            await StartAsync(app, CancellationToken.None);
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return Interrupted;
        }

        if (await WaitForStopAsync(app))
        {
            return Ended;
        }

        // What was left is logged.
        await TellAsync(["Not everything ended in the time that a stop has."]);
        return Failed;
    }

    private static bool IsCanceled(Exception exception) =>
        exception is OperationCanceledException || (exception is AggregateException all && all.InnerExceptions.Any(IsCanceled));

    /// <summary>What can be told in lines; null of a fault of the program, which should be seen whole.</summary>
    private static Exception? Plain(Exception exception) => exception switch
    {
        AggregateException { InnerExceptions: [var only] } => Plain(only),
        OptionsValidationException or IOException or UnauthorizedAccessException or SocketException or InvalidOperationException => exception,
        AggregateException all => all.InnerExceptions.Select(Plain).FirstOrDefault(plain => plain is not null),
        _ => null,
    };

    private static async Task TellAsync(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            await Console.Error.WriteLineAsync(line);
        }
    }
}
