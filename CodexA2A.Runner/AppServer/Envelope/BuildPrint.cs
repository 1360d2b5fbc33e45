using System.Globalization;
using System.Security.Cryptography;

namespace CodexA2A.Runner.AppServer.Envelope;

/// <summary>
/// What a build of Codex is known by: its size, and a hash over samples of it. To hash all of its 300 MB takes five times as long as
/// to ask it for its schema; who could change it unseen could as well change this service.
/// </summary>
internal static class BuildPrint
{
    private const int Samples = 64;
    private const int SampleBytes = 4096;

    /// <summary><c>SIZE:SHA-256</c>; null when the file cannot be read.</summary>
    public static string? Of(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var sample = new byte[SampleBytes];
            for (var n = 0; n < Samples; n++)
            {
                stream.Position = Math.Max(0, stream.Length - SampleBytes) * n / (Samples - 1);
                hash.AppendData(sample, 0, stream.ReadAtLeast(sample, SampleBytes, throwOnEndOfStream: false));
            }

            return string.Create(CultureInfo.InvariantCulture, $"{stream.Length}:{Convert.ToHexStringLower(hash.GetHashAndReset())}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
