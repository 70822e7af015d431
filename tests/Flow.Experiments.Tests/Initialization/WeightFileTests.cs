using System.Text.RegularExpressions;
using Flow.Experiments.Configuration;
using Flow.Experiments.Initialization;
using Flow.Experiments.Outputs;

namespace Flow.Experiments.Tests.Initialization;

public class WeightFileTests
{
    private static readonly int[][] Shapes = [[2, 3], [1, 2]];

    public static TheoryData<string, NpzArray[], string, string> BadFiles()
    {
        var first = new NpzArray("V_1", [2, 3], [1, 0, 0, 0, 0, 0]);
        var second = new NpzArray("V_2", [1, 2], [0.6, 0.8]);
        var rho = new NpzArray("rho", [], [2]);
        return new()
        {
            { "lagrange", [first, second], "rho is missing", "the file has V_1, V_2" },
            { "lagrange", [first, rho], "V_2 is missing", "check the parametrization" },
            { "unconstrained", [first, second, rho], "W_1 is missing", "check the parametrization" },
            { "lagrange", [first with { Shape = [3, 2] }, second, rho], "V_1 has shape [3, 2]", "needs [2, 3]" },
            { "lagrange", [first, second with { Values = [1, 1] }, rho], "V_2 has Frobenius norm 1.41", "norm 1" },
            { "lagrange", [first with { Values = new double[6] }, second, rho], "V_1 is zero", "direction" },
            { "lagrange", [first, second with { Values = [double.NaN, 1] }, rho], "V_2 has NaN", "finite" },
            { "lagrange", [first, second, rho with { Values = [double.PositiveInfinity] }], "rho has NaN", "finite" },
            { "lagrange", [first, second, rho with { Shape = [2], Values = [1, 1] }], "rho has shape [2]", "needs []" },
            { "lagrange", [first, second, second with { Name = "V_3" }, rho], "V_3 has no layer", "2 weights" },
            { "lagrange", [first, second, rho, new NpzArray("b_1", [3], [1, 2, 3])], "b_1 has shape [3]", "needs [2]" },
            { "lagrange", [first, second, new NpzArray("rho", [], [-2])], "rho is negative", "give rho >= 0" },
        };
    }

    [Theory]
    [InlineData("lagrange")]
    [InlineData("unconstrained")]
    [InlineData("weight-norm")]
    public void Weights_come_back_bit_by_bit(string parametrization)
    {
        using var directory = new TemporaryDirectory();
        double third = 1.0 / 3;
        var start = new InitialWeights
        {
            Weights = [[third, 0, -2 * third, 0, 0, 2 * third], [0.6, -0.8]],
            Rho = parametrization == "lagrange" ? 0.1 : 1,
            Scales = parametrization == "weight-norm" ? [0.1, -7] : [],
            Biases = [[0.5, -0.25], null],
        };
        string path = directory.File("w.npz");
        NpzWriter.Write(path, WeightFile.ToArrays(start, parametrization, Shapes));
        InitialWeights back = WeightFile.Read(path, parametrization, Shapes);

        Assert.Equal(start.Weights, back.Weights);
        Assert.Equal(start.Rho, back.Rho);
        Assert.Equal(start.Scales, back.Scales);
        Assert.Equal(start.Biases, back.Biases);
    }

    [Fact]
    public void Create_reads_the_file_that_the_configuration_names()
    {
        using var directory = new TemporaryDirectory();
        NpzWriter.Write(
            directory.File("w.npz"),
            [new NpzArray("V_1", [1, 2], [0.6, 0.8]), new NpzArray("rho", [1], [4])]);
        string file = directory.Write(
            "run.yaml", "data: {}\nmodel: {widths: []}\ninitialization: {kind: file, path: w.npz}\n");
        ConfigDocument document = ConfigReader.ReadFile(file, TestCatalogs.Names);

        InitialWeights start = WeightInitializer.Create(document.Config, [[1, 2]], document.Positions);

        Assert.Equal([0.6, 0.8], start.Weights[0]);
        Assert.Equal(4, start.Rho);
    }

    [Theory]
    [MemberData(nameof(BadFiles))]
    public void Weights_that_do_not_fit_are_refused(
        string parametrization, NpzArray[] arrays, string problem, string remedy)
    {
        using var directory = new TemporaryDirectory();
        string path = directory.File("w.npz");
        NpzWriter.Write(path, arrays);

        var failure = Assert.Throws<ConfigurationException>(() => WeightFile.Read(path, parametrization, Shapes));
        Assert.Matches(
            $"^{Regex.Escape(path)}:1:1: array .*{Regex.Escape(problem)}.*; .*{Regex.Escape(remedy)}", failure.Message);
    }
}
