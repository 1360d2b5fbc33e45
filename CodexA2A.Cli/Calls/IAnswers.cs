using CodexA2A.Cli.Client;

namespace CodexA2A.Cli.Calls;

/// <summary>Who answers what the agent asks.</summary>
internal interface IAnswers
{
    /// <summary>The parts of the answer: one of text as a rule, one for each of several questions, or one of data for a form.</summary>
    /// <param name="question">The question; null when the agent only said that it waits.</param>
    /// <param name="refusal">Why the answer before was not taken; null at the first try.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null when nobody is there to answer, or to answer again.</returns>
    ValueTask<IReadOnlyList<Part>?> AnswerAsync(OpenQuestion? question, string? refusal, CancellationToken cancellationToken);
}

/// <summary>How <c>--approve</c> decides.</summary>
internal enum ApproveMode
{
    /// <summary>A person at the terminal is asked.</summary>
    Ask,

    /// <summary>Everything is approved.</summary>
    Yes,

    /// <summary>Everything is denied; the turn goes on.</summary>
    No,
}
