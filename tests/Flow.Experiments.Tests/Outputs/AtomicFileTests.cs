using Flow.Experiments.Outputs;

namespace Flow.Experiments.Tests.Outputs;

public class AtomicFileTests
{
    [Fact]
    public void Text_is_written_and_replaced_and_only_the_file_remains()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.File("a.txt");
        AtomicFile.WriteText(path, "first");
        AtomicFile.WriteText(path, "zwölf");

        Assert.Equal("zwölf", File.ReadAllText(path));
        Assert.Equal(["a.txt"], directory.Listing());
    }

    [Fact]
    public void Failure_while_writing_keeps_the_old_file_and_nothing_else()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.Write("a.txt", "old");

        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.WriteByte(1);
            throw new InvalidOperationException("stopped");
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["a.txt"], directory.Listing());
    }

    [SkippableFact]
    public void Full_disk_is_named_and_leaves_nothing()
    {
        Skip.IfNot(File.Exists("/dev/full"), "there is no /dev/full on this machine");
        using var directory = new TemporaryDirectory();
        string path = directory.File("a.txt");

        var failure = Assert.Throws<OutputException>(() => AtomicFile.Write(path, _ =>
        {
            using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write);
            full.Write(new byte[100_000]);
            full.Flush();
        }));
        Assert.Equal($"{path}: the disk is full; free space or choose another output.directory", failure.Message);
        Assert.Empty(directory.Listing());
    }

    [Fact]
    public void Directory_in_place_of_the_file_is_refused()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.File("taken");
        Directory.CreateDirectory(path);

        var failure = Assert.Throws<OutputException>(() => AtomicFile.WriteText(path, "x"));
        Assert.Matches("taken: the file cannot be written .*; choose an output.directory", failure.Message);
        Assert.Equal(["taken"], directory.Listing());
    }

    [Fact]
    public void Missing_directory_is_refused()
    {
        using var directory = new TemporaryDirectory();
        string path = Path.Combine(directory.File("none"), "a.txt");

        var failure = Assert.Throws<OutputException>(() => AtomicFile.WriteText(path, "x"));
        Assert.Equal(path, failure.Path);
        Assert.Empty(directory.Listing());
    }

    [Fact]
    public void Prepared_directory_exists_and_is_empty()
    {
        using var directory = new TemporaryDirectory();
        string path = Path.Combine(directory.Path, "runs", "first");
        AtomicFile.PrepareDirectory(path);
        AtomicFile.PrepareDirectory(path);

        Assert.Empty(Directory.EnumerateFileSystemEntries(path));
    }

    [Theory]
    [InlineData("file/below")]
    [InlineData("file")]
    public void Directory_that_cannot_exist_is_refused(string relative)
    {
        using var directory = new TemporaryDirectory();
        directory.Write("file", "x");
        string path = directory.File(relative);

        var failure = Assert.Throws<OutputException>(() => AtomicFile.PrepareDirectory(path));
        Assert.StartsWith(path + ": the directory cannot be used", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("; choose an output.directory that can be created and is writable", failure.Message);
        Assert.Equal(["file"], directory.Listing());
    }

    [SkippableFact]
    public void Directory_of_the_system_is_refused()
    {
        Skip.IfNot(Directory.Exists("/proc/self"), "there is no /proc on this machine");

        Assert.Throws<OutputException>(() => AtomicFile.PrepareDirectory("/proc/self/runs"));
        Assert.Throws<OutputException>(() => AtomicFile.PrepareDirectory("/proc/self"));
    }
}
