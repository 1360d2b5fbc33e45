namespace CodexA2A.Api.Tests.Edge;

/// <summary>A request as a browser sends it, and what comes of it.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Service">How the service is set up, of <see cref="BrowserServices"/>.</param>
/// <param name="Call">Method and path.</param>
/// <param name="Status">The HTTP status of the answer.</param>
public sealed record BrowserCase(string Name, string Service, string Call, int Status)
{
    /// <summary>The header Host; <c>PORT</c> in it, and in the origin, is the port of the service.</summary>
    public string? Host { get; init; }

    public string? Origin { get; init; }

    /// <summary>The header Sec-Fetch-Site.</summary>
    public string? Site { get; init; }

    /// <summary>The header Access-Control-Request-Method.</summary>
    public string? Asks { get; init; }

    /// <summary>The header Content-Type of a message to send; none sends no body.</summary>
    public string? Sends { get; init; }

    /// <summary>Whether it brings a credential.</summary>
    public bool WithToken { get; init; } = true;

    /// <summary>The reason of a refusal.</summary>
    public string? Reason { get; init; }

    public string Method => Call.Split(' ')[0];

    public string Path => Call.Split(' ')[1];

    public override string ToString() => Name;
}
