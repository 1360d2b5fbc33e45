using System.Globalization;
using System.Text;

namespace CodexA2A.Probes.Tests.Harness;

/// <summary>An answer as it stood on the connection.</summary>
internal sealed record RawAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>Takes what came apart, strictly: whatever is no answer is an error of ours.</summary>
internal static class RawAnswers
{
    private const string LineEnd = "\r\n";

    /// <summary>The answers in their order, without those that only say to go on.</summary>
    public static IReadOnlyList<RawAnswer> Read(byte[] bytes)
    {
        List<RawAnswer> answers = [];
        var rest = Encoding.Latin1.GetString(bytes);
        while (rest.Length > 0)
        {
            var end = rest.IndexOf(LineEnd + LineEnd, StringComparison.Ordinal);
            Assert.True(end >= 0 && rest.StartsWith("HTTP/1.1 ", StringComparison.Ordinal), $"No answer: {rest}");
            var lines = rest[..end].Split(LineEnd);
            var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).GroupBy(pair => pair[0], StringComparer.OrdinalIgnoreCase)
                .ToDictionary(group => group.Key, group => string.Join(", ", group.Select(pair => pair.ElementAtOrDefault(1))), StringComparer.OrdinalIgnoreCase);
            rest = rest[(end + 4)..];
            var status = int.Parse(lines[0].AsSpan(9, 3), CultureInfo.InvariantCulture);
            var body = status < 200 ? "" : headers.ContainsKey("Transfer-Encoding") ? Chunks(ref rest) : Take(ref rest, headers);
            if (status >= 200) answers.Add(new RawAnswer(status, headers, body));
        }

        return answers;
    }

    private static string Take(ref string rest, Dictionary<string, string> headers)
    {
        var length = int.Parse(headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture);
        Assert.True(length <= rest.Length, $"The body was cut off: {rest}");
        var body = rest[..length];
        rest = rest[length..];
        return body;
    }

    private static string Chunks(ref string rest)
    {
        var body = new StringBuilder();
        while (true)
        {
            var end = rest.IndexOf(LineEnd, StringComparison.Ordinal);
            Assert.True(end > 0, $"No chunk: {rest}");
            var size = int.Parse(rest.AsSpan(0, end), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            body.Append(rest.AsSpan(end + 2, size));
            rest = rest[(end + 2 + size + 2)..];
            if (size == 0) return body.ToString();
        }
    }
}
