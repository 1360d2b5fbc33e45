using System.Diagnostics.CodeAnalysis;
using CodexA2A.Tasks.InProcess;
using CodexA2A.Tasks.InProcess.Control;
using CodexA2A.Tasks.InProcess.State;
using CodexA2A.Tasks.Rates;
using CodexA2A.Tasks.Tests.Contract;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CodexA2A.Tasks.Tests.InProcess;

/// <summary>The seam of one process in a directory of its own, with a clock that is set by hand.</summary>
internal sealed class InProcessFixture : SeamFixture
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly SeamOptions _options;
    private InProcessSeamHost _host;
    private ITaskLog _log;
    private ITurnQueue _queue;
    private ISessionForgetting _forgetting;
    private IControlCalls _control;

    private readonly HotLimits _limits;

    public InProcessFixture(SeamOptions options, HotLimits? limits = null)
    {
        _options = options;
        Rates = new LocalRateShares(_time);
        Failures = new LocalFailureShares(_time);
        _limits = limits ?? new HotLimits();
        Open();
    }

    public string Directory { get; } = Path.Combine(Path.GetTempPath(), "codex-a2a-tests", Guid.NewGuid().ToString("N"));

    public InProcessSeam Inner => _host.Seam;

    public override ITaskLog Log => _log;

    public override ITurnQueue Queue => _queue;

    public override ISessionForgetting Forgetting => _forgetting;

    public override IWebhooks Webhooks => new InProcessWebhooks(_host);

    public override IControlCalls Control => _control;

    public override IRateShares Rates { get; }

    public override IFailureShares Failures { get; }

    public override TimeProvider Time => _time;

    public override ValueTask AdvanceAsync(TimeSpan by)
    {
        _time.Advance(by);
        return default;
    }

    // Closing gives no lease back, so for the seam it is the same as dying; that a killed process loses nothing has a test of its own.
    public override async ValueTask ReopenAsync()
    {
        await _host.DisposeAsync();
        Open();
    }

    public override async ValueTask<IReadOnlyList<string>> FindAsync(string words)
    {
        var found = new List<string>();
        foreach (var file in System.IO.Directory.EnumerateFiles(Directory, "tasks.db*"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            if ((await reader.ReadToEndAsync()).Contains(words, StringComparison.Ordinal))
            {
                found.Add(Path.GetFileName(file));
            }
        }

        return found;
    }

    public override async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    [MemberNotNull(nameof(_host), nameof(_log), nameof(_queue), nameof(_forgetting), nameof(_control))]
    private void Open()
    {
        var place = Options.Create(new InProcessSeamOptions { DataDirectory = Directory });
        _host = new InProcessSeamHost(place, Options.Create(_options), _time, NullLogger<InProcessSeamHost>.Instance) { Limits = _limits };
        _host.Open();
        (_log, _queue, _forgetting) = (new InProcessTaskLog(_host), new InProcessTurnQueue(_host), new InProcessForgetting(_host));
        _control = new InProcessControlCalls(_time, NullLogger<InProcessControlCalls>.Instance);
    }
}
