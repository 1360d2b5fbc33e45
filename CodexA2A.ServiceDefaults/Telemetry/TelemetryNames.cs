namespace CodexA2A.ServiceDefaults.Telemetry;

/// <summary>The names under which our own parts report; each is both an activity source and a meter.</summary>
/// <remarks>Plain strings, so that nothing here refers to the parts that own the sources.</remarks>
internal static class TelemetryNames
{
    /// <summary>What Api and Runner have in common.</summary>
    public const string ServiceDefaults = "CodexA2A.ServiceDefaults";

    public static readonly string[] All = ["CodexA2A.Api", "CodexA2A.Runner", "CodexA2A.Tasks", ServiceDefaults];
}
