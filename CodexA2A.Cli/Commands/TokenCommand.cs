using System.Buffers.Text;
using System.CommandLine;
using System.Security.Cryptography;

namespace CodexA2A.Cli.Commands;

/// <summary><c>codex-a2a token</c>: a new bearer token.</summary>
internal static class TokenCommand
{
    private const int Bytes = 32;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("token", "Print a new random bearer token (256 bits, base64url), for A2A_BEARER_TOKEN.");
        command.SetAction(parsed =>
        {
            parsed.InvocationConfiguration.Output.WriteLine(Random());
            return ExitCodes.Ok;
        });
        return command;
    }

    /// <summary>A token that nobody can guess.</summary>
    public static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
}
