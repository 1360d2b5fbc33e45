using System.Text.Json.Nodes;

namespace CodexA2A.Api.Tests.Ways;

/// <summary>What a call came to, whatever the wire.</summary>
/// <param name="Failed">True for an error.</param>
/// <param name="Status">Of HTTP, or of gRPC.</param>
/// <param name="Code">The number of the error; gRPC has none.</param>
/// <param name="Reason">Of the error; what the code says where the wire says no more.</param>
/// <param name="Field">The member at fault, as the wire names it.</param>
/// <param name="Result">In the JSON of A2A 1.0.</param>
internal sealed record Said(bool Failed, int Status, int? Code, string? Reason, string? Field, JsonNode? Result);
