using CodexA2A.ScriptedModel;

return await ScriptedModelCommand.RunAsync(args, Console.Out, Console.Error);
