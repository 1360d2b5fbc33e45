namespace CodexA2A.ServiceDefaults.Edge;

/// <summary>What is to be done with a request, as far as it depends on who could have had it sent.</summary>
public enum EdgeVerdict
{
    /// <summary>No page of elsewhere sent it.</summary>
    Pass,

    /// <summary>A page of an allowed origin sent it; its browser must be told so with the answer.</summary>
    PassAcross,

    /// <summary>A page of an allowed origin will send one; only its browser asks now.</summary>
    Preflight,

    /// <summary>Where it ends nobody can say for sure; nothing behind it may be taken for a request.</summary>
    EndRefused,

    /// <summary>It is for a name that the service does not answer to.</summary>
    HostRefused,

    /// <summary>A page of elsewhere sent it.</summary>
    OriginRefused,
}
