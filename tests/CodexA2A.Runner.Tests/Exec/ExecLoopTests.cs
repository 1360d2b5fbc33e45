using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;
using CodexA2A.Runner.Exec;
using CodexA2A.Runner.Mapping;
using CodexA2A.Runner.Mapping.Exec;
using CodexA2A.Runner.Tests.Turns;
using CodexA2A.Runner.Turns;
using CodexA2A.Tasks;

namespace CodexA2A.Runner.Tests.Exec;

/// <summary>A command that never stops printing, and prints faster than anybody can store.</summary>
public sealed class ExecLoopTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_writes_to_it_and_who_cancels_it_is_heard()
    {
        await using var stage = await RunnerStage.StartAsync(working: false);
        var task = await stage.SubmitExecAsync("yes");
        var lease = await stage.ClaimAsync("it");
        var command = (await stage.Queue.GetCommandAsync(lease, lease.Cursor + 1, Stop))!;
        var services = stage.Get<TurnServices>();
        await using var writer = await TaskWriter.OpenAsync(services.Log, lease, task, services.Writing, services.Time, Stop);
        using var place = await new TurnPlaces(1).TakeAsync(Stop);
        var process = new Endless(services.Time);
        var end = ExecEnd.Exited(0);
        var turn = ActiveTurn.Start(command, place, _ => Task.CompletedTask, async active =>
        {
            var mapper = new ExecMapper(new ExecIdentity(new TurnIdentity(task, lease.ContextId, "", null, "s"), "it", "yes", Tty: false), writer.Current);
            var pen = new EventPen(writer, services.Options, services.Time);
            end = await new ExecLoop(active, process, mapper, pen, TimeSpan.FromHours(1), services.Replies, services.Options, services.Time).RunAsync(Stop);
            return new TurnResult(null, Parked: false);
        });

        await turn.PostAsync(new DriveExec { TaskId = task, Owner = RunnerStage.Alice, ProcessId = "it", Action = DriveExec.Write, DeltaBase64 = "eA==" }, Stop);
        await process.Written.WaitAsync(Stop);
        await turn.PostAsync(new CancelTurn { TaskId = task, Owner = RunnerStage.Alice }, Stop);
        await turn.Completion.WaitAsync(Stop);

        Assert.Equal(TaskState.Canceled, end.State);
    }

    private sealed class Endless(TimeProvider time) : ChannelReader<AppServerMessage>, IExecProcess
    {
        private static readonly ExecOutputDeltaNotification Line = new("it", "stdout", "y\n"u8.ToArray());

        private readonly TaskCompletionSource<int> _end = new();
        private readonly TaskCompletionSource _written = new();
        private Action _wake = () => { };

        public Task Written => _written.Task;

        public long Begun { get; } = time.GetTimestamp();

        public Task<int> Result => _end.Task;

        public ChannelReader<AppServerMessage> Messages => this;

        public override bool TryRead([MaybeNullWhen(false)] out AppServerMessage item)
        {
            item = _end.Task.IsCompleted ? null : Line;
            return item is not null;
        }

        public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult(!_end.Task.IsCompleted);

        public void Wake(Action wake) => _wake = wake;

        public Task WriteAsync(string? deltaBase64, bool close, CancellationToken cancellationToken)
        {
            _written.SetResult();
            return Task.CompletedTask;
        }

        public Task ResizeAsync(int rows, int cols, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task TerminateAsync()
        {
            _end.SetResult(143);
            _wake();
            return Task.CompletedTask;
        }

        public void KillRest()
        {
        }
    }
}
