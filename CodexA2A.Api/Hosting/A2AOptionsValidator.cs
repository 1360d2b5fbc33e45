using Microsoft.Extensions.Options;

namespace CodexA2A.Api.Hosting;

/// <summary>Checks each setting by itself.</summary>
[OptionsValidator]
internal sealed partial class A2AOptionsValidator : IValidateOptions<A2AOptions>;
