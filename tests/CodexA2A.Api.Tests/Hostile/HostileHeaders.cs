using System.Text;
using static CodexA2A.Api.Tests.Hostile.HostileBody;

namespace CodexA2A.Api.Tests.Hostile;

/// <summary>Bodies that say of themselves that they are something else: what they are does not matter then.</summary>
internal static class HostileHeaders
{
    private static readonly string?[] Types =
    [
        null, "", "text/plain", "text/plain;charset=UTF-8", "text/html", "text/json", "*/*", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
        "application/xml", "application/jsonx", "application/x-json", "application/problem+json", "application/json, text/plain", "json",
        "application/json; charset=utf-16", "application/json; charset=utf-7", "application/json; charset=iso-8859-1", "application/json; charset=\"utf-16\"",
    ];

    private static readonly string[] Encodings = ["gzip", "x-gzip", "deflate", "br", "zstd", "compress", "gzip, gzip", "identity, gzip", "unknown"];

    public static IEnumerable<HostileBody> All =>
    [
        .. Types.Select(type => Said("Content-Type", type) with { ContentType = type }),
        .. Encodings.Select(encoding => Said("Content-Encoding", encoding) with { ContentEncoding = encoding }),
        // 4 MiB of zeros in 4 KiB: nobody unpacks it.
        Said("Content-Encoding", "gzip, of very much") with { ContentEncoding = "gzip", Rpc = HostileBytes.Gzip(new string('0', 4 << 20)), Rest = HostileBytes.Gzip(new string('0', 4 << 20)) },
    ];

    private static HostileBody Said(string header, string? value) => new($"{header}: {value ?? "none"}", A2AErrorCode.ContentTypeNotSupported)
    {
        Rpc = Encoding.UTF8.GetBytes(Envelope(Good)),
        Rest = Encoding.UTF8.GetBytes(Good),
        Field = header,
    };
}
