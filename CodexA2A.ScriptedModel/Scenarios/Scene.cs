using CodexA2A.ScriptedModel.Requests;
using CodexA2A.ScriptedModel.Steps;

namespace CodexA2A.ScriptedModel.Scenarios;

/// <summary>Everything a scenario sees and uses to make one reply.</summary>
internal sealed class Scene(ModelRequest request, Arguments arguments, Reply reply)
{
    public const string Commentary = "commentary";
    public const string FinalAnswer = "final_answer";

    public ModelRequest Request { get; } = request;

    public Arguments Arguments { get; } = arguments;

    public Reply Reply { get; } = reply;

    public ToolCalls Tools { get; } = new(request, reply);

    /// <summary>A message, one delta for each text.</summary>
    /// <param name="deltas">The texts.</param>
    /// <param name="delay">The time before each delta.</param>
    /// <param name="phase"><see cref="Commentary"/>, <see cref="FinalAnswer"/>, or null for none.</param>
    /// <param name="gate">A gate that the message passes, or null.</param>
    /// <param name="gateAt">How many deltas come before the gate.</param>
    public IEnumerable<Step> Say(
        IEnumerable<string> deltas, TimeSpan delay = default, string? phase = null, string? gate = null, int gateAt = 1)
    {
        var message = new MessageItem(Reply, phase);
        yield return message.Added();
        var sent = 0;
        foreach (var delta in deltas)
        {
            if (delay > TimeSpan.Zero)
            {
                yield return new Pause(delay);
            }

            yield return message.Delta(delta);
            if (++sent == gateAt && gate is not null)
            {
                yield return new PassGate(gate);
            }
        }

        yield return message.Done();
    }

    /// <summary>A message, one delta for each word.</summary>
    public IEnumerable<Step> Say(string text, TimeSpan delay = default, string? phase = null) =>
        Say(Words.Split(text), delay, phase);

    /// <summary>A thought: summary parts (each with a delta for each word) and raw text.</summary>
    public IEnumerable<Step> Think(IEnumerable<string> summaries, string raw = "", TimeSpan delay = default)
    {
        var thought = new ReasoningItem(Reply);
        yield return thought.Added();
        foreach (var summary in summaries)
        {
            yield return thought.SummaryPartAdded();
            foreach (var word in Words.Split(summary))
            {
                if (delay > TimeSpan.Zero)
                {
                    yield return new Pause(delay);
                }

                yield return thought.SummaryDelta(word);
            }
        }

        foreach (var word in Words.Split(raw))
        {
            yield return thought.RawDelta(word);
        }

        yield return thought.Done();
    }
}
