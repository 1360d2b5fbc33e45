namespace CodexA2A.Chaos.Tests.Volume;

/// <summary>Where the store of a run is, and how everybody uses it; as settings <c>section:name=value</c>.</summary>
/// <param name="Server">The connection string.</param>
internal sealed record SeamPlace(string Server)
{
    /// <summary>The user of a Redis that lets it say hints but not hear any.</summary>
    private const string Deaf = "deaf";

    /// <summary>What Redis is started with, so that there is that user.</summary>
    public static readonly string[] ServerArguments =
        ["--user", Deaf, "on", "nopass", "~*", "&*", "+@all", "-subscribe", "-ssubscribe", "-psubscribe"];

    /// <summary>The settings of one process.</summary>
    /// <param name="hints">False when it must do without hints.</param>
    public IEnumerable<string> Settings(bool hints) =>
    [
        // With a lease of 2 s a call must not take the 3 s that it may in production.
        $"ConnectionStrings:redis={Server},asyncTimeout=1000,syncTimeout=1000{(hints ? "" : $",user={Deaf},password=none")}",
        "A2A:Seam:LeaseTime=00:00:02",
    ];
}
