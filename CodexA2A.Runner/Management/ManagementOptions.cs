using System.ComponentModel.DataAnnotations;
using CodexA2A.ServiceDefaults.Hosting;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Management;

/// <summary>Where a runner of its own answers probes and drains (contracts.md §9). In one process with the Api its port serves the probes, and this is not used.</summary>
internal sealed class ManagementOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Runner:Management";

    private const string HostSetting = "Runner:Management:Host";

    private const string PortSetting = "Runner:Management:Port (--port of serve)";

    /// <summary>Address to listen on when neither ASPNETCORE_URLS, HTTP_PORTS nor Kestrel:Endpoints is set.</summary>
    [Required(ErrorMessage = "Runner:Management:Host is empty. Give an address such as 127.0.0.1, or remove it.")]
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>Port to listen on under the same condition; 0 takes a free one.</summary>
    [NumberRange(0, 65_535, ErrorMessage = "Runner:Management:Port must be between 0 (any free port) and 65535.")]
    public int Port { get; set; } = 8001;

    /// <summary>The bearer token for <c>/health</c> and <c>/drain</c>; without one both are refused. Default: none.</summary>
    [RegularExpression(".{16,}", ErrorMessage = "Runner:Management:Token is too short: give at least 16 characters ('codex-a2a token' prints one).")]
    public string? Token { get; set; }

    /// <summary>What decides where the runner listens.</summary>
    internal BindInputs Inputs(IConfiguration configuration) => BindInputs.Read(configuration, Host, Port, HostSetting, PortSetting);
}
