using Flow.Cli.Commands;
using Flow.Cli.Views;

namespace Flow.Cli.Tests;

public sealed class ApplicationTests
{
    [Fact]
    public void Command_line_without_verb_shows_help_and_fails()
    {
        var run = CommandRun.Of();

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Contains("Commands:", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }

    [Theory]
    [InlineData("simulte", "did you mean 'simulate'?")]
    [InlineData("DERIVE", "did you mean 'derive'?")]
    [InlineData("xyzzyxyzzy", "; verbs: simulate")]
    [InlineData("forecast", "verbs: simulate, train, compare, derive, evaluate, analyze, study, report")]
    public void Unknown_verb_is_refused_with_the_verbs_and_the_nearest_one(string verb, string expected)
    {
        var run = CommandRun.Of(verb, "--quick");

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Contains(string.Join(", ", CommandCatalog.All.Select(v => v.Name)), run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unknown option '--restart' of simulate; ", "simulate", "--restart", "runs/x")]
    [InlineData("'runs/x' holds no run to go on with", "simulate", "--resume", "runs/x")]
    [InlineData("unknown option '--certify' of train", "train", "--certify")]
    [InlineData("did you mean '--json'?", "evaluate", "--jsn")]
    [InlineData("unknown option '-x'", "doctor", "-x")]
    [InlineData("unexpected 'b.yaml' after simulate", "simulate", "a.yaml", "b.yaml")]
    [InlineData("unexpected 'x' after doctor", "doctor", "x")]
    [InlineData("'a.b=1' is no file; write --set before each override", "simulate", "a.b=1")]
    public void Words_that_do_not_fit_are_refused(string expected, params string[] args)
    {
        var run = CommandRun.Of(args);

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }

    [Fact]
    public void File_name_that_starts_with_a_dash_is_accepted_after_two_dashes()
    {
        var run = CommandRun.Of("simulate", "--", "--absent.yaml");

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.StartsWith("--absent.yaml:1:1: the file", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Version_is_printed()
    {
        Assert.Matches(@"^\d+\.\d+\.\d+", CommandRun.Of("--version").Out);
    }

    [Fact]
    public void Word_with_an_at_sign_is_a_file_and_not_a_list_of_arguments()
    {
        var run = CommandRun.Of("simulate", "@absent");

        Assert.Contains("the file '@absent' does not exist", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Defect_of_the_program_becomes_one_line_and_its_own_code()
    {
        using var error = new StringWriter { NewLine = "\n" };

        using var broken = new BrokenWriter(new InvalidOperationException("broken"));
        var code = Application.Run(["doctor"], new Terminal(broken, error));

        Assert.Equal(ExitCode.InternalError, code);
        Assert.Equal(
            "internal error: InvalidOperationException: broken; please report it with the command and its file\n",
            error.ToString());
    }

    [Fact]
    public void Output_that_cannot_be_written_is_reported_in_one_line()
    {
        using var error = new StringWriter { NewLine = "\n" };

        using var full = new BrokenWriter(new IOException("No space left"));
        var code = Application.Run(["doctor"], new Terminal(full, error));

        Assert.Equal(ExitCode.BadInput, code);
        Assert.Equal("the output cannot be written (No space left); free space or write elsewhere\n", error.ToString());
    }

    private sealed class BrokenWriter(Exception failure) : StringWriter
    {
        public override void WriteLine(string? value) => throw failure;
    }
}
