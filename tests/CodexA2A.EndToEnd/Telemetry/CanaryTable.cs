using CodexA2A.Testing;

namespace CodexA2A.EndToEnd.Telemetry;

/// <summary>Which secrets are where: a row for each place, with its bytes and what was found in it.</summary>
internal sealed class CanaryTable(IReadOnlyCollection<string> held, IReadOnlyCollection<string> said)
{
    private readonly Dictionary<string, List<string>> _places = [];
    private readonly HashSet<string> _held = [.. held];

    /// <summary>A secret in each disguise, by the names that a scan gives: letters and digits are the same in both alphabets of base64.</summary>
    public static IReadOnlyList<string> Disguises { get; } = [.. Disguise.All.Select(one => one.Name).Where(name => name != "base64url")];

    /// <summary>What was written to a place.</summary>
    public List<string> Place(string name) => _places.TryGetValue(name, out var texts) ? texts : _places[name] = [];

    /// <summary>Looks through all of it.</summary>
    /// <param name="asWritten">Places whose texts are full of secrets: there it counts only what stands there as it was written.</param>
    public IReadOnlyList<CanaryRow> Look(string asWritten)
    {
        var scan = new CanaryScan(held.Concat(said));
        return [.. _places.Select(place =>
        {
            var found = (place.Key.StartsWith(asWritten, StringComparison.Ordinal) ? place.Value.SelectMany(scan.FindAsWritten) : place.Value.SelectMany(scan.Find)).ToHashSet(StringComparer.Ordinal);
            var secrets = found.Select(Secret).ToHashSet(StringComparer.Ordinal);
            return new CanaryRow(
                place.Key, place.Value.Sum(text => (long)text.Length), [.. secrets.Where(_held.Contains)], [.. secrets.Where(one => !_held.Contains(one))], found);
        })];
    }

    private static string Secret(string found) => found[..found.IndexOf(' ', StringComparison.Ordinal)];
}

/// <summary>What is in a place.</summary>
/// <param name="Place">Its name.</param>
/// <param name="Length">How much was looked through, in characters.</param>
/// <param name="Held">Secrets of the service.</param>
/// <param name="Said">Secrets that a caller said or its agent printed.</param>
/// <param name="Found">Each of them with each disguise.</param>
internal sealed record CanaryRow(string Place, long Length, IReadOnlyList<string> Held, IReadOnlyList<string> Said, IReadOnlySet<string> Found)
{
    public override string ToString() => $"{Place,-58} {Length,9:N0} characters  of the service {Held.Count,3}  of the caller {Said.Count,3}  with disguises {Found.Count,5}";
}
