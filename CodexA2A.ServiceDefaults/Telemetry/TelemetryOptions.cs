namespace CodexA2A.ServiceDefaults.Telemetry;

/// <summary>What the service tells about itself, beside the variables of OpenTelemetry. Section <c>Telemetry</c>.</summary>
public sealed class TelemetryOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Telemetry";

    /// <summary>Serve the metrics to Prometheus at <c>/metrics</c>, for authenticated callers; a runner on its management port. Default: false.</summary>
    public bool Prometheus { get; set; }

    /// <summary>Put what people and the agent say into the spans of turns (<c>gen_ai.input.messages</c>, <c>gen_ai.output.messages</c>, 8,192 characters each). Default: false.</summary>
    public bool MessageContent { get; set; }
}
