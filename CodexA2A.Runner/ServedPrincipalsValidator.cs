using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Runner;

/// <summary>
/// Checks at start whom a runner shall serve. A list that is not read as it was meant lets it serve others, so whatever is written there
/// and is no list of names ends the start.
/// </summary>
/// <param name="configuration">Where the lists were read from.</param>
internal sealed class ServedPrincipalsValidator(IConfiguration configuration) : IValidateOptions<RunnerOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, RunnerOptions options)
    {
        string[] mistakes = [.. ServedPrincipals.Settings.SelectMany(key => Mistakes(configuration.GetSection(key))), .. Both(options)];
        return mistakes.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    private static IEnumerable<string> Mistakes(IConfigurationSection list)
    {
        if (list.Value is { Length: > 0 })
        {
            yield return $"{list.Path} is a list, so {list.Value} is not read there: write {list.Path}:0 for the first of them.";
        }

        if (list.Value is { Length: 0 } && !list.GetChildren().Any())
        {
            yield return $"{list.Path} is set and names nobody. For everybody leave it out.";
        }

        foreach (var entry in list.GetChildren())
        {
            if (entry.Value is null || entry.GetChildren().Any())
            {
                yield return $"{entry.Path} has settings below it, and should have a principal's name.";
            }
            else if (OwnerName.Parse(entry.Value) is null)
            {
                yield return $"{entry.Path} is \"{entry.Value}\", which names no principal: write alice, or acme/alice for alice of tenant acme, or acme/* for all of that tenant, without blanks around it. For everybody leave the list out.";
            }
        }
    }

    private static IEnumerable<string> Both(RunnerOptions options)
    {
        if (options.Principals.Count > 0 && options.ExceptPrincipals.Count > 0)
        {
            yield return $"{string.Join(" and ", ServedPrincipals.Settings)} cannot both be set: who is not among the first is not served anyhow. Remove one of them.";
        }
    }
}
