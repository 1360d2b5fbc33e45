using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace CodexA2A.Chaos.Tests.Agents;

/// <summary>How an agent process works; what the seam needs comes by the same command line.</summary>
/// <param name="Id">Its runner id.</param>
/// <param name="Folder">Where it writes its notes and its effects.</param>
/// <param name="Fenced">False in the control: it writes on after its lease is lost.</param>
/// <param name="Capacity">So many sessions at once.</param>
/// <param name="Step">The time between two chunks of an answer.</param>
internal sealed record AgentSettings(string Id, string Folder, bool Fenced, int Capacity, TimeSpan Step)
{
    private const string Section = "Agent:";

    /// <summary>Reads what <see cref="ToArguments"/> wrote.</summary>
    public static AgentSettings From(IConfiguration configuration)
    {
        string Read(string name) => configuration[Section + name] ?? throw new InvalidOperationException($"{Section}{name} is missing.");
        return new AgentSettings(
            Read(nameof(Id)),
            Read(nameof(Folder)),
            bool.Parse(Read(nameof(Fenced))),
            int.Parse(Read(nameof(Capacity)), CultureInfo.InvariantCulture),
            TimeSpan.Parse(Read(nameof(Step)), CultureInfo.InvariantCulture));
    }

    /// <summary>As arguments of a command line.</summary>
    public IEnumerable<string> ToArguments() =>
    [
        $"--{Section}{nameof(Id)}={Id}",
        $"--{Section}{nameof(Folder)}={Folder}",
        $"--{Section}{nameof(Fenced)}={Fenced}",
        string.Create(CultureInfo.InvariantCulture, $"--{Section}{nameof(Capacity)}={Capacity}"),
        string.Create(CultureInfo.InvariantCulture, $"--{Section}{nameof(Step)}={Step:c}"),
    ];
}
