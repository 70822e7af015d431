using System.Text.Json;
using Flow.Experiments.Outputs;

namespace Flow.Experiments.Tests.Outputs;

public class JsonFileTests
{
    private static readonly RunSummary Summary = new()
    {
        Status = "done",
        Statistics = new RunStatistics
        {
            RhsEvaluations = 7,
            JacobianVectorProducts = 6,
            ForwardEvaluations = 5,
            AcceptedSteps = 4,
            RejectedSteps = 3,
            Seconds = 0.1,
        },
        Final = new Dictionary<string, double> { ["train_error"] = 1.0 / 3, ["rho_eq"] = double.NaN },
        Certificate = new Dictionary<string, double> { ["loss"] = double.PositiveInfinity },
        Provenance = new RunProvenance { Version = "0.1.0", Machine = "x", Seed = 3 },
    };

    [Fact]
    public void Summary_has_the_names_of_the_contract()
    {
        using var directory = new TemporaryDirectory();
        JsonFile.Write(directory.File("summary.json"), Summary);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(directory.File("summary.json")));
        JsonElement root = json.RootElement;

        Assert.Equal("done", root.GetProperty("status").GetString());
        Assert.Equal(
            [
                "rhsEvaluations", "jacobianVectorProducts", "forwardEvaluations", "acceptedSteps", "rejectedSteps",
                "seconds",
            ],
            root.GetProperty("statistics").EnumerateObject().Select(property => property.Name));
        Assert.Equal(1.0 / 3, root.GetProperty("final").GetProperty("train_error").GetDouble());
        Assert.Equal("NaN", root.GetProperty("final").GetProperty("rho_eq").GetString());
        Assert.Equal("Infinity", root.GetProperty("certificate").GetProperty("loss").GetString());
        Assert.Equal(3, root.GetProperty("provenance").GetProperty("seed").GetInt64());
        Assert.Equal(["summary.json"], directory.Listing());
    }

    [Fact]
    public void Summary_comes_back_with_all_digits()
    {
        RunSummary back = JsonFile.FromText<RunSummary>(JsonFile.ToText(Summary));

        Assert.Equal(Summary.Statistics, back.Statistics);
        Assert.Equal(Summary.Provenance, back.Provenance);
        Assert.Equal(Summary.Final.ToArray(), back.Final.ToArray());
        Assert.Equal(Summary.Certificate!.ToArray(), back.Certificate!.ToArray());
        Assert.Throws<JsonException>(() => JsonFile.FromText<RunSummary>("{}"));
    }
}
