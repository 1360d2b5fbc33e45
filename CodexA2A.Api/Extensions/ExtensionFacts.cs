using System.Text.Json.Nodes;
using System.Xml;
using CodexA2A.Api.Hosting;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Extensions;

/// <summary>What the extensions promise that is a setting.</summary>
/// <param name="RunningEvents">How many events of a running task can be read again.</param>
/// <param name="EndedLog">How long the log of an ended task can be read again.</param>
/// <param name="SubmitIds">How long an Idempotency-Key is remembered.</param>
/// <param name="Options">What is on.</param>
internal sealed record ExtensionFacts(int RunningEvents, TimeSpan EndedLog, TimeSpan SubmitIds, A2AOptions Options)
{
    /// <summary>What a runner found its sandbox to be; null where none tells.</summary>
    public JsonObject? Sandbox { get; init; }

    /// <summary>As configured.</summary>
    public static ExtensionFacts From(SeamOptions seam, A2AOptions options) => new(seam.RunningEvents, seam.EndedLogRetention, seam.SubmitRetention, options);

    /// <summary>A time as ISO 8601 writes it, such as <c>PT1H</c>.</summary>
    public static string Duration(TimeSpan time) => XmlConvert.ToString(time);
}
