using CodexA2A.Cli.Conformance;

namespace CodexA2A.Cli.Tests.Conformance;

public sealed class ConformanceScriptTests
{
    private const string End = "Completed";

    public static TheoryData<string, string[]> Table() => new()
    {
        { "tck-complete-task", [$"{End} Hello from TCK"] },
        { "tck-artifact-text", ["text Generated text content", End] },
        { "tck-artifact-file", ["raw output.txt text/plain", End] },
        { "tck-artifact-file-url", ["url https://example.com/output.txt", End] },
        { "tck-artifact-data", ["""data {"key":"value","count":42}""", End] },
        { "tck-message-response", ["message Direct message response", End] },
        { "tck-input-required", ["InputRequired Input required"] },
        { "tck-reject-task", ["Rejected Task rejected"] },
        { "tck-stream-001", ["Working", "text Stream text content", End] },
        { "tck-stream-003", ["Working", "text Stream text content", End] },
        { "tck-stream-ordering-001", ["Working", "text Stream text content", End] },
        { "tck-stream-artifact-text", ["Working", "text Stream text content", End] },
        { "tck-stream-artifact-chunked", ["Working", "text chunk-1 , more", "then text chunk-2", End] },
    };

    [Theory, MemberData(nameof(Table))]
    public void A_prefix_says_what_is_done(string prefix, string[] done)
    {
        Assert.Equal(done, Shown(ConformanceScript.Turn(prefix)));
        Assert.Equal(done, Shown(ConformanceScript.Turn($"{prefix}-0b5e")));
    }

    [Fact]
    public void Every_prefix_is_in_the_table() => Assert.Equal(Table().Select(row => row.Data.Item1).Order(), ConformanceScript.Prefixes.Order());

    [Theory]
    [InlineData("")]
    [InlineData("0d6c")]
    [InlineData("tck-stream-002")]
    [InlineData("TCK-REJECT-TASK")]
    [InlineData("my-tck-reject-task")]
    public void Anything_else_completes(string messageId) => Assert.Equal([$"{End} Hello from TCK"], Shown(ConformanceScript.Turn(messageId)));

    [Theory]
    [InlineData("tck-complete-task-1", $"{End} Hello from TCK")]
    [InlineData("tck-input-required-2", "InputRequired Input required")]
    [InlineData("anything", "InputRequired Input required")]
    [InlineData(null, "InputRequired Input required")]
    public void Only_one_message_ends_the_wait_for_input(string? messageId, string done) => Assert.Equal([done], Shown(ConformanceScript.Answer(messageId)));

    private static IEnumerable<string> Shown(IEnumerable<ConformanceStep> steps) => steps.Select(step => step switch
    {
        { State: { } state } => $"{state} {step.Text}".TrimEnd(),
        { Part: { } part } => (step.Append ? "then " : "") + Content(part) + (step.Last ? "" : ", more"),
        _ => $"message {step.Text}",
    });

    private static string Content(Part part) => part.ContentCase switch
    {
        PartContentCase.Text => $"text {part.Text}",
        PartContentCase.Raw => $"raw {part.Filename} {part.MediaType}",
        PartContentCase.Url => $"url {part.Url}",
        _ => $"data {part.Data}",
    };
}
