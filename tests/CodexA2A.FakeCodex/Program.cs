using CodexA2A.FakeCodex;

if (args is ["--version"])
{
    Console.WriteLine($"codex-cli {Environment.GetEnvironmentVariable("FAKE_CODEX_VERSION") ?? FakeSettings.DefaultVersion}");
    return 0;
}

if (args.Contains("generate-json-schema"))
{
    Console.Error.WriteLine("error: the fake has no schema");
    return 2;
}

var settings = FakeSettings.Parse(args);
if (settings.Has(Fault.ExitAtOnce))
{
    Console.Error.WriteLine(settings.Stderr);
    return settings.ExitCode;
}

return await new FakeServer(settings).RunAsync();
