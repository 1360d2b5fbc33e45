namespace CodexA2A.ScriptedModel.Requests;

/// <summary>A request that cannot be played; answered with 400 and the message, so that Codex does not try again.</summary>
internal sealed class BadRequestException(string code, string message) : Exception(message)
{
    /// <summary>A short name of the mistake.</summary>
    public string Code { get; } = code;
}
