using System.Text;
using CodexA2A.Api.Tests.Support;

namespace CodexA2A.Api.Tests.Captures;

/// <summary>Sends what was recorded over HTTP/1.1, and takes the answer apart byte by byte.</summary>
internal static class HttpPlayer
{
    /// <summary>Sends a request; of a stream only the first frame is read yet.</summary>
    public static async Task<Answering> SendAsync(ApiHost host, Sent sent, Comparison names)
    {
        var path = sent.Path.Replace("/a2a/jsonrpc", "/", StringComparison.Ordinal).Replace("/strict/jsonrpc", "/", StringComparison.Ordinal).Replace("/a2a/rest", "", StringComparison.Ordinal);
        using var request = new HttpRequestMessage(new HttpMethod(sent.Method), names.Translate(path));
        if (sent.Body.Length > 0 || sent.Method == "POST") request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(names.Translate(sent.Body)));
        foreach (var (name, value) in sent.Headers)
        {
            if (name.ToUpperInvariant() is "HOST" or "CONTENT-LENGTH" or "CONNECTION" or "ACCEPT-ENCODING") continue;
            if (!request.Headers.TryAddWithoutValidation(name, names.Translate(value))) request.Content?.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {ApiHost.Alice}");
        return await Answering.BeginAsync(await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken));
    }
}

/// <summary>An answer that is still being read.</summary>
internal sealed class Answering
{
    private readonly StringBuilder text = new();
    private readonly Decoder decoder = Encoding.UTF8.GetDecoder();
    private readonly Got got;
    private Stream? body;

    private Answering(Got got) => this.got = got;

    public static async Task<Answering> BeginAsync(HttpResponseMessage response)
    {
        var got = new Got((int)response.StatusCode);
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
        {
            got.Headers[name] = string.Join(", ", values);
        }

        var answering = new Answering(got) { body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken) };
        while (got.IsStream && !answering.text.ToString().Contains("\n\n", StringComparison.Ordinal) && await answering.ReadAsync())
        {
            // Until there is a frame.
        }

        return answering;
    }

    /// <summary>Reads to the end.</summary>
    public async Task<Got> EndAsync()
    {
        while (await ReadAsync())
        {
            // Until there is no more.
        }

        if (!got.IsStream)
        {
            got.Body = text.ToString();
            return got;
        }

        Assert.DoesNotContain('\r', text.ToString());
        Assert.EndsWith("\n\n", text.ToString(), StringComparison.Ordinal);
        got.Frames.AddRange(text.ToString()[..^2].Split("\n\n").Select(frame => frame.Split('\n')));
        return got;
    }

    private async Task<bool> ReadAsync()
    {
        var buffer = new byte[16 * 1024];
        var length = await body!.ReadAsync(buffer, TestContext.Current.CancellationToken);
        var characters = new char[buffer.Length];
        text.Append(characters, 0, decoder.GetChars(buffer, 0, length, characters, 0));
        return length > 0;
    }
}
