using System.Security.Cryptography;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.EndToEnd.Interop;

/// <summary>The signed cards of the service, verified by the official JavaScript SDK and by our own command.</summary>
public sealed class SignedCardTests
{
    [Fact]
    public async Task A_signed_card_verifies_with_the_official_SDK_and_with_our_command()
    {
        var token = TestContext.Current.CancellationToken;
        using var keys = new TestFolder();
        await using var stage = await Stage.StartAsync(
            new Dictionary<string, string?>
            {
                ["A2A__CardSigningKeyFiles__0"] = await KeyAsync(keys, "new.pem"),
                ["A2A__CardSigningKeyFiles__1"] = await KeyAsync(keys, "old.pem"),
            },
            cancellationToken: token);
        var address = stage.Service.Address.AbsoluteUri;
        var environment = new Dictionary<string, string?> { ["A2A_URL"] = address, ["A2A_TOKEN"] = ServiceProcess.Token };
        var sdk = await ToolRun.RunAsync("node", [Path.Combine(Places.Root, "tests", "interop-js", "card.mjs")], environment, token);
        Assert.True(sdk.ExitCode == 0, sdk.ToString());
        Assert.Equal(8, sdk.Output.Split("ok   ").Length - 1);

        var ours = await ToolRun.CommandAsync(["card", "verify", address], environment, token);
        Assert.True(ours.ExitCode == 0, ours.ToString());
        Assert.Equal(4, ours.Output.Split(" holds.").Length - 1);
        Assert.DoesNotContain("WRONG", ours.Output, StringComparison.Ordinal);

        var foreign = Path.Combine(keys.Data, "foreign.pem");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(foreign, key.ExportSubjectPublicKeyInfoPem(), token);
        Assert.Equal(1, (await ToolRun.CommandAsync(["card", "verify", address, "--key", foreign], environment, token)).ExitCode);
        Assert.Equal(2, (await ToolRun.CommandAsync(["card", "verify", address, "--key", "no-such-file"], environment, token)).ExitCode);
    }

    private static async Task<string> KeyAsync(TestFolder folder, string name)
    {
        var file = Path.Combine(folder.Data, name);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(file, key.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);
        return file;
    }
}
