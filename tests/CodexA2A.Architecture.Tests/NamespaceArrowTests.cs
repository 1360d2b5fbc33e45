using System.Reflection;
using CodexA2A.Architecture.Tests.Assemblies;

namespace CodexA2A.Architecture.Tests;

/// <summary>Who may name whom inside the projects, read from the compiled code (docs/architecture.md).</summary>
public sealed class NamespaceArrowTests
{
    private const string CodexWire = "CodexA2A.Runner.AppServer.Protocol";
    private const string A2A = "CodexA2A.Protocol";

    [Theory]
    [InlineData("JsonRpc")]
    [InlineData("Rest")]
    [InlineData("Grpc")]
    [InlineData("Sse")]
    [InlineData("Compat")]
    public void The_request_handler_knows_no_binding(string binding) =>
        Nobody(Within("CodexA2A.Api.Handling"), type => type.TypesIn("CodexA2A.Api." + binding));

    [Fact]
    public void Requests_of_ours_know_nothing_of_webhooks() => Nobody(Within("CodexA2A.Api.Outbound"), type => type.TypesIn("CodexA2A.Api.Push"));

    [Fact]
    public void The_app_server_client_knows_nothing_of_A2A() =>
        Nobody(Within("CodexA2A.Runner.AppServer"), type => type.TypesIn(A2A).Concat(type.TypesIn("CodexA2A.Tasks")));

    [Fact]
    public void Only_the_mapping_names_both_wires() =>
        Nobody(
            Within("CodexA2A.Runner").Where(type => !type.IsIn("CodexA2A.Runner.Mapping") && type.TypesIn(A2A).Any()),
            type => type.TypesIn(CodexWire));

    [Fact]
    public void The_mapping_starts_nothing_and_stores_nothing() =>
        Nobody(Within("CodexA2A.Runner.Mapping"), type => type.TypesIn("CodexA2A.Runner.Turns").Concat(type.TypesIn("System.IO.Pipelines")));

    [Fact]
    public void Only_the_app_server_client_starts_processes() =>
        Nobody(
            Outside("CodexA2A.Runner.AppServer").Where(type => type.Assembly != "codex-a2a"),
            type => type.Types.Where(name => name is "System.Diagnostics.Process" or "System.Diagnostics.ProcessStartInfo"));

    [Fact]
    public void Only_the_gRPC_binding_names_generated_types() =>
        Nobody(
            Outside("CodexA2A.Api.Grpc"),
            type => type.TypesIn("CodexA2A.Api.Grpc.Wire").Concat(type.TypesIn("CodexA2A.Api.Grpc.Rpc")).Concat(type.TypesIn("Google.Protobuf")));

    [Fact]
    public void Only_the_redis_seam_names_redis() => Nobody(Outside("CodexA2A.Tasks.Redis"), type => type.TypesIn("StackExchange.Redis"));

    [Fact]
    public void Only_the_sqlite_store_names_sqlite() => Nobody(Outside("CodexA2A.Tasks.InProcess.Sqlite"), type => type.TypesIn("Microsoft.Data.Sqlite"));

    [Fact]
    public void The_protocol_is_linked_with_the_base_library_only() =>
        Assert.All(
            Assembly.LoadFrom(ProductAssembly.PathOf(A2A)).GetReferencedAssemblies(),
            reference => Assert.StartsWith("System.", reference.Name, StringComparison.Ordinal));

    private static IEnumerable<TypeUse> Within(string space) => ProductAssembly.Types.Where(type => type.IsIn(space));

    private static IEnumerable<TypeUse> Outside(string space) => ProductAssembly.Types.Where(type => !type.IsIn(space));

    private static void Nobody(IEnumerable<TypeUse> types, Func<TypeUse, IEnumerable<string>> forbidden) =>
        Findings.None(types.SelectMany(type => forbidden(type).Select(name => $"{type.Name} names {name}")));
}
