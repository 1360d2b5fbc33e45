namespace CodexA2A.AppHost.Settings;

/// <summary>What the resources, their endpoints and their commands are called in the dashboard, in tests and in what is published.</summary>
public static class ResourceNames
{
    /// <summary>The task log and turn queue; also the name of the connection string that Api and Runner read.</summary>
    public const string Redis = "redis";

    /// <summary>The process behind <see cref="Redis"/> where it is one; also the name of the program.</summary>
    public const string RedisServer = "redis-server";

    /// <summary>The scripted model.</summary>
    public const string Model = "model";

    /// <summary>The runners.</summary>
    public const string Runner = "runner";

    /// <summary>The Apis.</summary>
    public const string Api = "api";

    /// <summary>The endpoint that each of the last three has.</summary>
    public const string Http = "http";

    /// <summary>The api's second one: gRPC without TLS cannot share a port.</summary>
    public const string Grpc = "grpc";

    /// <summary>Command of a runner: take no more work.</summary>
    public const string Drain = "drain";

    /// <summary>Command of the api: send a message and wait for the outcome.</summary>
    public const string SendMessage = "send-message";

    /// <summary>Command of the api: show the agent card.</summary>
    public const string ShowCard = "show-card";
}
