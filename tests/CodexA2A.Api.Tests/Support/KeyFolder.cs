using System.Security.Cryptography;

namespace CodexA2A.Api.Tests.Support;

/// <summary>Key files of a test.</summary>
internal sealed class KeyFolder : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("a2a-keys-").FullName;

    public string Write(string name, string text)
    {
        var file = Path.Combine(folder, name);
        File.WriteAllText(file, text);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return file;
    }

    public string Key(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Write(name, key.ExportECPrivateKeyPem());
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
