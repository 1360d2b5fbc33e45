using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace CodexA2A.Tasks.Redis;

/// <summary>How the seam uses Redis; where Redis is says <c>ConnectionStrings:redis</c>.</summary>
public sealed class RedisSeamOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Redis";

    /// <summary>Accepts a Redis on the network without TLS or without a password.</summary>
    public bool AllowInsecure { get; set; }

    /// <summary>What every key begins with: two installations in one Redis need two.</summary>
    [RegularExpression("[A-Za-z0-9:._-]{0,64}", ErrorMessage = "Redis:KeyPrefix must be at most 64 letters, digits, colons, dots, dashes or underscores.")]
    public string KeyPrefix { get; set; } = "codex-a2a:";

    /// <summary>Into how many partitions sessions are spread; fixed for an installation from its first start.</summary>
    [NumberRange(1, 100, ErrorMessage = "Redis:Partitions must be between 1 and 100.")]
    public int Partitions { get; set; } = 64;
}

/// <summary>Checks <see cref="RedisSeamOptions"/> at start.</summary>
[OptionsValidator]
internal sealed partial class RedisSeamOptionsValidator : IValidateOptions<RedisSeamOptions>;

/// <summary>Checks the connection string that goes with them.</summary>
internal sealed class RedisConnectionValidator(IConfiguration configuration) : IValidateOptions<RedisSeamOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, RedisSeamOptions options)
    {
        try
        {
            RedisSettings.RefuseInsecure(RedisSettings.Parse(configuration.GetConnectionString(RedisSettings.Name)), options.AllowInsecure);
            return ValidateOptionsResult.Success;
        }
        catch (InvalidOperationException exception)
        {
            return ValidateOptionsResult.Fail(exception.Message);
        }
    }
}
