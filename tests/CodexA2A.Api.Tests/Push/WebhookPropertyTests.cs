using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CodexA2A.Api.Access;
using CodexA2A.Api.Compat.V03.Translators;
using CodexA2A.Api.Grpc.Mapping;
using CodexA2A.Api.Handling;
using CodexA2A.Api.Push;
using CodexA2A.Api.Tests.Support;
using CodexA2A.Protocol.Json;
using CsCheck;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Proto = CodexA2A.Api.Grpc.Wire;

namespace CodexA2A.Api.Tests.Push;

/// <summary>What holds of any webhook that a client gives.</summary>
public sealed partial class WebhookPropertyTests
{
    private const string Url = "https://receiver.example/hook";

    /// <summary>Words that are told apart from whatever an error may say.</summary>
    private static readonly Gen<string> Secrets = Gen.String[Gen.Char.AlphaNumeric, 16, 16].Select(text => "s3cret" + text);

    private static readonly Gen<TaskPushNotificationConfig> Any = Gen.Select(AnyJson.Words.Null(), AnyJson.Words.Null(), AnyJson.Words, Secrets.Null(), Secrets.Null(), AnyJson.Words,
        (id, task, url, token, credentials, scheme) => new TaskPushNotificationConfig
        {
            Tenant = task,
            Id = id,
            TaskId = task,
            Url = url,
            Token = token,
            Authentication = credentials is null ? null : new AuthenticationInfo { Scheme = scheme, Credentials = credentials },
        });

    /// <summary>Secrets as they may be, and with what makes them wrong: in front, behind, inside, too long.</summary>
    private static readonly Gen<string?> Given = Gen.Select(Secrets, Gen.OneOf("", " ", "\n", "é", "\u007f", "!", "\""), Gen.Int[0, 3], (secret, with, at) => at switch
    {
        0 => with + secret,
        1 => secret + with,
        2 => secret[..9] + with + secret[9..],
        _ => secret.PadRight(4092 + with.Length + (secret[^1] % 8), '.'),
    }).Null(0.2);

    private static readonly Gen<string?> Ids = Gen.OneOf(AnyJson.Words, Gen.OneOf("a b", "cfg-1", "x/y", "~!"), Gen.Int[127, 129].Select(length => new string('i', length))).Null(0.2);

    private static readonly Gen<string?> Schemes = Gen.OneOf(AnyJson.Words, Gen.OneOf("Bearer", "Basic", "x-y.z", "two words", "a,b"), Gen.Int[127, 129].Select(length => new string('S', length))).Null(0.2);

    [Fact]
    public void It_is_the_same_behind_every_wire() => Any.Sample(
        config =>
        {
            var json = A2AJson.Serialize(config);
            Assert.Equal(json, A2AJson.Serialize(A2AJsonInput.ReadBody<TaskPushNotificationConfig>(json)));
            Assert.Equal(json, A2AJson.Serialize(Proto.TaskPushNotificationConfig.Parser.ParseFrom(config.ToWire().ToByteArray()).ToRecord()));
            // 0.3 has no tenant.
            Assert.Equal(A2AJson.Serialize(config with { Tenant = null }), A2AJson.Serialize(PushConfigTranslator.From(PushConfigTranslator.To(config), config.TaskId)));
        },
        iter: 2_000);

    [Fact]
    public void It_never_shows_a_secret_where_it_is_printed() => Any.Sample(
        config =>
        {
            var webhook = new CodexA2A.Tasks.Webhook(config.Id ?? "", config.Url) { Token = config.Token, Credentials = config.Authentication?.Credentials, Version = "1.0", CreatedAt = default };
            var shown = $"{config} {config.Authentication} {webhook} {new { config, webhook }}";
            return !shown.Contains("s3cret", StringComparison.Ordinal);
        },
        iter: 1_000);

