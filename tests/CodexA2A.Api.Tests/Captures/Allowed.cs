using System.Text.RegularExpressions;

namespace CodexA2A.Api.Tests.Captures;

/// <summary>A difference that is meant.</summary>
/// <param name="What">Of the file and the difference.</param>
/// <param name="Reason">Why it is.</param>
/// <param name="Sometimes">True when it is a matter of time whether it is there.</param>
internal sealed record AllowedDifference(string What, string Reason, bool Sometimes = false)
{
    private readonly Regex what = new(What);

    public bool Covers(string difference) => what.IsMatch(difference);
}

/// <summary>Everything in which our answers are not those of the official server. A row that nothing needs any more fails a test.</summary>
internal static class Allowed
{
    public static readonly AllowedDifference[] List =
    [
        // Headers and frames.
        new(@"header content-type: (application/(?:a2a\+)?json); charset=utf-8 → \1$", "JSON is UTF-8; the parameter says nothing."),
        new(@"(v10-rest-(13|20|21)|raw-(1[1-9]|2[35])-rest).* header content-type: .* → application/json$", "Who does not name application/a2a+json in Accept gets application/json, which every client reads."),
        new(@"header a2a-version: none → (1\.0|0\.3)$", "The answer names its version."),
        new(@"header vary: none → (Authorization, )?A2A-Version", "The same address answers each version in its own words."),
        new(@"header cache-control: (no-cache → no-cache, no-store|none → no-store)$", "No cache keeps an answer that is for its caller."),
        new(@"header cache-control: (public, max-age=3600 → public|none → private), max-age=300$", "How long a card is kept."),
        new(@"frames: data → id data$", "Each event has its id (event-replay, contracts.md §2)."),
        new(@" metadata: \+shared$", "The position in the event log is in the metadata, which is free."),

        // Tasks and messages.
        new(@"(message|v03-\w+-jsonrpc-0[15]-.*rpc\.result): \+taskId$", "Behind a Message in place of a Task there is a task, too."),
        new(@"-(02|06|07|09|10)-.*(body|task|result|tasks\[\]): -metadata$", "Metadata of an artifact's event stays with the artifact; the official server adds it to the task."),
        new(@"-(1[0-9]|09)-.*\.history: \d items → \d$", "What a status says comes into the history when the next status takes its place; there it is in both at once."),
        new(@"-15-continue-task.* (task\?\.task|rpc\.result\.task)(: -artifacts|\.status: \+message|\.status\.state: .*COMPLETED.* → .*WORKING.*)$", "An answer to a question is answered by the first status behind it (contracts.md §5)."),
        new(@"-26-throw-stream.*-(metadata|mediaType)$", "Empty metadata is not sent; the text of a failure is the agent's."),
        new(@"v03-compat-.*-10-input-stream.*(statusUpdate: \+final|final: Boolean → Boolean)$", "The question that closes a stream is final, as the native server of 0.3 has it."),
        new(@"v10-.*-(09|10)-list.*totalSize", "The official server had the tasks of earlier recordings, too."),
        new(@"raw-1[89]-.*body\.(tasks|totalSize)", "The official server had the tasks of earlier recordings, too."),

        new(@"v03-\w+-jsonrpc-.*: order ", "The order of members is free, and is another one in each of the two servers of 0.3."),

        // Errors.
        new(@"rpc\.error: \+data$", "Every error says its reason."),
        new(@"(details|data)\[\]: \+metadata$", "The task or the method that an error is about."),
        new(@"(details|data): 1 items → 2$", "The member at fault, as google.rpc.BadRequest."),
        new(@"raw-11-.*""INVALID_PARAMS"" → ""PARSE_ERROR""$", "A body that is no JSON has a reason of its own."),
        new(@"raw-(04|21)-.*(-32602 → -32600|""INVALID_PARAMS"" → ""INVALID_REQUEST"")$", "What is no JSON-RPC request is -32600 (JSON-RPC 2.0, 5.1)."),
        new(@"raw-07-.* rpc: ([+-]result|[+-]error)$", "A call of 1.0 without a version is one of 1.0."),
        new(@"raw-08-.*-32601 → -32004$", "A version and a style that do not belong together are VersionNotSupported, which 0.3 has as -32004."),
        new(@"raw-15-.*(text/html; charset=utf-8 → application/json|0 documents → 1)$", "A route that there is not is told in JSON."),
        new(@"raw-20-.*(status 200 → 204|1 documents → 0|header content-type: .* → none)$", "A notification is not answered (JSON-RPC 2.0, 4.1)."),
        new(@"raw-22-.* rpc: [+-](result|error)$", "A message needs a part."),
        new(@"raw-25-.*(status 200 → 400|message\?: [+-](error|message))$", "Only the tenant of the credential (decision 0034), and it has none."),
        new(@"raw-26-.*(-32009 → -32001|""VERSION_NOT_SUPPORTED"" → ""TASK_NOT_FOUND"")$", "The patch of a version says nothing (A2A 1.0, 3.6)."),
        new(@"raw-27-.*(status 200 → 304|1 documents → 0|header content-type: .* → none)$", "Who shows the tag of the card has it."),

        // Webhooks.
        new(@"v03-compat-rest-18-.*content-type: application/json → none$", "What has no body has no type."),
        new(@"v10-rest-20-.*status 201 → 200$", "The method's answer is 200 in the proto; 201 is the JavaScript server's own."),
        new(@"v10-rest-23-.*(status 204 → 200|0 documents → 1)$", "google.protobuf.Empty is {}; an empty answer is the JavaScript server's own."),
        new(@"webhook.*X-A2A-Event-Id$", "Each delivery has the id of its event."),
        new(@"webhook.*\+POST /h(ook)?2 X-A2A-Notification-Token", "A token is sent beside an Authorization, not in place of it."),
        new(@"webhook.*\+metadata: shared$", "The position in the event log is in the metadata, which is free."),
        new(@"webhook.*\+POST /hook2 \.task\.", "A webhook that comes later begins with the task as it is then."),
        new(@"webhook.*-POST /h2 \.history\[\]\.role=""agent""$", "What a status says comes into the history when the next status takes its place.", Sometimes: true),

        new(@"webhook.*\+POST /h(ook)?2 \.(statusUpdate\.|status\.state=""canceled"")", "A webhook that is deleted may be sent one more event, which its delivery had already waited for.", Sometimes: true),

        // Cards: the same schema, another agent.
        new(@"\+card\.capabilities\.extensions\[\]\.params", "What our extensions are."),
        new(@"-card\.provider", "Ours has none unless it is set."),
        new(@"\+card\.skills\[\]\.(examples|inputModes|outputModes)", "What our skills say of themselves."),
        new(@"[+-]card\.(securitySchemes\.bearer|securityRequirements\[\]\.schemes\.bearer|security\[\]\.(schemes\.)?bearer)", "Another name; the JavaScript server writes the scheme as its memory has it ($case)."),
        new(@"-card\.(signatures|skills\[\]\.(inputModes|outputModes|securityRequirements)|supportedInterfaces\[\]\.tenant|capabilities\.extensions\[\]\.required)", "What is empty or false is not sent."),
        new(@"(raw-02|v03-compat-\w+-00).*\+card\.(capabilities\.extendedAgentCard|securityRequirements)", "Without a version the card is of 1.0 with the members of 0.3."),

        // The native server of 0.3 (0.3.14) against the later one that serves 0.3.
        new(@"v03-native-\w+-00-card.* ([+-]card\.|header cache-control: none → public)", "That server's card is of 0.3 alone, and of another agent."),
        new(@"v03-native-\w+-17-.*(configs\[\]\.name|pushNotificationConfig\.id): ", "That server names a webhook that has no id after its task."),
        new(@"v03-native-jsonrpc-14-webhook.*\+POST /h2 Authorization", "That server sends no credentials."),
        new(@"raw03-native-01-.*status 400 → 200$", "JSON-RPC answers are 200."),
        new(@"raw03-native-0[56]-.*(rpc: [+-](result|error)|body: |status 400 → 200)", "That server had no extended card."),
        new(@"v03-native-.*-(11|13)-.*state: .*(WORKING|working).* → .*(SUBMITTED|submitted)", "Who does not wait is answered when the task is there."),
        new(@"v03-native-rest-(12|18)-.*status 202 → 200$", "As the later server does."),
        new(@"v03-native-rest-08-.*status 409 → 400$", "As in 1.0.1, and as the later server does."),
        new(@"v03-native-rest-1[5-7]-.*(status (400|500) → 20[01]|body: [+-]|configs: 1 items → 2)", "That server refuses the webhook that its own client sends."),
        new(@"v03-native-rest-14-webhook.*\+POST /h2 ", "That server refuses the webhook that its own client sends."),
    ];

    /// <summary>Whether a turn begins, where it does here and did not there, or the other way round; null for as it was there.</summary>
    public static bool? Begins(string file) => file switch
    {
        "raw-07-jsonrpc-noversion-v1method.txt" => true,
        "raw-22-jsonrpc-empty-parts.txt" or "raw-25-rest-tenant.txt" => false,
        _ => null,
    };
}
