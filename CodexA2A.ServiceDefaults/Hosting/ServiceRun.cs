using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Options;

namespace CodexA2A.ServiceDefaults.Hosting;

/// <summary>Runs a program that is one part of the service; what keeps it from starting is told in lines, not in a stack trace.</summary>
public static class ServiceRun
{
    private const int Ended = 0;
    private const int Failed = 1;

    /// <summary>Wrong settings, as with every other command.</summary>
    private const int Usage = 2;

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
            await app.RunAsync();
            return Ended;
        }
        catch (Exception exception) when (Plain(exception) is { } plain)
        {
            await TellAsync(plain is OptionsValidationException wrong ? wrong.Failures : [plain.Message]);
            return plain is OptionsValidationException ? Usage : Failed;
        }
    }

    /// <summary>What can be told in lines; null of a fault of the program, which should be seen whole.</summary>
    private static Exception? Plain(Exception exception) => exception switch
    {
        AggregateException { InnerExceptions: [var only] } => Plain(only),
        // A stop that took longer than it may: what was left is logged.
        OperationCanceledException => new TimeoutException("Not everything ended in the time that a stop has."),
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
