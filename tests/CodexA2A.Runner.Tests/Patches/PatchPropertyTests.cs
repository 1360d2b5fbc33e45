using CsCheck;

namespace CodexA2A.Runner.Tests.Patches;

/// <summary>Whatever a turn does to files, its patch does again.</summary>
public sealed class PatchPropertyTests
{
    private static readonly Gen<string> Name = OneOf("a", "b.txt", "sub/c", "sub/d e", "ü/ß.md", "-dash", "q\"uote", "back\\slash", "sub/deep/er/x", "a[1]*");

    private static readonly Gen<byte[]> Content = Gen.OneOf(
        OneOf("", "x", "x\n", "one\ntwo\nthree\n", "one\r\ntwo\r\n", "\uFEFFbom\n", "--- a/x\n+++ b/x\n", "\n\n\n").Select(System.Text.Encoding.UTF8.GetBytes),
        Gen.Byte.Array[0, 40]);

    private static readonly Gen<Action<PatchStage>> Change = Gen.OneOf(
        Gen.Select(Name, Content, (name, content) => (Action<PatchStage>)(stage => Try(() => stage.Write(name, content)))),
        Name.Select(name => (Action<PatchStage>)(stage => Try(() => File.Delete(Path.Combine(stage.Workspace, name))))),
        Gen.Select(Name, Name, (from, to) => (Action<PatchStage>)(stage => Try(() => File.Move(Path.Combine(stage.Workspace, from), Path.Combine(stage.Workspace, to), overwrite: true)))),
        Name.Select(name => (Action<PatchStage>)(stage =>
        {
            if (File.Exists(Path.Combine(stage.Workspace, name)))
            {
                PatchStage.MakeExecutable(Path.Combine(stage.Workspace, name));
            }
        })));

    [Fact]
    public Task A_patch_does_what_the_turn_did() =>
        Gen.Select(Change.List[0, 6], Change.List[0, 6], Gen.Bool).SampleAsync(
            async (before, during, git) =>
            {
                using var stage = new PatchStage();
                stage.Write("sub/keep", "keep\n");
                before.ForEach(change => change(stage));
                if (git)
                {
                    stage.Commit();
                }

                var patch = await stage.ChangeAsync(() => during.ForEach(change => change(stage)));
                Assert.Empty(patch.Gaps);
            },
            iter: 40, threads: 1);

    private static Gen<string> OneOf(params string[] all) => Gen.Int[0, all.Length - 1].Select(index => all[index]);

    private static void Try(Action change)
    {
        try
        {
            change();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // There is nothing of that name, or a folder.
        }
    }
}
