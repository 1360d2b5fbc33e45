using CodexA2A.Api.Hosting;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Auth;

/// <summary>The credentials as they are now. A changed file replaces all of them at once; one that is broken changes nothing.</summary>
internal sealed partial class CredentialStore : IDisposable
{
    private readonly A2AOptions options;
    private readonly ILogger<CredentialStore> logger;
    private readonly CredentialRule? rule;
    private readonly Lock gate = new();
    private string? text;
    private volatile CredentialTable current;
    private volatile string? problem;
    private CancellationTokenSource replaced = new();

    public CredentialStore(IOptions<A2AOptions> options, ILogger<CredentialStore> logger, CredentialRule? rule = null)
    {
        (this.options, this.logger, this.rule) = (options.Value, logger, rule);
        text = CredentialFile.Read(this.options.CredentialsFile);
        current = new CredentialTable(CredentialReader.Read(this.options, text));
        if (text is not null && CredentialFile.IsOpen(this.options.CredentialsFile!)) LogOpen(this.options.CredentialsFile!);
    }

    /// <summary>All credentials.</summary>
    public CredentialTable Current => current;

    /// <summary>True when there is a file.</summary>
    public bool CanChange => !string.IsNullOrEmpty(options.CredentialsFile);

    /// <summary>Why the file is not what is in use; null when it is.</summary>
    public string? Problem => problem;

    /// <summary>Canceled when other credentials take the place of those of now.</summary>
    public CancellationToken Replaced
    {
        get
        {
            lock (gate) return replaced.Token;
        }
    }

    /// <summary>Reads the file again; true when the credentials changed.</summary>
    public bool Reload()
    {
        CancellationTokenSource old;
        try
        {
            var read = CredentialFile.Read(options.CredentialsFile);
            if (read == text)
            {
                problem = null;
                return false;
            }

            var credentials = CredentialReader.Read(options, read);
            if (rule?.Invoke(credentials) is { } mistake) throw new FormatException(mistake);
            var table = new CredentialTable(credentials, current.ListsCertificates);
            lock (gate)
            {
                (text, current, problem) = (read, table, null);
                (old, replaced) = (replaced, new CancellationTokenSource());
            }
        }
#pragma warning disable CA1031 // Whatever is wrong with a file, the service goes on with the credentials that it has.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (problem != exception.Message) LogBroken(exception.Message);
            problem = exception.Message;
            return false;
        }

        LogReplaced(options.CredentialsFile);
        // Not disposed: who has just taken its token may still register.
        old.Cancel();
        return true;
    }

    /// <inheritdoc />
    public void Dispose() => replaced.Dispose();

    [LoggerMessage(LogLevel.Warning, "{File} holds credentials and can be read by others than its owner; chmod 600 it")]
    private partial void LogOpen(string file);

    [LoggerMessage(LogLevel.Information, "{File} has changed: its credentials are in force")]
    private partial void LogReplaced(string? file);

    [LoggerMessage(LogLevel.Error, "The credentials stay as they were: {Problem}")]
    private partial void LogBroken(string problem);
}
