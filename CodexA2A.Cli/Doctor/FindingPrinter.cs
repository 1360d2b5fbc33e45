using CodexA2A.Cli.Rendering;

namespace CodexA2A.Cli.Doctor;

/// <summary>Prints findings, one line each, with the fix below.</summary>
internal static class FindingPrinter
{
    private const int NameWidth = 13;

    /// <summary>Prints them.</summary>
    /// <returns>The exit code: 1 if something needed is missing.</returns>
    public static int Print(IReadOnlyList<Finding> findings, TerminalWriter output)
    {
        foreach (var finding in findings)
        {
            var (mark, tone) = finding.Kind switch
            {
                FindingKind.Ok => ("ok  ", Tone.Good),
                FindingKind.Note => ("note", Tone.Ask),
                _ => ("FAIL", Tone.Bad),
            };
            output.Write(mark, tone);
            output.Write($"  {finding.Name.PadRight(NameWidth)}{finding.Text}\n");
            if (finding.Fix is not null)
            {
                output.Write($"      {new string(' ', NameWidth)}→ {finding.Fix}\n", Tone.Strong);
            }
        }

        var missing = findings.Count(finding => finding.Kind == FindingKind.Missing);
        output.Line(missing == 0 ? "Everything that is needed is there." : $"{missing} of {findings.Count} checks failed.", missing == 0 ? Tone.Good : Tone.Bad);
        output.Flush();
        return missing == 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }
}
