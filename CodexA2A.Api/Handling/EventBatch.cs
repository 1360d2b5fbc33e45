using CodexA2A.Tasks;

namespace CodexA2A.Api.Handling;

/// <summary>Picks what a client sees of a batch of the log.</summary>
internal static class EventBatch
{
    /// <summary>The events without markers; up to the next question where that ends the stream.</summary>
    /// <param name="batch">What the log gave.</param>
    /// <param name="closesOnQuestion">True when the stream ends behind INPUT_REQUIRED.</param>
    /// <param name="closes">True when the stream ends behind this batch.</param>
    public static IReadOnlyList<StreamItem> ForClients(IReadOnlyList<TaskEvent> batch, bool closesOnQuestion, out bool closes)
    {
        closes = false;
        var items = new List<StreamItem>(batch.Count);
        foreach (var item in batch)
        {
            closes = closesOnQuestion && item.State == TaskState.InputRequired;
            if (item.Kind != TaskEventKind.Marker) items.Add(new StreamItem(item.Id, Payload.Raw(item.Payload), item.At, closes));
            if (closes) break;
        }

        return items;
    }
}
