using CodexA2A.Api.Extensions;
using CodexA2A.Api.Handling;
using CodexA2A.Tasks;
using CsCheck;

namespace CodexA2A.Api.Tests.Operations;

public sealed class IdentifierTests
{
    private static readonly Owner Alice = new("", "alice");

    [Fact]
    public void A_page_token_reads_back() => Gen.Long[0, long.MaxValue].Select(Gen.Int[0, 63]).Sample((milliseconds, partition) =>
    {
        var cursor = new TaskListCursor(milliseconds, TaskIds.New(partition, TimeProvider.System));
        return PageToken.Read(PageToken.Write(cursor)) == cursor;
    });

    [Fact]
    public void Any_other_page_token_is_refused_and_nothing_else_happens() => Gen.String.Sample(token =>
    {
        if (token.Length == 0) return PageToken.Read(token) is null;
        try
        {
            return PageToken.Read(token) is not null;
        }
        catch (A2AException error)
        {
            return error.FieldViolations.Single().Field == "pageToken";
        }
    });

    [Fact]
    public void A_key_belongs_to_its_caller()
    {
        Assert.Equal(SubmitIds.Create(Alice, "k"), SubmitIds.Create(Alice, "k"));
        Assert.NotEqual(SubmitIds.Create(Alice, "k"), SubmitIds.Create(Alice, "K"));
        Assert.NotEqual(SubmitIds.Create(Alice, "k"), SubmitIds.Create(new Owner("alice", ""), "k"));
        Assert.NotEqual(SubmitIds.Create(new Owner("", "alicek"), "k"), SubmitIds.Create(Alice, "kk"));
        Assert.NotEqual(SubmitIds.Create(Alice, null), SubmitIds.Create(Alice, null));
        Assert.NotEqual(SubmitIds.Create(Alice, "k").SubmitId, SubmitIds.Create(Alice, "k").NewContextId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("ä")]
    public void Other_keys_are_refused(string key) => Assert.Throws<A2AException>(() => SubmitIds.Create(Alice, key));

    [Fact]
    public void Extensions_are_read_from_all_lines_once_each()
    {
        var uris = KnownExtensions.Parse([" urn:a , urn:b", null, "", "urn:a,urn:a2a:stream-hints/v1"]);
        Assert.Equal(["urn:a", "urn:b", "urn:a2a:stream-hints/v1"], uris);
        Assert.Equal(["urn:a2a:stream-hints/v1"], KnownExtensions.Activated(uris));
    }
}
