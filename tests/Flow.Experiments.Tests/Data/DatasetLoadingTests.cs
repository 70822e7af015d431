using Flow.Experiments.Data;
using MathNet.Numerics.LinearAlgebra;

namespace Flow.Experiments.Tests.Data;

public class DatasetLoadingTests
{
    [Fact]
    public void Csv_gives_numbers_labels_and_two_class_targets_in_the_order_of_classes()
    {
        using TemporaryDirectory directory = WithCsv("1,2.5,7\n-3e-1,4,5\n0,0,6\n9,9,7\n");
        Dataset data = TestData.Load("{source: csv, path: a.csv, classes: [7, 5]}", directory.Path);

        Assert.Equal((3, 2, 1), (data.Count, data.Dimension, data.Outputs));
        Assert.Equal([1, 2.5, -0.3, 4, 9, 9], data.Inputs);
        Assert.Equal([1, -1, 1], data.Targets);
        Assert.Equal([0, 1, 0], data.Labels);
        Assert.Equal([7, 5], data.ClassLabels);
        Assert.Null(data.Shape);
    }

    [Fact]
    public void Classes_are_one_hot_in_ascending_order_when_none_are_named()
    {
        using TemporaryDirectory directory = WithCsv("1,9\r\n2,-4\r\n3,2\r\n\r\n");
        Dataset data = TestData.Load("{source: csv, path: a.csv}", directory.Path);

        Assert.Equal([-4, 2, 9], data.ClassLabels);
        Assert.Equal([0, 0, 1, 1, 0, 0, 0, 1, 0], data.Targets);
    }

    [Fact]
    public void Two_classes_can_be_one_hot()
    {
        using TemporaryDirectory directory = WithCsv("1,9\n2,4\n");
        Dataset data = TestData.Load("{source: csv, path: a.csv, classes: [4, 9], targets: one-hot}", directory.Path);

        Assert.Equal([0, 1, 1, 0], data.Targets);
    }

    [Fact]
    public void Limit_counts_records_after_the_class_filter()
    {
        using TemporaryDirectory directory = WithCsv("1,0\n2,1\n3,2\n4,1\n5,2\n6,1\n");
        Dataset data = TestData.Load("{source: csv, path: a.csv, classes: [1, 2], limit: 3}", directory.Path);

        Assert.Equal([2, 3, 4], data.Inputs);
    }

    [Fact]
    public void Standardize_uses_training_statistics_and_zeroes_constant_columns()
    {
        using TemporaryDirectory directory = WithCsv("1,5,0\n3,5,1\n");
        directory.Write("t.csv", "4,7,1\n");
        Dataset data = TestData.Load(
            "{source: csv, path: a.csv, normalize: standardize, test: {path: t.csv}}", directory.Path);

        Assert.Equal([-1, 0, 1, 0], data.Inputs);
        Assert.Equal([2, 0], data.Test!.Inputs);
        Assert.Equal([0, 1], data.Test.Targets);
    }

    [Fact]
    public void Standardize_of_a_constant_column_is_zero_even_when_its_mean_is_rounded()
    {
        using TemporaryDirectory directory = WithCsv("0.1,1,0\n0.1,2,1\n0.1,3,1\n");
        Dataset data = TestData.Load("{source: csv, path: a.csv, normalize: standardize}", directory.Path);

        Assert.Equal([0, 0, 0], new[] { data.Inputs[0], data.Inputs[2], data.Inputs[4] });
    }

    [Fact]
    public void Unit_divides_by_the_norm_and_keeps_zero_inputs()
    {
        using TemporaryDirectory directory = WithCsv("3,4,0\n0,0,1\n");
        Assert.Equal(
            [0.6, 0.8, 0, 0], TestData.Load("{source: csv, path: a.csv, normalize: unit}", directory.Path).Inputs);
    }

    [Fact]
    public void Standardize_unit_standardizes_first()
    {
        using TemporaryDirectory directory = WithCsv("1,10,0\n3,30,1\n");
        double[] inputs = TestData.Load(
            "{source: csv, path: a.csv, normalize: standardize-unit}", directory.Path).Inputs;

        Assert.All(inputs, value => Assert.Equal(Math.Sqrt(0.5), Math.Abs(value), 15));
    }

    [Fact]
    public void Label_noise_flips_the_stated_number_of_training_labels_only_and_repeats_with_the_seed()
    {
        const string clean = "{source: optdigits, seed: 5, test: {fraction: 0.25, seed: 1}, labelNoise: 0}";
        Dataset before = TestData.Load(clean);
        Dataset after = TestData.Load(clean.Replace("labelNoise: 0", "labelNoise: 0.2"));
        Dataset again = TestData.Load(clean.Replace("labelNoise: 0", "labelNoise: 0.2"));
        Dataset other = TestData.Load(clean.Replace("labelNoise: 0", "labelNoise: 0.2").Replace("seed: 5", "seed: 6"));

        Assert.Equal((int)Math.Round(0.2 * before.Count), Different(before.Labels, after.Labels));
        Assert.Equal(before.Test!.Labels, after.Test!.Labels);
        Assert.Equal(before.Inputs, after.Inputs);
        Assert.Equal(after.Labels, again.Labels);
        Assert.NotEqual(after.Labels, other.Labels);
    }

