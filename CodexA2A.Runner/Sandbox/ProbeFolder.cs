using System.Security.Cryptography;
using CodexA2A.Runner.AppServer;

namespace CodexA2A.Runner.Sandbox;

/// <summary>A fresh folder of a probe, for the service's user alone; removed when it is disposed.</summary>
internal sealed class ProbeFolder : IDisposable
{
    /// <summary>Makes it.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be.</exception>
    public ProbeFolder(string parent) =>
        Path = CodexPaths.Private(System.IO.Path.Combine(parent, $"a2a-probe-{RandomNumberGenerator.GetHexString(16, lowercase: true)}"));

    /// <summary>Its absolute path.</summary>
    public string Path { get; }

    /// <inheritdoc />
    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It holds nothing but random words.
        }
    }
}
