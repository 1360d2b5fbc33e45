using CodexA2A.Api.Access;

namespace CodexA2A.Api.Tests.Access;

/// <summary>The principals of the matrix. Each has a second credential with which the tests set up what is its own.</summary>
/// <param name="Name">The principal.</param>
/// <param name="Capabilities">What its credential lists.</param>
internal sealed record Actor(string Name, params string[] Capabilities)
{
    /// <summary>Those of the matrix.</summary>
    public static IReadOnlyList<Actor> All { get; } =
    [
        new("reader", "read"),
        new("sender", "read", "send"),
        new("all", "exec_control"),
        new("admin", "read", "send", "control", "review", "exec", "answer", "metrics", "admin"),
    ];

    /// <summary>May ask for reviews and nothing else: what most operations are refused to.</summary>
    public static Actor Reviewer { get; } = new("reviewer", "review");

    /// <summary>Whose things are foreign to all of them.</summary>
    public static Actor Other { get; } = new("other", "exec_control");

    public string Token => $"{Name}-secret-token";

    /// <summary>The credential that may do everything.</summary>
    public string SetUpToken => $"{Name}-set-up-token";

    public Capability Granted => CapabilityNames.Read(Capabilities);

    /// <summary>The settings of a host that knows them, and serves everything.</summary>
    public static Dictionary<string, string?> Settings => new()
    {
        ["A2A:StaticAuthCredentials"] = $"[{string.Join(',', All.Append(Reviewer).Append(Other).Select(role => role.Items))}]",
        ["A2A:EnableReviewControl"] = "true",
        ["A2A:EnableSessionShell"] = "true",
        ["A2A:EnableExecControl"] = "true",
        ["A2A:GrpcPort"] = "0",
        ["A2A:BlockingTimeout"] = "00:00:00.1",
        ["A2A:CancelWait"] = "00:00:00",
        ["A2A:ForgetWait"] = "00:00:00",
        ["Telemetry:Prometheus"] = "true",
    };

    private string Items => $$"""
        {"scheme":"bearer","principal":"{{Name}}","token":"{{Token}}","capabilities":[{{string.Join(',', Capabilities.Select(one => $"\"{one}\""))}}]},
        {"scheme":"bearer","principal":"{{Name}}","token":"{{SetUpToken}}","capabilities":["exec_control"]}
        """;
}