    [Fact]
    public void Full_label_noise_changes_every_label_of_two_classes()
    {
        Dataset clean = TestData.Load("{source: optdigits, classes: [3, 8]}");
        Dataset noisy = TestData.Load("{source: optdigits, classes: [3, 8], labelNoise: 1}");

        Assert.Equal(clean.Targets.Select(target => -target), noisy.Targets);
    }

    [Fact]
    public void Test_fraction_parts_the_records_and_keeps_their_order()
    {
        using TemporaryDirectory directory = WithCsv(
            string.Concat(Enumerable.Range(0, 20).Select(n => $"{n},{n % 2}\n")));
        Dataset data = TestData.Load(
            "{source: csv, path: a.csv, test: {fraction: 0.3, seed: 2}}", directory.Path);

        Assert.Equal((14, 6), (data.Count, data.Test!.Count));
        Assert.Equal(data.Inputs.Order(), data.Inputs);
        Assert.Equal(data.Test.Inputs.Order(), data.Test.Inputs);
        Assert.Equal(Enumerable.Range(0, 20).Select(n => (double)n), data.Inputs.Concat(data.Test.Inputs).Order());
        Assert.NotEqual([14, 15, 16, 17, 18, 19], data.Test.Inputs);
    }

    [Fact]
    public void Gaussian_has_normal_inputs_and_fair_labels_and_keeps_its_first_records_when_it_grows()
    {
        Dataset large = TestData.Load("{source: gaussian, count: 20000, dimension: 3, seed: 1}");
        Dataset small = TestData.Load("{source: gaussian, count: 10, dimension: 3, seed: 1}");

        Assert.Equal(large.Inputs[..30], small.Inputs);
        Assert.Equal(large.Targets[..10], small.Targets);
        Assert.InRange(large.Inputs.Average(), -0.02, 0.02);
        Assert.InRange(large.Inputs.Sum(value => value * value) / large.Inputs.Length, 0.97, 1.03);
        Assert.InRange(large.Targets.Average(), -0.03, 0.03);
        Assert.All(large.Targets, target => Assert.Equal(1, Math.Abs(target)));
    }

    [Fact]
    public void Teacher_labels_are_the_sign_of_its_values_and_linear_teachers_are_linear()
    {
        const string common = "source: teacher, count: 50, dimension: 4, seed: 3";
        const string linear = "teacher: {widths: [5], activation: linear}";
        Dataset signs = TestData.Load($"{{{common}, {linear}}}");
        Dataset values = TestData.Load($"{{{common}, targets: values, {linear}}}");
        Dataset bent = TestData.Load($"{{{common}, targets: values, {linear.Replace("linear", "tanh")}}}");

        Assert.Equal(values.Inputs, signs.Inputs);
        Assert.Equal(values.Targets.Select(value => value >= 0 ? 1.0 : -1.0), signs.Targets);
        Assert.Empty(values.Labels);
        Assert.Equal([1, -1], signs.ClassLabels);
        Assert.True(IsLinear(values));
        Assert.False(IsLinear(bent));
    }

    [Fact]
    public void Teacher_noise_changes_values_but_not_inputs()
    {
        const string text = "{source: teacher, targets: values, count: 4000, dimension: 4, teacher: {noise: N}}";
        Dataset quiet = TestData.Load(text.Replace('N', '0'));
        Dataset noisy = TestData.Load(text.Replace('N', '2'));
        double[] noise = [.. noisy.Targets.Zip(quiet.Targets, (a, b) => a - b)];

        Assert.Equal(quiet.Inputs, noisy.Inputs);
        Assert.InRange(noise.Average(), -0.12, 0.12);
        Assert.InRange(Math.Sqrt(noise.Average(value => value * value)), 1.9, 2.1);
    }

    [Fact]
    public void Catalog_names_are_distinct_and_have_a_purpose()
    {
        Assert.Equal(
            ["optdigits", "csv", "idx", "cifar10", "gaussian", "teacher"],
            DatasetCatalog.All.Select(entry => entry.Name));
        Assert.All(DatasetCatalog.All, entry => Assert.True(entry.Purpose.Length > 20));
    }

    /// <summary>Whether all targets are one linear function of the inputs, fitted on the first d samples.</summary>
    private static bool IsLinear(Dataset data)
    {
        int d = data.Dimension;
        var system = Matrix<double>.Build.Dense(d, d, (i, j) => data.Inputs[(i * d) + j]);
        var right = Vector<double>.Build.Dense(data.Targets[..d]);
        double[] weights = system.Solve(right).ToArray();
        return Enumerable.Range(0, data.Count).All(n => Math.Abs(
            data.Targets[n] - TestData.Input(data, n).Zip(weights, (x, w) => x * w).Sum()) < 1e-9);
    }

    private static int Different(int[] left, int[] right) => left.Zip(right).Count(pair => pair.First != pair.Second);

    private static TemporaryDirectory WithCsv(string text)
    {
        var directory = new TemporaryDirectory();
        directory.Write("a.csv", text);
        return directory;
    }
}
