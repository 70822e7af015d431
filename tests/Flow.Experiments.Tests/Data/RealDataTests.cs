using Flow.Experiments.Data;

namespace Flow.Experiments.Tests.Data;

/// <summary>The real data sets against known values.</summary>
public class RealDataTests
{
    private const string MnistTrain = "data/mnist/train-images-idx3-ubyte.gz";
    private const string MnistTest = "data/mnist/t10k-images-idx3-ubyte.gz";

    [Fact]
    public void Optdigits_has_the_known_size_sum_and_shape()
    {
        Dataset data = TestData.Load("{source: optdigits}");

        Assert.Equal((1797, 64, 10), (data.Count, data.Dimension, data.Outputs));
        Assert.Equal(561718, data.Inputs.Sum());
        Assert.Equal((1, 8, 8), (data.Shape!.Channels, data.Shape.Height, data.Shape.Width));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], data.ClassLabels);
        Assert.All(Enumerable.Range(0, data.Count), n => Assert.Equal(1, data.Targets[(n * 10) + data.Labels[n]]));
        Assert.Equal(1797, data.Targets.Sum());
    }

    [Fact]
    public void Optdigits_three_against_eight_keeps_357_records_in_file_order()
    {
        Dataset data = TestData.Load("{source: optdigits, classes: [3, 8], normalize: unit}");

        Assert.Equal((357, 1), (data.Count, data.Outputs));
        Assert.Equal([1, -1, 1, -1, 1], data.Targets[..5]);
        Assert.Equal([3, 8, 3, 8, 3], Enumerable.Range(0, 5).Select(n => TestData.Label(data, n)));
        Assert.All(
            Enumerable.Range(0, data.Count),
            n => Assert.Equal(1, TestData.Input(data, n).Sum(value => value * value), 12));
    }

    [SkippableTheory]
    [InlineData(MnistTrain, "data/mnist/train-labels-idx1-ubyte.gz", 60000, "5041921314", 0.13066, 0.30811)]
    [InlineData(MnistTest, "data/mnist/t10k-labels-idx1-ubyte.gz", 10000, "7210414959", 0.13251, 0.31048)]
    public void Mnist_has_the_known_labels_mean_and_deviation(
        string images, string labels, int count, string first, double mean, double deviation)
    {
        string path = $"{{images: {RepositoryFiles.Shared(images)}, labels: {RepositoryFiles.Shared(labels)}}}";
        Dataset data = TestData.Load($"{{source: idx, path: {path}}}");

        Assert.Equal((count, 784), (data.Count, data.Dimension));
        Assert.Equal(first, string.Concat(Enumerable.Range(0, 10).Select(n => TestData.Label(data, n))));
        double sum = 0;
        double squares = 0;
        foreach (double value in data.Inputs)
        {
            sum += value;
            squares += value * value;
        }

        double average = sum / data.Inputs.Length;
        Assert.Equal(mean, average, 5);
        Assert.Equal(deviation, Math.Sqrt((squares / data.Inputs.Length) - (average * average)), 5);
    }

    [SkippableFact]
    public void Mnist_filter_and_limit_keep_the_first_records_of_the_classes()
    {
        string images = RepositoryFiles.Shared(MnistTest);
        string labels = RepositoryFiles.Shared("data/mnist/t10k-labels-idx1-ubyte.gz");
        Dataset data = TestData.Load(
            $"{{source: idx, path: {{images: {images}, labels: {labels}}}, classes: [4, 9], limit: 5}}");

        Assert.Equal([4, 4, 9, 9, 9], Enumerable.Range(0, 5).Select(n => TestData.Label(data, n)));
        Assert.Equal([1, 1, -1, -1, -1], data.Targets);
    }

    [SkippableFact]
    public void Cifar_has_the_known_labels_and_pixels()
    {
        string file = RepositoryFiles.Shared("data/cifar10/data_batch_1.first4000.bin.gz");
        Dataset data = TestData.Load($"{{source: cifar10, path: {file}}}");

        Assert.Equal((4000, 3072), (data.Count, data.Dimension));
        Assert.Equal(
            [6, 9, 9, 4, 1, 1, 2, 7, 8, 3], Enumerable.Range(0, 10).Select(n => TestData.Label(data, n)));
        double[] record = TestData.Input(data, 0);
        Assert.Equal([59 / 255.0, 43 / 255.0, 50 / 255.0], record[..3]);
        Assert.Equal([140 / 255.0, 84 / 255.0, 72 / 255.0], record[^3..]);
    }

    [SkippableFact]
    public void Cifar_reads_several_plain_files_one_after_the_other()
    {
        string train = RepositoryFiles.Shared("data/cifar10/airplane_automobile.train762.bin");
        string test = RepositoryFiles.Shared("data/cifar10/airplane_automobile.test192.bin");
        Dataset both = TestData.Load($"{{source: cifar10, path: [{train}, {test}], classes: [1, 0]}}");
        Dataset second = TestData.Load($"{{source: cifar10, path: {test}, classes: [1, 0]}}");

        Assert.Equal(762 + 192, both.Count);
        Assert.Equal(TestData.Input(second, 0), TestData.Input(both, 762));
        Assert.Equal(second.Targets, both.Targets[762..]);
    }
}
