using System.Text.RegularExpressions;
using Flow.Experiments.Configuration;
using Flow.Experiments.Running;

namespace Flow.Experiments.Tests.Running;

/// <summary>Layers that do not fit each other or the data: one message with the place of the key to blame.</summary>
public class ModelErrorTests
{
    private const string Digits = "data: {source: optdigits, classes: [3, 8], limit: 12}\n";

    private const string Vectors = "data: {source: gaussian, count: 6, dimension: 12}\n";

    public static TheoryData<string, string, string, string> Layers() => new()
    {
        { Digits + "model: {layers: [conv: {channels: 2, kernel: 9}, flatten: {}]}", "2:46",
            "kernel of 9 x 9 is larger than the input of 8 x 8 pixels", "kernel: 8 or less" },
        { Digits + "model: {layers: [conv: {channels: 2, kernel: 12, padding: 1}, flatten: {}]}", "2:46",
            "larger than the padded input of 10 x 10", "kernel: 10 or less" },
        { Digits + "model: {layers: [conv: {channels: 2, kernel: 3, padding: 3}, flatten: {}]}", "2:58",
            "padding 3 makes windows of nothing but zeros", "padding: 2 or less" },
        { Digits + "model: {layers: [conv: {channels: 2, kernel: 3}]}", "2:17",
            "a dense layer needs a vector for each sample, but gets 2 channels of 6 x 6 pixels", "flatten" },
        { Digits + "model: {layers: [conv: {channels: 2, kernel: 3}, dense: {units: 4}]}", "2:50",
            "a dense layer needs a vector", "flatten" },
        { Digits + "model: {layers: [flatten: {}, conv: {channels: 2, kernel: 3}]}", "2:31",
            "conv needs channels of pixels, but gets 64 units", "before flatten and dense" },
        { Digits + "model: {layers: [average-pool: {kernel: 9}, flatten: {}]}", "2:41", "9 x 9 is larger",
            "kernel: 8" },
        { Digits + "model: {layers: [residual: [conv: {channels: 2, kernel: 3, padding: 1}], flatten: {}]}", "2:28",
            "turns 1 channel of 8 x 8 pixels into 2 channels of 8 x 8 pixels", "the shape that its first layer gets" },
        { Digits + "model: {layers: [dense: {units: 3}, residual: [dense: {units: 4}]]}", "2:47",
            "turns 3 units into 4 units", "last layer" },
        { Digits + "model: {layers: [residual: [conv: {channels: 1, kernel: 11, padding: 1}], flatten: {}]}", "2:57",
            "11 x 11 is larger than the padded input of 10 x 10", "kernel: 10" },
        { Digits + "model: {layers: [batch-norm: {affine: true}]}", "2:18", "no layer with weights before it",
            "dense layer first" },
        { Vectors + "model: {layers: [conv: {channels: 2, kernel: 2}, flatten: {}]}", "2:18",
            "conv needs images, but the form of an input is not known", "data.shape" },
    };

    [Theory]
    [MemberData(nameof(Layers))]
    public void Misfit_is_one_message_with_position_and_remedy(string text, string at, string problem, string remedy)
    {
        var document = ConfigReader.ReadText(text + "\n", "run.yaml", "/", Catalogs.Names);

        var failure = Assert.Throws<ConfigurationException>(() => Experiment.Assemble(document));

        var pattern = $"^run.yaml:{at}: [^\n]*{Regex.Escape(problem)}[^\n]*; [^\n]*{Regex.Escape(remedy)}[^\n]*$";
        Assert.Matches(pattern, failure.Message);
    }

    [Fact]
    public void Shape_of_the_data_makes_images_of_vectors()
    {
        const string Text = "data: {source: gaussian, count: 6, dimension: 12, shape: [2, 3, 2]}\n"
            + "model: {layers: [conv: {channels: 4, kernel: 2, padding: 1}, activation: relu, flatten: {}]}\n";

        var model = Experiment.Assemble(ConfigReader.ReadText(Text, "run.yaml", "/", Catalogs.Names)).Model;

        Assert.Equal([4, 2, 2, 2], Experiment.WeightShapes(model)[0]);
        Assert.Equal([1, 48], Experiment.WeightShapes(model)[1]);
    }

    [Fact]
    public void Channel_that_does_not_vary_is_refused_with_its_name()
    {
        const string Text = "data: {source: gaussian, count: 6, dimension: 12, shape: [2, 3, 2]}\n"
            + "model: {layers: [conv: {channels: 2, kernel: 2}, activation: \"max(0-z^2,0)\", batch-norm: {}, "
            + "flatten: {}]}\n";

        var failure = Assert.Throws<ConfigurationException>(() =>
            Experiment.Assemble(ConfigReader.ReadText(Text, "run.yaml", "/", Catalogs.Names)));

        Assert.Contains(
            "the variance of channel 1 before the batch norm after layer 1 is zero: it has the same value for every "
            + "sample and pixel", failure.Message, StringComparison.Ordinal);
    }
}
