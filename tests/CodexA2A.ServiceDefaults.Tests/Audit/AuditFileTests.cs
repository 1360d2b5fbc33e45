using System.Text;
using CodexA2A.ServiceDefaults.Audit;
using CodexA2A.Testing;

namespace CodexA2A.ServiceDefaults.Tests.Audit;

public sealed class AuditFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("audit-");

    private string Name => Path.Combine(folder.FullName, "audit.jsonl");

    [Fact]
    public void It_is_appended_to_and_its_users_alone()
    {
        File.WriteAllText(Name, "old\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Name, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        using (var file = new AuditFile(Name, 65_536, 2, AuditFile.OpenPrivate))
        {
            file.Append("one\n"u8);
            file.Append("two\n"u8);
        }

        Assert.Equal("old\none\ntwo\n", File.ReadAllText(Name));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Name));
    }

    [Fact]
    public void A_line_that_another_process_left_unfinished_is_ended()
    {
        File.WriteAllText(Name, "old\ntor");
        using (var file = new AuditFile(Name, 65_536, 2, AuditFile.OpenPrivate)) file.Append("one\n"u8);
        Assert.Equal("old\ntor\none\n", File.ReadAllText(Name));
    }

    [Fact]
    public void A_full_one_is_moved_aside_and_the_oldest_goes()
    {
        using (var file = new AuditFile(Name, 10, 2, AuditFile.OpenPrivate))
        {
            foreach (var line in (string[])["aaaa\n", "bbbb\n", "cccc\n", "dddd\n", "eeee\n", "ffff\n", "a line that is longer than the file\n"])
            {
                file.Append(Encoding.UTF8.GetBytes(line));
            }
        }

        Assert.Equal(
            ["a line that is longer than the file\n", "eeee\nffff\n", "cccc\ndddd\n"],
            new[] { Name, Name + ".1", Name + ".2" }.Select(File.ReadAllText));
        Assert.Equal(3, folder.GetFiles().Length);
    }

    [Fact]
    public void Without_older_ones_it_begins_anew()
    {
        using (var file = new AuditFile(Name, 10, 0, AuditFile.OpenPrivate))
        {
            file.Append("aaaa\nbbbb\n"u8);
            file.Append("cccc\n"u8);
        }

        Assert.Equal("cccc\n", File.ReadAllText(Name));
        Assert.Single(folder.GetFiles());
    }

    [Fact]
    public void What_a_full_disk_took_of_some_lines_is_taken_back()
    {
        var disk = new FaultyFile();
        using var file = new AuditFile(Name, 65_536, 2, disk.Open);
        file.Append("one\n"u8);
        disk.IsFull = true;
        Assert.Throws<IOException>(() => file.Append("two\nthree\n"u8));
        Assert.Throws<IOException>(() => file.Append("two\nthree\n"u8));
        disk.IsFull = false;
        file.Append("two\nthree\n"u8);
        file.Dispose();
        Assert.Equal("one\ntwo\nthree\n", File.ReadAllText(Name));
    }

    public void Dispose() => folder.Delete(recursive: true);
}
