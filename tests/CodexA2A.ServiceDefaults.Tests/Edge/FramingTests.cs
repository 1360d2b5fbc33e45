using CodexA2A.ServiceDefaults.Edge;
using Microsoft.AspNetCore.Http;

namespace CodexA2A.ServiceDefaults.Tests.Edge;

public sealed class FramingTests
{
    [Theory]
    [InlineData("HTTP/1.1", null, null, false)]
    [InlineData("HTTP/1.1", null, "5", false)]
    [InlineData("HTTP/1.1", "chunked", null, false)]
    [InlineData("HTTP/1.1", "Chunked", null, false)]
    [InlineData("HTTP/1.1", "chunked", "5", true)]
    [InlineData("HTTP/1.1", "gzip, chunked", null, true)]
    [InlineData("HTTP/1.1", "chunked, chunked", null, true)]
    [InlineData("HTTP/1.1", "identity", null, true)]
    [InlineData("HTTP/1.1", "", null, true)]
    [InlineData("HTTP/1.0", "chunked", null, true)]
    [InlineData("HTTP/1.0", null, "5", false)]
    [InlineData("HTTP/2", null, "5", false)]
    public void A_body_ends_in_one_way(string protocol, string? coding, string? length, bool doubtful)
    {
        var http = new DefaultHttpContext();
        http.Request.Protocol = protocol;
        if (coding is not null) http.Request.Headers.TransferEncoding = coding;
        if (length is not null) http.Request.Headers["Content-Length"] = length;
        Assert.Equal(doubtful, Framing.IsDoubtful(http.Request));
    }

    [Fact]
    public void A_length_that_the_server_has_put_away_counts()
    {
        var http = new DefaultHttpContext();
        http.Request.Protocol = "HTTP/1.1";
        http.Request.Headers.TransferEncoding = "chunked";
        http.Request.Headers["X-Content-Length"] = "5";
        Assert.True(Framing.IsDoubtful(http.Request));
    }
}
