namespace CodexA2A.Protocol;

/// <summary>A type of which exactly one member must be set (a proto <c>oneof</c>).</summary>
internal interface IOneOf
{
    /// <summary>How many of the alternatives are set; valid only when it is 1.</summary>
    int SetCount { get; }

    /// <summary>The wire names of the alternatives, for error messages.</summary>
    string Alternatives { get; }
}
