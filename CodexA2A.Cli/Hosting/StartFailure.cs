using CodexA2A.ScriptedModel.Scripts;
using CodexA2A.Tasks;
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
        IOException or UnauthorizedAccessException => new(exception.Message, ExitCodes.Failed),
        AggregateException { InnerExceptions: [var only] } => From(only),
        _ => null,
    };
}
