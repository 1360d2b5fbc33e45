namespace CodexA2A.Api.Auth;

/// <summary>What else credentials must keep to, at the start and when their file has changed: a sentence about what is wrong, or null.</summary>
internal delegate string? CredentialRule(IReadOnlyList<Credential> credentials);
