using System.Net.Http.Headers;
using System.Text;
using CodexA2A.AppHost.Settings;

namespace CodexA2A.AppHost.Commands;

/// <summary>What the dashboard can ask the api, as any A2A client would.</summary>
internal static class ApiCommands
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Sends a message and shows the outcome.</summary>
    public static IResourceBuilder<ProjectResource> WithSendCommand(
        this IResourceBuilder<ProjectResource> api, IResourceBuilder<ParameterResource> token, AppHostPlan plan) =>
        api.WithCommand(
            ResourceNames.SendMessage,
            "Send a test message",
            context => RunAsync(api, context, async http =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "")
                {
                    Content = new StringContent(TestMessage.Body(plan.Scripted, Guid.NewGuid().ToString()), Encoding.UTF8, "application/json"),
                };
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await token.Resource.GetValueAsync(context.CancellationToken));
                request.Headers.Add("A2A-Version", "1.0");
                using var response = await http.SendAsync(request, context.CancellationToken);
                var outcome = TestMessage.Read(await response.Content.ReadAsStringAsync(context.CancellationToken));
                return outcome.Succeeded
                    ? CommandResults.Success(outcome.Line, outcome.Answer, CommandResultFormat.Json)
                    : CommandResults.Failure(outcome.Line, outcome.Answer);
            }),
            new CommandOptions { Description = "One A2A message to the agent, and what became of it.", IconName = "Send", IsHighlighted = true });

    /// <summary>Shows the agent card.</summary>
    public static IResourceBuilder<ProjectResource> WithCardCommand(this IResourceBuilder<ProjectResource> api) =>
        api.WithCommand(
            ResourceNames.ShowCard,
            "Show the agent card",
            context => RunAsync(api, context, async http =>
                CommandResults.Success("The agent card", await http.GetStringAsync(".well-known/agent-card.json", context.CancellationToken), CommandResultFormat.Json)),
            new CommandOptions { Description = "What this agent says of itself.", IconName = "ContactCard" });

    private static async Task<ExecuteCommandResult> RunAsync(
        IResourceBuilder<ProjectResource> api, ExecuteCommandContext context, Func<HttpClient, Task<ExecuteCommandResult>> call)
    {
        using var http = new HttpClient { BaseAddress = new Uri(api.GetEndpoint(ResourceNames.Http).Url), Timeout = Limit };
        try
        {
            return await call(http);
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException && !context.CancellationToken.IsCancellationRequested)
        {
            return CommandResults.Failure(error.Message);
        }
    }
}
