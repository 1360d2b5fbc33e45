using System.Buffers.Text;
using System.CommandLine;
using System.Security.Cryptography;
using CodexA2A.Api.Auth;
using CodexA2A.Api.Auth.Passwords;

namespace CodexA2A.Cli.Commands;

/// <summary><c>codex-a2a token</c>: a new bearer token, and the hashes under which credentials are stored.</summary>
internal static class TokenCommand
{
    private const int Bytes = 32;

    /// <summary>The command.</summary>
    /// <param name="input">What <c>--stdin</c> reads; null for standard input. A secret is never taken from the command line, which everybody on the machine can read.</param>
    public static Command Create(TextReader? input = null)
    {
        var command = new Command("token", "Print a new random bearer token (256 bits, base64url), for A2A_BEARER_TOKEN.");
        var hash = new Option<bool>("--hash") { Description = "Print its SHA-256 on a second line, for token_sha256 of a credential." };
        var password = new Option<bool>("--password") { Description = "Print a new random password, and its slow hash on a second line, for password_pbkdf2." };
        var stdin = new Option<bool>("--stdin") { Description = "Read the token or the password from standard input instead, and print the hash alone." };
        command.Add(hash);
        command.Add(password);
        command.Add(stdin);
        command.Validators.Add(result =>
        {
            if (result.GetValue(hash) && result.GetValue(password)) result.AddError("--hash and --password are two different hashes: give one of them.");
            else if (result.GetValue(stdin) && !result.GetValue(hash) && !result.GetValue(password)) result.AddError("--stdin needs --hash or --password.");
        });
        command.SetAction(parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var isGiven = parsed.GetValue(stdin);
            var secret = isGiven ? (input ?? Console.In).ReadLine() ?? "" : Random();
            if (secret.Length < CredentialItem.MinimumSecretLength)
            {
                error.WriteLine($"Standard input has fewer than {CredentialItem.MinimumSecretLength} characters on its first line; the service takes no secret that short.");
                return ExitCodes.Usage;
            }

            if (!isGiven) output.WriteLine(secret);
            // As the service reads them: a token without what is around it, a password as it is.
            if (parsed.GetValue(hash)) output.WriteLine(SecretHash.Of(secret.Trim()).Hex());
            if (parsed.GetValue(password)) output.WriteLine(PasswordHash.Create(secret).Text);
            return ExitCodes.Ok;
        });
        return command;
    }

    /// <summary>A token that nobody can guess.</summary>
    public static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
}
