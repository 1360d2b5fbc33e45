using System.Net.Http.Headers;
using CodexA2A.AppHost.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace CodexA2A.AppHost.Commands;

/// <summary>What the dashboard can tell one runner.</summary>
internal static class RunnerCommands
{
    private const string UrlsVariable = "ASPNETCORE_URLS";

    /// <summary>Drain: the runner takes no more work, and what runs may end.</summary>
    public static IResourceBuilder<ProjectResource> WithDrainCommand(
        this IResourceBuilder<ProjectResource> runner, IResourceBuilder<ParameterResource> managementToken) =>
        runner.WithCommand(
            ResourceNames.Drain,
            "Drain",
            context => DrainAsync(context, managementToken.Resource),
            new CommandOptions
            {
                Description = "Takes no more work; at 0 sessions it can be stopped without cutting anybody off.",
                ConfirmationMessage = "This runner will take no more work until it is started again.",
                IconName = "PauseCircle",
            });

    private static async Task<ExecuteCommandResult> DrainAsync(ExecuteCommandContext context, ParameterResource managementToken)
    {
        // The endpoint of the resource leads to any of its replicas; the replica's own address stands in its environment.
        if (!context.Services.GetRequiredService<ResourceNotificationService>().TryGetCurrentState(context.ResourceName, out var state)
            || ReplicaAddress.Of(state?.Snapshot.EnvironmentVariables.FirstOrDefault(variable => variable.Name == UrlsVariable)?.Value) is not { } address)
        {
            return CommandResults.Failure($"{context.ResourceName} listens nowhere: it is not running.");
        }

        using var http = new HttpClient { BaseAddress = address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "drain");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await managementToken.GetValueAsync(context.CancellationToken));
        try
        {
            using var response = await http.SendAsync(request, context.CancellationToken);
            var answer = await response.Content.ReadAsStringAsync(context.CancellationToken);
            return response.IsSuccessStatusCode ? CommandResults.Success("It drains.", answer, CommandResultFormat.Json) : CommandResults.Failure($"{(int)response.StatusCode}: {answer}");
        }
        catch (HttpRequestException error)
        {
            return CommandResults.Failure(error.Message);
        }
    }
}
