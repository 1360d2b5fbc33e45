using System.ComponentModel.DataAnnotations;
using CodexA2A.Api.Outbound;
using CodexA2A.Tasks;
using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Push;

/// <summary>Settings of push notifications, section <c>Push</c>; the same in every process of a fleet.</summary>
public sealed class PushOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Push";

    /// <summary>Take webhooks and deliver to them; shown on the card. Default: true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Most deliveries that this process sends at the same time; to one receiver (host and port) at most a quarter of them. Default: 64.</summary>
    [NumberRange(1, 1024, ErrorMessage = "Push:MaxConcurrent must be between 1 and 1024.")]
    public int MaxConcurrent { get; set; } = 64;

    /// <summary>How long one delivery may take, its connection included. Default: 00:00:10.</summary>
    [TimeRange("00:00:00.1", "00:01:00", ErrorMessage = "Push:Timeout must be between 00:00:00.1 and 00:01:00.")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long webhooks stay with a process that gives no sign of life; another one delivers from then on. Default: 00:00:30.</summary>
    [TimeRange("00:00:02", "00:10:00", ErrorMessage = "Push:LeaseTime must be between 00:00:02 and 00:10:00.")]
    public TimeSpan LeaseTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A webhook whose deliveries have failed for so long is given up. Default: 1.00:00:00.</summary>
    [TimeRange("00:00:01", "30.00:00:00", ErrorMessage = "Push:GiveUpAfter must be between 00:00:01 and 30.00:00:00 (days.hours:minutes:seconds).")]
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Signs deliveries instead of the webhook's own token, which goes along with each; a secret. Default: none, and webhooks without a token are not signed.</summary>
    [StringLength(4096, MinimumLength = 16, ErrorMessage = "Push:SigningKey must have 16 to 4096 characters.")]
    public string? SigningKey { get; set; }

    /// <summary>
    /// Receivers that may be reached although their address is not public, or by http: host names, <c>*.suffix</c>, addresses and networks
    /// (<c>10.1.0.0/16</c>), separated by commas. A host name allows whatever it resolves to. Default: none.
    /// </summary>
    [AllowedReceivers(ErrorMessage = "Push:AllowedHosts must be host names, *.suffixes, addresses or networks such as 10.1.0.0/16, separated by commas.")]
    public string? AllowedHosts { get; set; }
}

/// <summary>Checks each setting by itself.</summary>
[OptionsValidator]
internal sealed partial class PushOptionsValidator : IValidateOptions<PushOptions>;
