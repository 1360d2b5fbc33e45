using System.Text.RegularExpressions;
using CodexA2A.Tasks.Rates;
using CodexA2A.Tasks.Redis;
using StackExchange.Redis;

namespace CodexA2A.Tasks.Tests.Redis;

/// <summary>Where keys are, and what they give away.</summary>
public sealed partial class KeyTests
{
    private static readonly Owner Alice = new("", "alice");
    private readonly SeamKeys _keys = new("x:", 64);

    [Fact]
    public void All_keys_of_a_task_have_the_tag_of_its_session()
    {
        for (var i = 0; i < 200; i++)
        {
            var session = SessionId.Create(Alice, "ctx-" + i);
            var task = TaskIds.New(session.Partition(64), TimeProvider.System);
            Assert.StartsWith("p" + Tag(_keys.Session(session))[1..] + "-", task, StringComparison.Ordinal);
            RedisKey[] all =
            [
                .. _keys.OfTask(session, Alice, task, _keys.Sealed(session, "q"), _keys.Known(session, "q"), _keys.GivenUp(session.Partition(64), task)),
                _keys.Webhooks(session.Partition(64), task), _keys.WebhooksDue(session.Partition(64)), _keys.WebhooksDead(session.Partition(64), Alice),
                _keys.Commands(session), _keys.Asked(session), _keys.SessionChannel(session), _keys.TasksOf(session),
            ];
            Assert.Single(all.Select(Tag).Distinct());
            Assert.Equal(all.Length - 4, all.Distinct().Count());
        }
    }

    [Fact]
    public void Submit_ids_and_threads_are_spread_and_their_owners_kept_apart()
    {
        Assert.True(Enumerable.Range(0, 200).Select(i => Tag(_keys.Submit(Alice, "id-" + i))).Distinct().Count() > 40);
        Assert.NotEqual(_keys.Submit(new Owner("", "ab"), "c"), _keys.Submit(new Owner("", "a"), "bc"));
        Assert.NotEqual(_keys.Submit(new Owner("a", "b"), "c"), _keys.Submit(new Owner("", "ab"), "c"));
        Assert.NotEqual(_keys.Thread(Alice, "t"), _keys.Thread(new Owner("", "bob"), "t"));
        Assert.NotEqual(_keys.Failures(new(FailureKind.Name, "192.0.2.1")), _keys.Failures(new(FailureKind.Address, "192.0.2.1")));
    }

    [Fact]
    public void No_key_names_a_person_or_what_a_client_sent()
    {
        var session = SessionId.Create(Alice, "secret-context");
        RedisKey[] all = [.. _keys.OfTask(session, Alice, "p01-x"), _keys.Submit(Alice, "secret-id"), _keys.Thread(Alice, "secret-thread"), _keys.Threads(Alice), _keys.Rate(Alice), _keys.Failures(new(FailureKind.Name, "alice")), _keys.CallChannel("secret-home"), _keys.WebhooksDead(1, Alice)];
        Assert.All(all, key => Assert.DoesNotMatch("alice|secret", (string)key!));
    }

    private static string Tag(RedisKey key) => Braces().Match((string)key!).Groups[1].Value;

    [GeneratedRegex(@"^x:\{(p\d\d)\}:")]
    private static partial Regex Braces();
}
