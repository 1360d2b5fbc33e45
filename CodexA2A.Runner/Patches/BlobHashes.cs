using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CodexA2A.Runner.Patches;

/// <summary>SHA-256 of what git stores under ids. git read the files when it stored them and follows no link, so nothing outside the workspace is read.</summary>
internal static class BlobHashes
{
    /// <summary>The hashes by id; an id that git lacks has none.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(Git git, IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        var asked = ids.Distinct().ToArray();
        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        if (asked.Length > 0)
        {
            var input = Encoding.ASCII.GetBytes(string.Concat(asked.Select(id => id + "\n")));
            await git.RunAsync(["cat-file", "--batch"], input, (stream, token) => HashAsync(stream, hashes, token), cancellationToken);
        }

        return hashes;
    }

    /// <summary>Each object is a line <c>id type size</c>, its bytes and a line's end; one that is missing a line alone.</summary>
    private static async Task<bool> HashAsync(Stream stream, Dictionary<string, string> hashes, CancellationToken cancellationToken)
    {
        var reader = new BufferedStream(stream, 64 * 1024);
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            while (await LineAsync(reader, buffer, cancellationToken) is { } line)
            {
                if (line.Split(' ') is not [var id, "blob", var size])
                {
                    if (line.EndsWith(" missing", StringComparison.Ordinal))
                    {
                        continue;
                    }

                    return false;
                }

                using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                for (var left = long.Parse(size, CultureInfo.InvariantCulture); left > 0;)
                {
                    var read = await reader.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), cancellationToken);
                    if (read == 0)
                    {
                        return false;
                    }

                    hash.AppendData(buffer, 0, read);
                    left -= read;
                }

                hashes[id] = Convert.ToHexStringLower(hash.GetHashAndReset());
                await reader.ReadExactlyAsync(buffer.AsMemory(0, 1), cancellationToken);
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<string?> LineAsync(BufferedStream reader, byte[] buffer, CancellationToken cancellationToken)
    {
        for (var length = 0; length < 256; length++)
        {
            if (await reader.ReadAsync(buffer.AsMemory(length, 1), cancellationToken) == 0)
            {
                return null;
            }

            if (buffer[length] == (byte)'\n')
            {
                return Encoding.ASCII.GetString(buffer, 0, length);
            }
        }

        return null;
    }
}
