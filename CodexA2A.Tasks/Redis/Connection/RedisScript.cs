using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace CodexA2A.Tasks.Redis;

/// <summary>A script that Redis runs as one step: a resource of this assembly, with the parts that it names in lines <c>--+ part</c>.</summary>
internal sealed class RedisScript
{
    private const string Include = "--+ ";

    public static readonly RedisScript Append = new("append");
    public static readonly RedisScript Commit = new("commit");
    public static readonly RedisScript Read = new("read");
    public static readonly RedisScript Cursor = new("cursor");
    public static readonly RedisScript List = new("list");
    public static readonly RedisScript Submit = new("submit");
    public static readonly RedisScript Reserve = new("reserve");
    public static readonly RedisScript UseSubmit = new("use-submit");
    public static readonly RedisScript GiveUp = new("give-up");
    public static readonly RedisScript Send = new("send");
    public static readonly RedisScript Answer = new("answer");
    public static readonly RedisScript Expire = new("expire");
    public static readonly RedisScript Settle = new("settle");
    public static readonly RedisScript Home = new("home");
    public static readonly RedisScript Claim = new("claim");
    public static readonly RedisScript Renew = new("renew");
    public static readonly RedisScript Shorten = new("shorten");
    public static readonly RedisScript LetGo = new("let-go");
    public static readonly RedisScript Release = new("release");
    public static readonly RedisScript Commands = new("commands");
    public static readonly RedisScript Waiting = new("waiting");
    public static readonly RedisScript TakeSecret = new("take-secret");
    public static readonly RedisScript DeleteLog = new("delete-log");
    public static readonly RedisScript DeleteTask = new("delete-task");
    public static readonly RedisScript DeleteSession = new("delete-session");
    public static readonly RedisScript ForgetAsk = new("forget-ask");
    public static readonly RedisScript ForgetTask = new("forget-task");
    public static readonly RedisScript Forget = new("forget");

    public static readonly RedisScript BindSession = new("bind-session");

    public static readonly RedisScript PutWebhook = new("put-webhook");
    public static readonly RedisScript ClaimWebhook = new("claim-webhook");
    public static readonly RedisScript SaveWebhook = new("save-webhook");
    public static readonly RedisScript DeleteWebhook = new("delete-webhook");

    public static readonly RedisScript TakeRate = new("take-rate");

    private RedisScript(string name)
    {
        Name = name;
        Span = "redis " + name;
        Text = Assemble(name);
        Hash = Sha1(Text);
    }

    /// <summary>All of them.</summary>
    public static IReadOnlyList<RedisScript> All { get; } =
    [
        Append, Commit, Read, Cursor, List, Submit, Reserve, UseSubmit, GiveUp, Send, Answer, Expire, Settle, Home, Claim, Renew, Shorten, LetGo,
        Release, Commands, Waiting, TakeSecret, DeleteLog, DeleteTask, DeleteSession, ForgetAsk, ForgetTask, Forget,
        BindSession, PutWebhook, ClaimWebhook, SaveWebhook, DeleteWebhook, TakeRate,
    ];

    /// <summary>Its file without the ending.</summary>
    public string Name { get; }

    /// <summary>What a span around it is called.</summary>
    public string Span { get; }

    /// <summary>What Redis is given.</summary>
    public string Text { get; }

    /// <summary>What Redis knows it by.</summary>
    public byte[] Hash { get; }

    private static string Assemble(string name)
    {
        var text = new StringBuilder();
        foreach (var line in Resource(name).Split('\n'))
        {
            text.Append(line.StartsWith(Include, StringComparison.Ordinal) ? Assemble("Parts/" + line[Include.Length..].Trim()) : line).Append('\n');
        }

        return text.ToString();
    }

    private static string Resource(string name)
    {
        using var stream = typeof(RedisScript).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The script {name} is not in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [SuppressMessage("Security", "CA5350", Justification = "It is how Redis names scripts; nothing is secured with it.")]
    private static byte[] Sha1(string text) => SHA1.HashData(Encoding.UTF8.GetBytes(text));
}
