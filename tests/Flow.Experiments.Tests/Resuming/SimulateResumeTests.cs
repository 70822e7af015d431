using Flow.Experiments.Configuration;
using Flow.Experiments.Outputs;
using Flow.Integrators;

namespace Flow.Experiments.Tests.Resuming;

/// <summary>Runs of the flow in pieces, through the file, against the run in one piece.</summary>
public class SimulateResumeTests
{
    public static TheoryData<string> Solvers => [.. SolverCatalog.General.Select(static solver => solver.Name)];

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Run_in_three_pieces_is_the_run_in_one_piece(string solver)
    {
        using var test = new ResumeCase();
        var flow = With(solver);

        test.Simulate("whole", false, flow);
        var first = test.Simulate("parts", false, [.. flow, "flow.maxSteps=4"]);
        var second = test.Simulate("parts", true, [.. flow, "flow.maxSteps=8", "flow.samples.count=7"]);
        // The rows of the second piece are those of its own samples; the third one goes on from the first again.
        Assert.Equal(IntegrationStatus.StepLimit, first.Integration.Status);
        Assert.Equal(IntegrationStatus.StepLimit, second.Integration.Status);
        Assert.True(second.Integration.Time > first.Integration.Time);
        test.Simulate("same", false, [.. flow, "flow.maxSteps=4"]);
        test.Simulate("same", true, [.. flow, "flow.maxSteps=8"]);
        test.Simulate("same", true, flow);

        test.AssertSame("whole", "same");
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Run_to_a_later_end_is_the_run_to_that_end(string solver)
    {
        using var test = new ResumeCase();
        var flow = With(solver);

        test.Simulate("whole", false, flow);
        test.Simulate("parts", false, [.. flow, "flow.tEnd=3", "flow.samples.count=13"]);
        test.Simulate("parts", true, flow);

        test.AssertSame("whole", "parts");
    }

    [Fact]
    public void Modified_flow_with_its_delayed_start_goes_on()
    {
        using var test = new ResumeCase();
        const string Modified = "flow.modified={learningRate: 0.1, momentum: 0.5}";

        test.Simulate("whole", false, Modified);
        var first = test.Simulate("parts", false, Modified, "flow.maxSteps=4");
        test.Simulate("parts", true, Modified);

        Assert.Equal(IntegrationStatus.StepLimit, first.Integration.Status);
        test.AssertSame("whole", "parts");
        Assert.Contains("modified_objective", test.Table("whole")[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Exact_samples_and_recorded_weights_go_on_too()
    {
        using var test = new ResumeCase();
        string[] flow = ["flow.samples.exact=true", "output.weights=samples", "flow.checkpointSeconds=0"];

        test.Simulate("whole", false, flow);
        test.Simulate("parts", false, [.. flow, "flow.tEnd=3", "flow.samples.count=13"]);
        test.Simulate("parts", true, flow);

        test.AssertSame("whole", "parts");
        var (whole, parts) = (test.Files("whole"), test.Files("parts"));
        Assert.Equal(whole.Keys.Order(), parts.Keys.Order());
        Assert.All(whole.Keys.Where(static name => name.EndsWith(".npz", StringComparison.Ordinal)), name =>
            Assert.Equal(whole[name], parts[name]));
    }

    [Fact]
    public void Kinks_and_rises_of_the_objective_are_counted_on()
    {
        using var test = new ResumeCase();
        string[] flow = ["model.activation=relu", "flow.rtol=1e-2", "flow.atol=1e-2", "flow.tEnd=40"];

        var whole = test.Simulate("whole", false, flow);
        test.Simulate("parts", false, [.. flow, "flow.maxSteps=12"]);
        var parts = test.Simulate("parts", true, flow);

        Assert.True(whole.KinkCrossings > 0);
        Assert.Equal(whole.KinkCrossings, parts.KinkCrossings);
        Assert.Equal(whole.LargestEnergyRise, parts.LargestEnergyRise);
        Assert.Equal(whole.Rows, parts.Rows);
        test.AssertSame("whole", "parts");
    }

    [Theory]
    [InlineData("pab")]
    [InlineData("filippov")]
    public void Solver_that_integrates_kinks_goes_on_bit_by_bit(string solver)
    {
        using var test = new ResumeCase();
        string[] flow = [$"flow.solver={solver}", "model.activation=relu", "model.widths=[6, 5]", "flow.tEnd=20"];

        var whole = test.Simulate("whole", false, flow);
        test.Simulate("parts", false, [.. flow, "flow.maxSteps=12"]);
        test.Simulate("parts", true, [.. flow, "flow.maxSteps=31"]);
        test.Simulate("parts", true, flow);

        Assert.True(whole.KinkCrossings > 0);
        Assert.True(whole.Integration.Statistics.AcceptedSteps > 31);
        test.AssertSame("whole", "parts");
        Assert.True(whole.Integration.Statistics.Kinks.SlidesEntered > 0);
        Assert.Equal(test.Table("whole", "sliding.csv"), test.Table("parts", "sliding.csv"));
    }

    [Fact]
    public void Finished_run_resumed_as_it_is_stays_as_it_is()
    {
        using var test = new ResumeCase();
        test.Simulate("whole", false);
        test.Simulate("again", false);

        test.Simulate("again", true);

        test.AssertSame("whole", "again");
    }

    [Fact]
    public void Cancelled_run_goes_on()
    {
        using var test = new ResumeCase();
        using var source = new CancellationTokenSource();
        source.Cancel();

        test.Simulate("whole", false);
        var first = test.Simulate("parts", false, source.Token);
        Assert.Equal(IntegrationStatus.Cancelled, first.Integration.Status);
        test.Simulate("parts", true);

        test.AssertSame("whole", "parts");
    }

    // Without the stop the run goes on as if it had never been asked for.
    [Theory]
    [InlineData("rho > 1.05")]
    [InlineData("{loss: 0.76}")]
    [InlineData("train_error < 0.4")]
    public void Run_stopped_by_a_condition_goes_on_without_it_and_stays_stopped_with_it(string condition)
    {
        using var test = new ResumeCase();
        test.Simulate("whole", false);
        var first = test.Simulate("parts", false, $"flow.stop={condition}", "flow.checkpointSeconds=0");
        Assert.Equal(IntegrationStatus.Stopped, first.Integration.Status);
        Assert.InRange(first.Integration.Time, 1e-3, 5.9);
        var stopped = (test.Table("parts"), test.Summary("parts"));

        test.Simulate("parts", true, $"flow.stop={condition}");
        Assert.Equal(stopped, (test.Table("parts"), test.Summary("parts")), Equal);

        test.Simulate("parts", true);
        Assert.Equal(test.Table("whole"), test.Table("parts"));
    }

    [Fact]
    public void Rows_written_after_the_checkpoint_are_written_anew()
    {
        using var test = new ResumeCase();
        test.Simulate("whole", false);
        test.Simulate("parts", false, "flow.maxSteps=4");
        // What a killed process leaves: a table under its working name that goes on, cut inside a row.
        File.Move(test.Path("parts", "trajectory.csv"), test.Path("parts", "trajectory.csv.partial"));
        File.AppendAllText(test.Path("parts", "trajectory.csv.partial"), "1,2,3\r\n0.7,0.");
        File.WriteAllText(test.Path("parts", ".checkpoint.bin.abc"), "half");

        test.Simulate("parts", true);

        test.AssertSame("whole", "parts");
        Assert.Equal(test.Files("whole").Keys.Order(), test.Files("parts").Keys.Order());
    }

    [Theory]
    [InlineData("flow.rtol=1e-6", "flow.rtol is 1E-06, in the checkpoint 1E-05")]
    [InlineData("flow.solver=tsit5", "flow.solver is tsit5, in the checkpoint dopri5")]
    [InlineData("flow.maxStep=0.1", "flow.maxStep is 0.1, in the checkpoint .inf")]
    [InlineData("flow.controller=predictive", "flow.controller is predictive, in the checkpoint pi (the default)")]
    [InlineData("flow.step=0.1", "flow.step is 0.1, in the checkpoint not set")]
    [InlineData("model.widths=[6]", "model.layers.0.dense.units is 6, in the checkpoint 5")]
    [InlineData("data.seed=2", "data.seed is 2, in the checkpoint 1")]
    [InlineData("initialization.seed=2", "initialization.seed is 2, in the checkpoint 0")]
    [InlineData("backend.precision=float32", "backend.precision is float32, in the checkpoint float64")]
    [InlineData("observables=[margin]", "the table would have other columns: without")]
    [InlineData("flow.tEnd=1", "the checkpoint is at t = ")]
    [InlineData("flow.samples.exact=true", "steps end at exact samples")]
    public void Checkpoint_of_another_run_is_refused_by_name_and_nothing_changes(string change, string message)
    {
        using var test = new ResumeCase();
        test.Simulate("run", false, "flow.tEnd=5");
        var before = test.Files("run");

        var refusal = Assert.Throws<ConfigurationException>(() => test.Simulate("run", true, change));

        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, test.Files("run"));
    }

    [Theory]
    [InlineData("order", "3", "2")]
    [InlineData("mode", "pece", "pec")]
    public void Setting_of_the_method_is_compared_with_its_default(string key, string other, string fallback)
    {
        using var test = new ResumeCase();
        string[] flow = ["flow.solver=pab", "model.activation=relu"];
        test.Simulate("whole", false, flow);
        test.Simulate("run", false, [.. flow, "flow.maxSteps=4"]);

        var refusal = Assert.Throws<ConfigurationException>(
            () => test.Simulate("run", true, [.. flow, $"flow.{key}={other}"]));
        test.Simulate("run", true, [.. flow, $"flow.{key}={fallback}"]);

        Assert.Contains(
            $"flow.{key} is {other}, in the checkpoint {fallback} (the default); ", refusal.Message,
            StringComparison.Ordinal);
        test.AssertSame("whole", "run");
    }

    [Fact]
    public void Checkpoint_of_training_is_refused()
    {
        using var test = new ResumeCase();
        test.Train("run", false);

        var refusal = Assert.Throws<ConfigurationException>(() => test.Simulate("run", true));

        Assert.Contains("written by train, not by simulate", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void Cut_or_damaged_checkpoint_is_refused(int length)
    {
        using var test = new ResumeCase();
        test.Simulate("run", false, "flow.tEnd=1");
        var path = test.Path("run", "checkpoint.bin");
        var bytes = File.ReadAllBytes(path);
        // Cut at a length, cut by one byte, or one bit turned.
        bytes[bytes.Length / 2] ^= (byte)(length == int.MaxValue ? 4 : 0);
        File.WriteAllBytes(path, bytes[..(length < 0 ? bytes.Length + length : Math.Min(length, bytes.Length))]);
        var before = test.Files("run");

        var refusal = Assert.Throws<ConfigurationException>(() => test.Simulate("run", true, "flow.tEnd=1"));

        Assert.Contains("checkpoint.bin", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("cut off", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, test.Files("run"));
    }

    [Fact]
    public void Missing_checkpoint_and_changed_table_are_refused()
    {
        using var test = new ResumeCase();
        Assert.Contains(
            "there is no checkpoint",
            Assert.Throws<ConfigurationException>(() => test.Simulate("none", true)).Message, StringComparison.Ordinal);

        test.Simulate("run", false, "flow.tEnd=1");
        File.WriteAllText(test.Path("run", "trajectory.csv"), "t\r\n0\r\n");
        Assert.Contains(
            "the table was changed",
            Assert.Throws<OutputException>(() => test.Simulate("run", true)).Message, StringComparison.Ordinal);
    }

    private static string[] With(string solver) =>
        [$"flow.solver={solver}", .. SolverCatalog.Find(solver).IsAdaptive ? [] : (string[])["flow.step=0.07"]];

    private static bool Equal((string[], string) a, (string[], string) b) =>
        a.Item1.SequenceEqual(b.Item1) && a.Item2 == b.Item2;
}
