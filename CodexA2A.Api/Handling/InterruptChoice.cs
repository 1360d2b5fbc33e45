using CodexA2A.Api.Extensions;
using CodexA2A.Tasks;

namespace CodexA2A.Api.Handling;

/// <summary>Finds the question that a message answers (contracts.md §5). Pure.</summary>
internal static class InterruptChoice
{
    /// <summary>The one that is open; with several, the client must say which.</summary>
    public static Interrupt Only(IReadOnlyList<Interrupt> open) =>
        open.Count == 1 ? open[0] : throw A2AException.InvalidParams(
            Metadata.InterruptRequestId, $"must say which question is answered; open are {Names(open)}");

    /// <summary>The one the client named, which must be of this task; how it stands is judged by the queue.</summary>
    public static Interrupt Named(string requestId, Interrupt? interrupt, TaskRead read) =>
        interrupt is not null && interrupt.TaskId == read.Snapshot.TaskId ? interrupt : throw A2AException.InvalidParams(
            Metadata.InterruptRequestId,
            read.Interrupts.Count == 0 ? "names no question of this task" : $"names no question of this task; open are {Names(read.Interrupts)}");

    private static string Names(IReadOnlyList<Interrupt> open) => string.Join(", ", open.Select(interrupt => interrupt.Id));
}
