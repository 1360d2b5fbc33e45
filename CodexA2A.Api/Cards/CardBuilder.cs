using System.Reflection;
using CodexA2A.Api.Extensions;
using CodexA2A.Api.Handling;
using CodexA2A.Api.Hosting;
using CodexA2A.Api.Push;

namespace CodexA2A.Api.Cards;

/// <summary>Makes the cards of what is configured: nothing on them is empty, nothing promised that is not there.</summary>
internal sealed class CardBuilder(
    A2AOptions options, PushOptions push, IReadOnlyDictionary<string, SecurityScheme> security, string url, string? grpc, ExtensionFacts facts)
{
    /// <summary>For everybody.</summary>
    public AgentCard Public() => Create(extended: false);

    /// <summary>With the methods and limits of the extensions, for the callers of a tenant; the empty string for none.</summary>
    public AgentCard Extended(string tenant = "")
    {
        var card = Create(extended: true);
        // What 0.3 knows has no such member.
        return tenant.Length == 0 ? card : card with
        {
            SupportedInterfaces = [.. card.SupportedInterfaces.Select(one => one.ProtocolVersion == ProtocolVersions.V10 ? one with { Tenant = tenant } : one)],
        };
    }

    private AgentCard Create(bool extended) => new()
    {
        Name = options.Title,
        Description = string.Join(' ', ((string?[])[options.Description, Model(), Sandbox()]).Where(sentence => sentence is not null)),
        Version = string.IsNullOrEmpty(options.Version) ? OwnVersion() : options.Version,
        DocumentationUrl = string.IsNullOrEmpty(options.DocumentationUrl) ? null : options.DocumentationUrl,
        SupportedInterfaces = [.. Interfaces(ProtocolVersions.V10), .. Grpc(), .. options.ServeV03 ? Interfaces(ProtocolVersions.V03) : []],
        Capabilities = new AgentCapabilities
        {
            Streaming = true,
            PushNotifications = push.Enabled,
            ExtendedAgentCard = true,
            Extensions = CardExtensions.All(options, facts, extended),
        },
        SecuritySchemes = security.Count == 0 ? null : security,
        SecurityRequirements = security.Count == 0 ? null : CardSecurity.Requirements(options, security.Keys),
        DefaultInputModes = InputModes.Of(options),
        DefaultOutputModes = ["text/plain", "application/json"],
        Skills = KnownSkills.OnCard(options, extended),
    };

    private string? Model() =>
        string.IsNullOrEmpty(options.ModelSource) ? null : $"Answers come from a {options.ModelSource} model, not from a real one.";

    private string? Sandbox() => options.SandboxMode switch
    {
        null or "" => null,
        "external" => "Sandbox of its commands: external (none of Codex's; what the service runs in is the fence).",
        "danger-full-access" => "Sandbox of its commands: danger-full-access (none).",
        var mode => $"Sandbox of its commands: {mode}.",
    };

    /// <summary>The two HTTP bindings; the same URL for both, under which clients of 0.3 add /v1 themselves.</summary>
    private IEnumerable<AgentInterface> Interfaces(string version) =>
        [Interface(ProtocolBindings.JsonRpc, version), Interface(ProtocolBindings.HttpJson, version)];

    private AgentInterface Interface(string binding, string version) => new() { Url = url, ProtocolBinding = binding, ProtocolVersion = version };

    private IEnumerable<AgentInterface> Grpc() =>
        grpc is null ? [] : [new() { Url = grpc, ProtocolBinding = ProtocolBindings.Grpc, ProtocolVersion = ProtocolVersions.V10 }];

    private static string OwnVersion() =>
        typeof(CardBuilder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";
}
