using System.Text.RegularExpressions;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Net.Client;
using Reflection = Grpc.Reflection.V1;
using Wire = CodexA2A.Api.Grpc.Wire;

namespace CodexA2A.EndToEnd.Pages;

/// <summary>
/// Plays a grpcurl command of a page as grpcurl does: it asks the service by reflection for the method, turns the JSON into its request, and
/// the answer into JSON. Only what the pages use is understood.
/// </summary>
internal static partial class Grpcurl
{
    /// <summary>Runs a command.</summary>
    /// <param name="command">As a person pastes it.</param>
    /// <param name="address">What <c>$GRPC</c> is.</param>
    /// <param name="token">What <c>$A2A_TOKEN</c> is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What it prints.</returns>
    public static async Task<string> RunAsync(string command, string address, string token, CancellationToken cancellationToken)
    {
        var parsed = Command().Match(command);
        Assert.True(parsed.Success, $"no such command of grpcurl is understood: {command}");
        using var channel = GrpcChannel.ForAddress($"http://{address}");
        var options = new CallOptions(new Metadata { { "authorization", $"Bearer {token}" } }, cancellationToken: cancellationToken);
        var (service, name) = (parsed.Groups["service"].Value, parsed.Groups["method"].Value);
        var ours = Wire.A2AReflection.Descriptor.Services.Single(one => one.FullName == service).Methods.Single(one => one.Name == name);
        Assert.Equal(ours.ToProto(), await DescribedAsync(channel, options, service, name));

        var request = ours.InputType.Parser.ParseJson(parsed.Groups["json"].Value);
        using var call = channel.CreateCallInvoker().AsyncUnaryCall(
            new Method<byte[], byte[]>(MethodType.Unary, service, name, Marshallers.Create(Same, Same), Marshallers.Create(Same, Same)), null, options, request.ToByteArray());
        return JsonFormatter.Default.Format(ours.OutputType.Parser.ParseFrom(await call));

        static byte[] Same(byte[] bytes) => bytes;
    }

    private static async Task<MethodDescriptorProto> DescribedAsync(GrpcChannel channel, CallOptions options, string service, string method)
    {
        using var call = new Reflection.ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo(options);
        await call.RequestStream.WriteAsync(new Reflection.ServerReflectionRequest { FileContainingSymbol = service });
        Assert.True(await call.ResponseStream.MoveNext(options.CancellationToken));
        await call.RequestStream.CompleteAsync();
        return call.ResponseStream.Current.FileDescriptorResponse.FileDescriptorProto.Select(FileDescriptorProto.Parser.ParseFrom)
            .SelectMany(file => file.Service.Where(one => $"{file.Package}.{one.Name}" == service)).SelectMany(one => one.Method).Single(one => one.Name == method);
    }

    [GeneratedRegex("""^grpcurl -plaintext -H "authorization: Bearer \$A2A_TOKEN" -d '(?<json>[^']*)' "\$GRPC" (?<service>[\w.]+)/(?<method>\w+)\n$""")]
    private static partial Regex Command();
}
