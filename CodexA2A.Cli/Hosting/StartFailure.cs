using System.Net.Sockets;
using CodexA2A.ScriptedModel.Scripts;
using CodexA2A.Tasks;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace CodexA2A.Cli.Hosting;

/// <summary>Why the service did not start, for the person who started it.</summary>
/// <param name="Message">One or more lines, each with what to do.</param>
/// <param name="ExitCode">One of <see cref="ExitCodes"/>.</param>
internal sealed record StartFailure(string Message, int ExitCode)
{
    /// <summary>What <paramref name="exception"/> means; null when it is a fault of the program, which should be seen whole.</summary>
    public static StartFailure? From(Exception exception) => exception switch
    {
        OptionsValidationException e => new(string.Join(Environment.NewLine, e.Failures), ExitCodes.Usage),
        ScriptFormatException e => new($"--scripts: {e.Message}", ExitCodes.Usage),
        SeamUnavailableException e => new(e.Message, ExitCodes.Failed),
        AddressInUseException or IOException { InnerException: AddressInUseException } =>
            new($"{exception.Message} Stop the program that uses it, or choose another with --port (0 takes a free one).", ExitCodes.Failed),
        IOException { InnerException: SocketException { SocketErrorCode: SocketError.AccessDenied } } =>
            new($"{exception.Message} The port needs more rights; choose one above 1023 with --port.", ExitCodes.Failed),
        IOException { InnerException: SocketException { SocketErrorCode: SocketError.AddressNotAvailable } } =>
            new($"{exception.Message} This machine has no such address; give one of its own with --host, or * for all of them.", ExitCodes.Failed),
        IOException or UnauthorizedAccessException => new(exception.Message, ExitCodes.Failed),
        AggregateException { InnerExceptions: [var only] } => From(only),
        _ => null,
    };
}
