namespace Flow.Cli.Tests.Commands;

public sealed class BadInputTests
{
    [Theory]
    [InlineData("model.activation=z^", "--set model.activation=z^: ")]
    [InlineData("model.activation=relu(2)", "relu takes no parameter")]
    [InlineData("model.loss=u+", "--set model.loss=u+: ")]
    [InlineData("model.loss=cross-entropy", "cross-entropy needs one output for each class")]
    [InlineData("model.unknown=1", "--set model.unknown=1: ")]
    [InlineData("model.output=3", "model.output is 3, but the targets have 1 columns; ")]
    [InlineData("backend.threads=0", "backend.threads is '0'; write a whole number from 1 to 256")]
    [InlineData("backend.threads=300", "backend.threads is '300'; write a whole number from 1 to 256")]
    [InlineData("backend.kind=gpu", "--set backend.kind=gpu: ")]
    [InlineData("flow.tEnd=-1", "flow.tEnd is '-1'; write a number > 0")]
    [InlineData("flow.tEnd=x", "--set flow.tEnd=x: ")]
    [InlineData("flow.solver=rk4", "solver rk4 takes fixed steps and needs step")]
    [InlineData("flow.rtol=1e-20", "flow.rtol is '1e-20'; write a number from 1e-14 to 1")]
    [InlineData("flow.step=1e-300", "--set flow.step=1e-300: step = 1E-300 must be in ")]
    [InlineData("flow.stop=loss", "--set flow.stop=loss: ")]
    [InlineData("observables=[test_error]", "observable 'test_error' does not apply to this experiment; leave it out")]
    [InlineData("observables=[t]", "observables.0 is t, which is the first column in any case; leave it out")]
    [InlineData("model.loss=foo", "losses are square, exponential, logistic, cross-entropy")]
    [InlineData("model.loss=y", "the loss does not depend on the output u")]
    [InlineData("model.activation=swish(1,2)", "swish takes one value; write swish(1)")]
    [InlineData("model.activation=swish()", "swish takes one value; write swish(1)")]
    [InlineData("model.activation=swish(2*z)", "swish takes a number, not an expression")]
    [InlineData("model.activation=swish(1e400)", "1e400 is too large for double precision")]
    [InlineData("model.activation=leaky-relu(nan)", "leaky-relu takes a finite value")]
    [InlineData("data={source: cifar10, path: []}", "data.path is an empty list; write path: FILE")]
    [InlineData("model.bias=!!str true", "the tag tag:yaml.org,2002:str is not read")]
    [InlineData("observables=[nothing]", "--set observables=[nothing]: ")]
    [InlineData("data.source=nowhere", "--set data.source=nowhere: ")]
    [InlineData("data.path=absent.csv", "--set data.path=absent.csv: ")]
    [InlineData("initialization.kind=file", "--set initialization.kind=file: ")]
    [InlineData("foo", "--set foo: this is no override; write --set section.key=value")]
    [InlineData("=1", "--set =1: this is no override")]
    [InlineData("flow=[", "--set flow=[: ")]
    public void Override_that_cannot_be_is_refused_before_anything_is_written(string change, string expected)
    {
        using var small = new SmallExperiment();

        var run = small.Command("simulate", "--set", change);

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Contains("; ", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
        Assert.Empty(run.Out);
        Assert.False(Directory.Exists(small.Run));
    }

    [Theory]
    [InlineData("train.batchSize=7", "train.batchSize is 7, but there are 6 training samples; write at most 6")]
    [InlineData("train.algorithm=adam", "'adam' is unknown; ")]
    [InlineData("train={algorithm: gd, batchSize: 3}", "contradicts algorithm gd")]
    [InlineData("train.momentum=1", "train.momentum is '1'; write a number >= 0 and < 1")]
    [InlineData("train.sampling=none", "train.sampling 'none' is unknown; known names: without-replacement")]
    [InlineData("train.schedule.kind=linear", "train.schedule.kind 'linear' is unknown; ")]
    [InlineData("train={epochs: 1, samples: {steps: [9]}}", "goes to 9, beyond the last step 1; raise train.epochs")]
    [InlineData("observables=[test_error]", "observable 'test_error' does not apply to this experiment; leave it out")]
    public void Training_that_cannot_be_is_refused_before_anything_is_written(string change, string expected)
    {
        using var small = new SmallExperiment();

        var run = small.Command("train", "--set", change);

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.StartsWith($"--set {change}: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
        Assert.False(Directory.Exists(small.Run));
    }

    [Fact]
    public void Mistake_in_a_file_is_reported_with_line_and_column()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("bad.yaml", "model:\n  widths: [4]\n  activaton: relu\n");

        var run = CommandRun.Of("derive", file);

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.StartsWith($"{file}:3:3: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("activation", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Word_that_is_nearly_a_preset_is_answered_with_its_name()
    {
        var run = CommandRun.Of("simulate", "digits-3-vs-88");

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Contains("did you mean the preset 'digits-3-vs-8'?", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Name_that_no_directory_can_have_is_refused_at_its_place()
    {
        using var small = new SmallExperiment();
        var name = $"name={new string('a', 300)}";

        var run = CommandRun.Of("simulate", small.File, "--set", name);

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.StartsWith($"--set {name}: name is too long", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Byte_order_mark_in_front_of_a_file_is_no_part_of_it()
    {
        using var small = new SmallExperiment();
        File.WriteAllBytes(small.File, [0xEF, 0xBB, 0xBF, .. File.ReadAllBytes(small.File)]);

        Assert.Equal(ExitCode.Done, small.Command("derive").Code);
    }

    [Fact]
    public void Directory_in_place_of_a_file_is_refused()
    {
        using var directory = new TemporaryDirectory();

        var run = CommandRun.Of("evaluate", directory.Path);

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Equal(
            $"{directory.Path}:1:1: '{directory.Path}' is a directory; give the path of an existing file\n", run.Error);
    }

    [Fact]
    public void Output_directory_that_cannot_be_made_is_refused()
    {
        using var small = new SmallExperiment();

        var run = small.Command("simulate", "--set", $"output.directory={small.File}/run");

        Assert.Equal(ExitCode.BadInput, run.Code);
        var expected =
            $"--set output.directory={small.File}/run: {small.File}/run: the directory cannot be used for output";
        Assert.StartsWith(expected, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("simulate")]
    [InlineData("train")]
    [InlineData("compare")]
    [InlineData("evaluate")]
    [InlineData("bench")]
    public void Reference_backend_refuses_single_precision(string verb)
    {
        using var small = new SmallExperiment();

        var run = small.Command(verb, "--set", "backend.kind=reference", "--set", "backend.precision=float32");

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Contains("float64 only; choose precision: float64", run.Error, StringComparison.Ordinal);
        Assert.StartsWith("--set backend.precision=float32: ", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(small.Run));
    }

    [Fact]
    public void Option_without_its_value_is_refused()
    {
        var run = CommandRun.Of("simulate", "--set");

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Contains("--set", run.Error, StringComparison.Ordinal);
    }
}