    /// <summary>What is taken is kept to the letter; what is not is refused with a member that is wrong, and the refusal says nothing of a secret.</summary>
    [Fact]
    public async Task It_is_kept_as_it_was_given_or_refused_without_its_secrets()
    {
        await using var host = await PushHost.QuietAsync();
        var reader = host.Services.GetRequiredService<WebhookReader>();
        var context = new CallContext { Owner = ApiHost.OwnerOf("alice"), Granted = Capability.None, Operation = Methods.CreateTaskPushNotificationConfig, Version = "1.0" };
        Gen.Select(Ids, Gen.OneOf(Url, "https://receiver.example:8443/?a=b#c", "ftp://receiver.example", "https://10.0.0.1/"), Given, Given, Schemes).Sample(
            (id, url, token, credentials, scheme) =>
            {
                var config = new TaskPushNotificationConfig { Id = id, Url = url, Token = token, Authentication = new AuthenticationInfo { Scheme = scheme!, Credentials = credentials } };
                var wrong = new List<string>();
                if (!url.StartsWith("https://receiver", StringComparison.Ordinal)) wrong.Add("url");
                if (!VisibleId().IsMatch(id ?? "")) wrong.Add("id");
                if (!VisibleSecret().IsMatch(token ?? "")) wrong.Add("token");
                if (!VisibleSecret().IsMatch(credentials ?? "")) wrong.Add("authentication.credentials");
                if (!Scheme().IsMatch(scheme ?? "")) wrong.Add("authentication.scheme");
                try
                {
                    var kept = reader.Read(context, config);
                    Assert.Empty(wrong);
                    Assert.Equal((url, Or(token), Or(scheme), Or(credentials), "1.0"), (kept.Url, kept.Token, kept.Scheme, kept.Credentials, kept.Version));
                    Assert.True(string.IsNullOrEmpty(id) ? Guid.TryParse(kept.Id, out _) : kept.Id == id, kept.Id);
                }
                catch (A2AException error)
                {
                    Assert.Contains(Assert.Single(error.FieldViolations).Field, wrong);
                    Assert.DoesNotContain("s3cret", error.ToString(), StringComparison.Ordinal);
                }
            },
            iter: 2_000);
    }

    /// <summary>Its owner is shown what it gave, each time and over each way; another caller is not.</summary>
    [Fact]
    public async Task Its_owner_reads_back_what_it_gave()
    {
        await using var host = await PushHost.QuietAsync();
        var task = (await host.SubmitAsync()).TaskId;
        var keys = Gen.String[Gen.Char["abcdefXYZ019-._~!'()*"], 1, 20].Where(key => key.Trim('.').Length > 0);
        await Gen.Select(keys, Secrets.Null(), Secrets.Null(), Gen.OneOf("Bearer", "x-y.z")).SampleAsync(
            async (id, token, credentials, scheme) =>
            {
                var config = new JsonObject { ["id"] = id, ["taskId"] = task, ["url"] = $"{Url}?{id}" };
                if (token is not null) config["token"] = token;
                if (credentials is not null) config["authentication"] = new JsonObject { ["scheme"] = scheme, ["credentials"] = credentials };
                var one = new JsonObject { ["taskId"] = task, ["id"] = id };
                var given = config.ToJsonString();
                Assert.Equal(given, (await host.CallAsync(new Call(Methods.CreateTaskPushNotificationConfig, config))).Result!.ToJsonString());
                Assert.Equal(given, (await host.CallAsync(new Call(Methods.GetTaskPushNotificationConfig, one))).Result!.ToJsonString());
                Assert.Equal($"{{\"configs\":[{given}]}}", (await host.CallAsync(PushConfigTests.List(task))).Result!.ToJsonString());
                var foreign = await host.CallAsync(new Call(Methods.GetTaskPushNotificationConfig, one) with { Token = ApiHost.Bob });
                Assert.Equal("TASK_NOT_FOUND", foreign.Reason);
                Assert.DoesNotContain("s3cret", foreign.Json!.ToJsonString(), StringComparison.Ordinal);
                Assert.Null((await host.CallAsync(new Call(Methods.DeleteTaskPushNotificationConfig, one))).Error);
            },
            iter: 25, threads: 1);
    }

    private static string? Or(string? text) => string.IsNullOrEmpty(text) ? null : text;

    [GeneratedRegex(@"\A[!-~]{0,128}\z")]
    private static partial Regex VisibleId();

    [GeneratedRegex(@"\A(?! )[ -~]{0,4096}(?<! )\z")]
    private static partial Regex VisibleSecret();

    [GeneratedRegex(@"\A[A-Za-z0-9!#$%&'*+.^_`|~-]{0,128}\z")]
    private static partial Regex Scheme();
}
