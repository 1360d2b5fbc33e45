using System.Globalization;
using System.Text.Json;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.AppServer;

/// <summary>The reading half: one line, on the reader thread.</summary>
internal sealed partial class AppServerConnection
{
    private bool OnLine(ReadOnlySpan<byte> line)
    {
        if (!WireMessage.TryParse(line, out var message))
            return Garbage(line.Length);
        return message switch
        {
            { Method: { } method, Id: null } => OnNotification(method, message.Params, line.Length),
            { Method: { } method, Id: { } id } => OnServerRequest(method, id, message.Params, line.Length),
            { Id: { } id, Result.IsEmpty: false } => OnAnswer(id, message),
            { Id: { } id, Error.IsEmpty: false } => OnAnswer(id, message),
            _ => Garbage(line.Length),
        };
    }

    private bool OnNotification(string method, ReadOnlySpan<byte> parameters, int bytes)
    {
        Notification notification;
        try
        {
            notification = NotificationDecoder.Decode(method, parameters);
        }
        catch (JsonException)
        {
            return Garbage(bytes);
        }

        if (notification is UnknownNotification)
        {
            _metrics.Unknown(method);
            if (IsNew(method))
                LogUnknown(method);
        }

        if (notification is ItemStartedNotification { Item: UnknownItem } or ItemCompletedNotification { Item: UnknownItem })
            OnUnknownItem(notification);

        if (notification is ServerRequestResolvedNotification resolved)
            _open.TryRemove(resolved.RequestId.Json, out _);
        News?.Tell(notification);
        _router.Route(notification, notification.ThreadId, bytes);
        return true;
    }

    private void OnUnknownItem(Notification notification)
    {
        var item = (UnknownItem)(notification is ItemStartedNotification started ? started.Item : ((ItemCompletedNotification)notification).Item);
        _metrics.UnknownItem(item.Type);
        if (IsNew($"item {item.Type}"))
            LogUnknownItem(item.Type);
    }

    // Names come from Codex: however many it makes up, the log and our memory stay bounded.
    private bool IsNew(string name) => _named.Count < 256 && _named.TryAdd(name, 0);

    private bool OnServerRequest(string method, RequestId id, ReadOnlySpan<byte> parameters, int bytes)
    {
        _open[id.Json] = 0;
        if (!_mistrusted.Contains(method) && ServerRequestDecoder.Decode(method, id, _generation, parameters) is { } request)
            _router.Route(request, request.ThreadId, bytes);
        else
            RefuseUnknown(method, id);
        return true;
    }

    private bool OnAnswer(RequestId id, in WireMessage message)
    {
        if (!long.TryParse(id.Json, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || !_pending.TryRemove(number, out var request))
        {
            // Too late, twice, or never asked.
            _metrics.UnexpectedResponse();
            return true;
        }

        if (message.Error.IsEmpty)
            request.Succeed(message.Result);
        else
            request.Fail(WireError.Read(request.Method, message.Error));
        return true;
    }

    private bool Garbage(int length)
    {
        _metrics.Garbage();
        LogGarbage(length);
        return false;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Codex printed a line of {Length} bytes that is no protocol; ignored")]
    private partial void LogGarbage(int length);

    [LoggerMessage(Level = LogLevel.Information, Message = "Codex sent the notification {Method}, which this version does not know")]
    private partial void LogUnknown(string method);

    [LoggerMessage(Level = LogLevel.Information, Message = "Codex sent an item of the kind {Type}, which this version does not know")]
    private partial void LogUnknownItem(string type);
}
