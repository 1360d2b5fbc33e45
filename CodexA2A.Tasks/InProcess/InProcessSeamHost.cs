using CodexA2A.Tasks.InProcess.State;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CodexA2A.Tasks.InProcess;

/// <summary>The seam of one process in its host.</summary>
internal sealed partial class InProcessSeamHost(
    IOptions<InProcessSeamOptions> place, IOptions<SeamOptions> options, TimeProvider time, ILogger<InProcessSeamHost> logger)
    : SeamHost<InProcessSeam>(time, logger)
{
    private readonly TimeProvider _time = time;
    private readonly ILogger _logger = logger;

    /// <summary>How much may lie in memory.</summary>
    public HotLimits Limits { get; init; } = new();

    /// <summary>Opens the seam without keeping house.</summary>
    public void Open()
    {
        var seam = InProcessSeam.Open(place.Value.DataDirectory, options.Value, Limits, _time, _logger);
        Use(seam);
        LogOpened(place.Value.DataDirectory, seam.Sessions.Commands);
    }

    /// <inheritdoc />
    public override Task OpenAsync()
    {
        Open();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    protected override async Task KeepHouseAsync(CancellationToken stopping) => await new InProcessTurnQueue(this).SweepAsync(stopping);

    [LoggerMessage(Level = LogLevel.Information, Message = "Tasks are kept in {Directory}; {Commands} commands wait.")]
    private partial void LogOpened(string directory, int commands);
}
