using System.Globalization;

namespace CodexA2A.Chaos.Tests.Volume;

/// <summary>What the environment says about these tests.</summary>
internal static class ChaosSettings
{
    /// <summary>True when all is to be run, not only what a build has time for (<c>CODEX_A2A_CHAOS=full</c>).</summary>
    public static bool Full { get; } = Environment.GetEnvironmentVariable("CODEX_A2A_CHAOS") == "full";

    /// <summary>The seed of every choice by chance: given (<c>CODEX_A2A_CHAOS_SEED</c>) to see a run again, else another one each time.</summary>
    public static int Seed { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("CODEX_A2A_CHAOS_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed : Random.Shared.Next(1_000_000);
}
