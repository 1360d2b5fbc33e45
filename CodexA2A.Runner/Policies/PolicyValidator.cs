using CodexA2A.Runner.AppServer;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner.Policies;

/// <summary>
/// Checks <c>Codex:Policies</c> at start. A row that is not read as it was meant gives a principal more than it should have, so a
/// misspelt one ends the start, too.
/// </summary>
/// <param name="configuration">Where the rows were read from.</param>
internal sealed class PolicyValidator(IConfiguration configuration) : IValidateOptions<CodexOptions>
{
    private const string Section = "Codex:Policies";

    private static readonly string[] Members = [nameof(PolicyOptions.Principal), nameof(PolicyOptions.SandboxMode), nameof(PolicyOptions.ApprovalPolicy), nameof(PolicyOptions.Models)];

    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, CodexOptions options)
    {
        string[] mistakes = [.. Unread(), .. Doubled(options), .. options.Policies.SelectMany(row => Wrong(row.Key, row.Value, options))];
        return mistakes.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    private IEnumerable<string> Unread() => configuration.GetSection(Section).GetChildren().SelectMany(Unread);

    private static IEnumerable<string> Unread(IConfigurationSection row)
    {
        if (row.Value is { Length: > 0 })
        {
            yield return $"{row.Path} is no setting: a row has members, such as {row.Path}:SandboxMode.";
        }

        foreach (var member in row.GetChildren().Where(member => !Members.Contains(member.Key, StringComparer.OrdinalIgnoreCase)))
        {
            yield return $"{member.Path} is no setting of a policy; there are {string.Join(", ", Members)}. A principal with a colon in it is named by {Section}:NAME:Principal.";
        }
    }

    private static IEnumerable<string> Doubled(CodexOptions options) => options.Policies.GroupBy(PrincipalPolicies.NameOf, StringComparer.Ordinal)
        .Where(rows => rows.Count() > 1)
        .Select(rows => $"{Section} has {rows.Count()} rows of the principal {rows.Key}. Make one of them.");

    private static IEnumerable<string> Wrong(string name, PolicyOptions row, CodexOptions options)
    {
        var most = options.SandboxMode is { Length: > 0 } mode ? mode : "workspace-write";
        if (row.SandboxMode is { Length: > 0 } asked)
        {
            if (!SandboxModes.IsKnown(asked))
            {
                yield return $"{Section}:{name}:SandboxMode must be one of read-only, workspace-write, danger-full-access, external.";
            }
            else if (SandboxModes.Width(asked) > SandboxModes.Width(most))
            {
                yield return $"{Section}:{name}:SandboxMode is {asked}, which is wider than {(most == options.SandboxMode ? "Codex:SandboxMode" : "what Codex:SandboxMode allows where it is not set")} ({most}). "
                    + "Policies only take away: set Codex:SandboxMode to the widest of them, and narrower rows for the others (* is the row of all).";
            }
        }

        if (row.ApprovalPolicy is not (null or "" or "untrusted" or "on-request" or "never"))
        {
            yield return $"{Section}:{name}:ApprovalPolicy must be one of untrusted, on-request, never.";
        }

        if (row.Models.Any(string.IsNullOrWhiteSpace))
        {
            yield return $"{Section}:{name}:Models has an empty name. Remove it.";
        }
        else if (row.Models.Count > 0 && PrincipalPolicy.DefaultOf([.. row.Models], options.Model) is null)
        {
            yield return $"{Section}:{name}:Models has only patterns, and Codex:Model is none of them: who names no model would have none. Add the whole name of one.";
        }
    }
}
