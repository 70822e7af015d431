namespace Flow.Experiments.Randomness;

/// <summary>The names of the random streams; streams of different names from one seed are independent.</summary>
public static class RandomPurpose
{
    /// <summary>Inputs of synthetic data.</summary>
    public const string Inputs = "inputs";

    /// <summary>Labels drawn at random.</summary>
    public const string Labels = "labels";

    /// <summary>Weights of a teacher network.</summary>
    public const string Teacher = "teacher";

    /// <summary>Noise added to the outputs of a teacher network.</summary>
    public const string TeacherNoise = "teacher-noise";

    /// <summary>Which labels are flipped, and to what.</summary>
    public const string LabelNoise = "label-noise";

    /// <summary>Which records are held out for testing.</summary>
    public const string TestSplit = "test-split";

    /// <summary>Initial weights.</summary>
    public const string Initialization = "initialization";

    /// <summary>The order of the samples in training.</summary>
    public const string SampleOrder = "sample-order";

    /// <summary>Normal noise added to the gradient in training.</summary>
    public const string GradientNoise = "gradient-noise";
}
