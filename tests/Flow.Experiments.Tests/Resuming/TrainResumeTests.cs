using Flow.Experiments.Configuration;

namespace Flow.Experiments.Tests.Resuming;

/// <summary>Training in pieces, through the file, against training in one piece.</summary>
public class TrainResumeTests
{
    public static TheoryData<string> Trainings =>
    [
        "train.shuffle=true",
        "train.shuffle=false",
        "train.momentum=0.9",
        "train={batchSize: 5, steps: 60, momentum: 0.9, nesterov: true, sampling: with-replacement}",
        "train={batchSize: 5, steps: 60, sampling: gaussian-noise, momentum: 0.5}",
        "train={algorithm: halpern, batchSize: 5, steps: 60, schedule: {kind: warmup, steps: 30}}",
        "train={algorithm: gd, steps: 60}",
    ];

    [Theory]
    [MemberData(nameof(Trainings))]
    public void Longer_training_is_training_of_that_length(string change)
    {
        using var test = new ResumeCase();

        test.Train("whole", false, change);
        test.Train("parts", false, change, "train.steps=23", "train.samples={kind: linear, count: 5}");
        test.Train("parts", true, change, "train.steps=37", "train.samples={steps: [6, 12]}");
        test.Train("parts", true, change);

        var common = test.Table("whole", "training.csv").Intersect(test.Table("parts", "training.csv")).Count();
        Assert.True(common > 10, $"{common} rows are the same");
        Assert.Equal(test.Summary("whole"), test.Summary("parts"));
        Assert.Equal(
            File.ReadAllBytes(test.Path("whole", "weights-last.npz")),
            File.ReadAllBytes(test.Path("parts", "weights-last.npz")));
    }

    [Theory]
    [MemberData(nameof(Trainings))]
    public void Table_of_training_in_pieces_is_the_table_of_training_in_one_piece(string change)
    {
        using var test = new ResumeCase();
        string[] whole = [change, "train.samples={steps: [3, 6, 17, 23, 24, 41]}"];
        string[] part = [change, "train.samples={steps: [3, 6, 17]}", "train.steps=23"];

        test.Train("whole", false, whole);
        test.Train("parts", false, part);
        test.Train("parts", true, part);
        test.Train("parts", true, whole);

        test.AssertSame("whole", "parts", "training.csv");
    }

    [Theory]
    [InlineData("train.learningRate=0.1", "train.learningRate is 0.1, in the checkpoint 0.05")]
    [InlineData("train.batchSize=4", "train.batchSize is 4, in the checkpoint 5")]
    [InlineData("train.seed=3", "train.seed is 3, in the checkpoint 0")]
    [InlineData("train.steps=20", "the checkpoint is at step 30, beyond the last step 20")]
    public void Checkpoint_of_other_training_is_refused_by_name(string change, string message)
    {
        using var test = new ResumeCase();
        test.Train("run", false, "train.steps=30");
        var before = test.Files("run");

        var refusal = Assert.Throws<ConfigurationException>(() => test.Train("run", true, change));

        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, test.Files("run"));
    }

    [Fact]
    public void Number_of_steps_is_part_of_a_cosine_schedule()
    {
        using var test = new ResumeCase();
        string[] cosine = ["train.schedule={kind: cosine}"];
        test.Train("run", false, [.. cosine, "train.steps=30"]);

        var refusal = Assert.Throws<ConfigurationException>(() => test.Train("run", true, cosine));

        Assert.Contains("train.steps is 60 steps, in the checkpoint 30", refusal.Message, StringComparison.Ordinal);
    }
}
