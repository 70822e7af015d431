using Flow.Backends;
using Flow.Experiments.Configuration;
using Flow.Experiments.Running;
using Flow.Experiments.Training;

namespace Flow.Architecture.Tests;

public class ExamplesRun
{
    public static TheoryData<string> Examples =>
        [.. Repository.Files("examples", "*.yaml").Select(Repository.Relative)];

    [SkippableTheory]
    [MemberData(nameof(Examples))]
    public void Example_runs_for_a_short_time(string file)
    {
        var directory = Directory.CreateTempSubdirectory("gradflow-example-");
        try
        {
            string[] overrides = ["flow.tEnd=0.02", "flow.samples={kind: linear, count: 3}"];
            var path = Path.Combine(Repository.Root, file);
            var document = ConfigReader.ReadFile(path, Catalogs.Names, overrides, filesMustExist: false);
            var missing = document.Config.Data.Files.FirstOrDefault(static data => !File.Exists(data));
            Skip.If(missing is not null, $"{missing} is not here");
            var result = new FlowRun(Experiment.Assemble(document), directory.FullName).Run();
            Assert.True(result.Integration.Status.IsSuccess, result.Integration.Report);
            Assert.True(File.Exists(Path.Combine(directory.FullName, "trajectory.csv")));
            Assert.True(double.IsFinite(result.Final["loss"]));
        }
        finally
        {
            directory.Delete(true);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Examples))]
    public void Example_trains_for_a_few_steps(string file)
    {
        var directory = Directory.CreateTempSubdirectory("gradflow-example-");
        try
        {
            string[] overrides = ["train.epochs=null", "train.steps=3", "train.samples={kind: linear, count: 3}"];
            var path = Path.Combine(Repository.Root, file);
            var document = ConfigReader.ReadFile(path, Catalogs.Names, overrides, filesMustExist: false);
            var missing = document.Config.Data.Files.FirstOrDefault(static data => !File.Exists(data));
            Skip.If(missing is not null, $"{missing} is not here");
            var result = new TrainingRun(Experiment.Assemble(document), directory.FullName).Run();
            Assert.True(result.Outcome.Status.IsSuccess, result.Outcome.Report);
            Assert.True(double.IsFinite(result.Final["loss"]));
        }
        finally
        {
            directory.Delete(true);
        }
    }

    [Fact]
    public void There_is_a_backend_for_every_name() =>
        Assert.All(BackendCatalog.All, static entry => Assert.Equal(entry.Name, entry.Make().Name));
}
