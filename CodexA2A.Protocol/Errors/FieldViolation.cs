namespace CodexA2A.Protocol;

/// <summary>What is wrong with one member of a request (google.rpc.BadRequest).</summary>
/// <param name="Field">Path of the member in wire names, such as <c>message.parts[1]</c>; a header's name for a header.</param>
/// <param name="Description">What is wrong and what would be right, for a person.</param>
public sealed record FieldViolation(string Field, string Description);
