using System.Globalization;

namespace CodexA2A.Runner.Mapping.Artifacts;

/// <summary>Gives artifacts their ids, <c>kind-n</c>, n from 1 and dense; goes on behind what the task already has.</summary>
internal sealed class ArtifactNumbers
{
    private readonly Dictionary<string, int> _last = new(StringComparer.Ordinal);

    /// <summary>Numbers that follow those of <paramref name="existing"/>.</summary>
    public ArtifactNumbers(AgentTask? existing)
    {
        foreach (var artifact in existing?.Artifacts ?? [])
        {
            var id = artifact.ArtifactId;
            var dash = id.LastIndexOf('-');
            if (dash > 0 && int.TryParse(id.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var n))
            {
                var kind = id[..dash];
                _last[kind] = Math.Max(n, _last.GetValueOrDefault(kind));
            }
        }
    }

    /// <summary>The next id of this kind.</summary>
    public string Next(string kind)
    {
        var n = _last.GetValueOrDefault(kind) + 1;
        _last[kind] = n;
        return string.Create(CultureInfo.InvariantCulture, $"{kind}-{n}");
    }
}
