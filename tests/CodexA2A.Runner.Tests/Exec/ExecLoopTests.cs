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
        var process = new Endless(stage.Get<TurnServices>().Time);
        var end = await RunAsync(stage, process, TimeSpan.FromHours(1), async (turn, task) =>
        {
            await turn.PostAsync(new DriveExec { TaskId = task, Owner = RunnerStage.Alice, ProcessId = "it", Action = DriveExec.Write, DeltaBase64 = "eA==" }, Stop);
            await process.Written.WaitAsync(Stop);
            await turn.PostAsync(new CancelTurn { TaskId = task, Owner = RunnerStage.Alice }, Stop);
        });

        Assert.Equal(TaskState.Canceled, end.State);
    }

    /// <summary>Codex ends a command for its time with code 124, which a command of its own may have, too; and its clock begins before this loop.</summary>
    [Theory]
    [InlineData(60, "EXEC_TIMEOUT")]
    [InlineData(0, "EXEC_FAILED")]
    public async Task What_Codex_ended_for_its_time_is_told_so_however_late_the_loop_began(int ago, string reason)
    {
        await using var stage = await RunnerStage.StartAsync(working: false);
        var time = stage.Get<TurnServices>().Time;
        var process = new Endless(time) { Begun = time.GetTimestamp() - (ago * time.TimestampFrequency) };
        process.End(124);

        var end = await RunAsync(stage, process, TimeSpan.FromSeconds(60), (_, _) => Task.CompletedTask);

        Assert.Equal(reason, end.Error?.Code);
    }

    private static async Task<ExecEnd> RunAsync(RunnerStage stage, IExecProcess process, TimeSpan timeout, Func<ActiveTurn, string, Task> act)
    {
        var task = await stage.SubmitExecAsync("yes");
        var lease = await stage.ClaimAsync("it");
        var command = (await stage.Queue.GetCommandAsync(lease, lease.Cursor + 1, Stop))!;
        var services = stage.Get<TurnServices>();
        await using var writer = await TaskWriter.OpenAsync(services.Log, lease, task, services.Writing, services.Time, Stop);
        using var place = await new TurnPlaces(1).TakeAsync(Stop);
        var end = ExecEnd.Exited(0);
        var turn = ActiveTurn.Start(command, place, _ => Task.CompletedTask, async active =>
        {
            var mapper = new ExecMapper(new ExecIdentity(new TurnIdentity(task, lease.ContextId, "", null, "s"), "it", "yes", Tty: false), writer.Current);
            var pen = new EventPen(writer, services.Options, services.Time);
            end = await new ExecLoop(active, process, mapper, pen, timeout, services.Replies, services.Options, services.Time).RunAsync(Stop);
            return new TurnResult(null, Parked: false);
        });
        await act(turn, task);
        await turn.Completion.WaitAsync(Stop);
        return end;
    }

    private sealed class Endless(TimeProvider time) : ChannelReader<AppServerMessage>, IExecProcess
    {
        private static readonly ExecOutputDeltaNotification Line = new("it", "stdout", "y\n"u8.ToArray());

        private readonly TaskCompletionSource<int> _end = new();
        private readonly TaskCompletionSource _written = new();
        private Action _wake = () => { };

        public Task Written => _written.Task;

        public long Begun { get; init; } = time.GetTimestamp();

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

        public void End(int code) => _end.SetResult(code);

        public Task TerminateAsync()
        {
            End(143);
            _wake();
            return Task.CompletedTask;
        }

        public void KillRest()
        {
        }
    }
}
