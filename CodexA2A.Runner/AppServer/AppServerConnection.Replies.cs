using System.Text.Json.Serialization.Metadata;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.AppServer;

/// <summary>Answers to what Codex asks: exactly one each.</summary>
internal sealed partial class AppServerConnection
{
    /// <summary>JSON-RPC "method not found", also our word for "nobody will answer this".</summary>
    internal const int MethodNotFound = -32601;

    /// <summary>Answers a request. False: it is answered or void already, or another process asked it.</summary>
    public ValueTask<bool> RespondAsync(ServerRequest request, ServerRequestResponse response, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(response);
        var type = ResponseType(request, response);
        return request.Generation == _generation
            ? AnswerAsync(request.RequestId, WireWriter.Result(request.RequestId, response, type), cancellationToken)
            : ValueTask.FromResult(false);
    }

    /// <summary>Refuses a request with an error. For an approval: the item fails and the turn goes on.</summary>
    public ValueTask<bool> RejectAsync(ServerRequest request, string message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        _metrics.Refused(request.Method, "unanswerable");
        return request.Generation == _generation
            ? AnswerAsync(request.RequestId, WireWriter.Error(request.RequestId, MethodNotFound, message), cancellationToken)
            : ValueTask.FromResult(false);
    }

    private static JsonTypeInfo ResponseType(ServerRequest request, ServerRequestResponse response) => (request, response) switch
    {
        (CommandApprovalRequest, CommandApprovalResponse) => AppServerJson.Default.CommandApprovalResponse,
        (FileChangeApprovalRequest, FileChangeApprovalResponse) => AppServerJson.Default.FileChangeApprovalResponse,
        (UserInputRequest, UserInputResponse) => AppServerJson.Default.UserInputResponse,
        (PermissionsApprovalRequest, PermissionsApprovalResponse) => AppServerJson.Default.PermissionsApprovalResponse,
        (ElicitationRequest, ElicitationResponse) => AppServerJson.Default.ElicitationResponse,
        (DynamicToolCallRequest, DynamicToolCallResponse) => AppServerJson.Default.DynamicToolCallResponse,
        _ => throw new ArgumentException($"{response.GetType().Name} is no answer to {request.GetType().Name}.", nameof(response)),
    };

    private async ValueTask<bool> AnswerAsync(RequestId id, ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
    {
        if (!_open.TryRemove(id.Json, out _))
            return false;
        using var limit = new CancellationTokenSource(_requestTimeout, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken, _stop.Token);
        try
        {
            await SendAsync(line, linked.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Volatile.Read(ref _dead) is { } certificate
                ? throw new AppServerDiedException(certificate)
                : throw new AppServerTimeoutException("the answer to a request", _requestTimeout);
        }
    }

    private void RefuseUnknown(string method, RequestId id)
    {
        _metrics.Refused(method, "unknown");
        if (IsNew($"request {method}"))
            LogUnanswerable(method);
        Refuse(id, $"This client does not answer {method}.");
    }

    private void Refuse(ServerRequest request)
    {
        if (_abandoned.ContainsKey(request.ThreadId))
        {
            _metrics.Refused(request.Method, "abandoned");
            LogAbandoned(request.Method, request.ThreadId);
            return;
        }

        _metrics.Refused(request.Method, "unfollowed");
        if (IsNew($"unfollowed {request.Method}"))
            LogUnfollowed(request.Method);
        Refuse(request.RequestId, "Nobody follows this thread.");
    }

    // Called on the reader thread, which must not wait for a write: Codex may be waiting for us to read.
    private void Refuse(RequestId id, string message)
    {
        if (!_refusals.Writer.TryWrite((id, message)))
            LogNotRefused(id);
    }

    private async Task RefuseAllAsync()
    {
        try
        {
            await foreach (var (id, message) in _refusals.Reader.ReadAllAsync(_stop.Token))
                await RefuseAsync(id, message);
        }
        catch (OperationCanceledException)
        {
            // The process is gone.
        }
    }

    private async Task RefuseAsync(RequestId id, string message)
    {
        try
        {
            await AnswerAsync(id, WireWriter.Error(id, MethodNotFound, message), CancellationToken.None);
        }
        catch (AppServerException error)
        {
            LogRefusalFailed(error);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Codex asked {Method}, which this client does not answer; refused")]
    private partial void LogUnanswerable(string method);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Codex asked {Method} in a thread that nobody follows, such as a sub-agent's; such requests are refused")]
    private partial void LogUnfollowed(string method);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Codex asked {Method} in thread {ThreadId}, whose turn did not stop; it stays unanswered")]
    private partial void LogAbandoned(string method, string threadId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Too many requests of Codex to refuse at once; {Id} stays unanswered")]
    private partial void LogNotRefused(RequestId id);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refusing a request of Codex failed")]
    private partial void LogRefusalFailed(Exception error);
}
