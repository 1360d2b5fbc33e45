using System.Security.Cryptography;
using CodexA2A.Api.Cards.Signing;
using CodexA2A.Api.Tests.Support;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Tests.Cards.Signing;

public sealed class SigningKeyFileTests
{
    public static TheoryData<string, string> Wrong
    {
        get
        {
            using var rsa = RSA.Create(2048);
            using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
            using var p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var secret = new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 10);
            return new()
            {
                { "", "holds no private EC key" },
                { "not a key", "holds no private EC key" },
                { rsa.ExportPkcs8PrivateKeyPem(), "holds no private EC key" },
                { p256.ExportSubjectPublicKeyInfoPem(), "holds no private EC key" },
                { p256.ExportEncryptedPkcs8PrivateKeyPem("password", secret), "holds no private EC key" },
                { p384.ExportECPrivateKeyPem(), "is a key of another curve than P-256" },
                { new string('x', 70_000), "is no key: it is larger than 64 KiB" },
            };
        }
    }

    [Theory, MemberData(nameof(Wrong))]
    public async Task A_file_that_holds_no_key_stops_the_start(string text, string message)
    {
        using var keys = new KeyFolder();
        var file = keys.Write("k.pem", text);
        var error = await StartAsync(new() { ["A2A:CardSigningKeyFiles:0"] = file });
        Assert.Contains($"A2A:CardSigningKeyFiles: {file} {message}", error.Message, StringComparison.Ordinal);
        if (text.Length > 20) Assert.DoesNotContain(text[..20], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_stops_the_start() =>
        Assert.Contains("no-such-key.pem cannot be read", (await StartAsync(new() { ["A2A:CardSigningKeyFiles:0"] = "no-such-key.pem" })).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("A2A:Title", "Códex")]
    [InlineData("A2A:Description", "An agent – ours")]
    [InlineData("A2A:PublicUrl", "https://cödex.example.org")]
    public async Task Texts_that_clients_sign_differently_stop_the_start(string key, string value)
    {
        using var keys = new KeyFolder();
        var error = await StartAsync(new() { ["A2A:CardSigningKeyFiles:0"] = keys.Key("k.pem"), [key] = value });
        Assert.Contains($"{key} must be ASCII", error.Message, StringComparison.Ordinal);
        await using var unsigned = await ApiHost.StartAsync(new() { [key] = value });
    }

    [Fact]
    public void A_file_that_others_can_read_is_told()
    {
        if (OperatingSystem.IsWindows()) return;
        using var keys = new KeyFolder();
        var file = keys.Key("k.pem");
        Assert.False(SigningKeyFiles.IsOpen(file));
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.True(SigningKeyFiles.IsOpen(file));
    }

    private static Task<OptionsValidationException> StartAsync(Dictionary<string, string?> settings) =>
        Assert.ThrowsAsync<OptionsValidationException>(() => ApiHost.StartAsync(settings));
}
