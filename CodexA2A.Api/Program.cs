// An Api as a process of its own works over Redis, which this version does not have yet (docs/roadmap.md).
Console.Error.WriteLine("This version runs Api and runner in one process: start it with `codex-a2a serve`.");
return 1;
