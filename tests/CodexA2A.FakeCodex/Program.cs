using CodexA2A.FakeCodex;

if (args is ["--version"])
{
    Console.WriteLine($"codex-cli {Environment.GetEnvironmentVariable("FAKE_CODEX_VERSION") ?? FakeSettings.DefaultVersion}");
    return 0;
}

var settings = FakeSettings.Parse(args);
if (settings.Has(Fault.ExitAtOnce))
{
    Console.Error.WriteLine(settings.Stderr);
    return settings.ExitCode;
}

return await new FakeServer(settings).RunAsync();
