using System.Net.Sockets;
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
        SeamUnavailableException e => new(e.Message, ExitCodes.Failed),
        AddressInUseException or IOException { InnerException: AddressInUseException } =>
            new($"{exception.Message} Stop the program that uses it, or choose another with --port (0 takes a free one).", ExitCodes.Failed),
        IOException or UnauthorizedAccessException => new(exception.Message, ExitCodes.Failed),
        SocketException { SocketErrorCode: SocketError.AccessDenied } =>
            new($"{exception.Message}: the port needs more rights; choose one above 1023 with --port.", ExitCodes.Failed),
        SocketException => new(exception.Message, ExitCodes.Failed),
        // What the binder says, generated into each project, of a value that is not of the setting's type.
        InvalidOperationException { InnerException: FormatException or OverflowException or ArgumentException } e
            when e.Message.StartsWith("Failed to convert configuration value", StringComparison.Ordinal) =>
            new($"{e.Message} Correct it, or remove it; docs/configuration.md says what it takes.", ExitCodes.Usage),
        AggregateException { InnerExceptions: [var only] } => From(only),
        AggregateException e when e.InnerExceptions.All(inner => inner is OptionsValidationException) =>
            new(string.Join(Environment.NewLine, e.InnerExceptions.Select(inner => From(inner)!.Message)), ExitCodes.Usage),
        _ => null,
    };
}
