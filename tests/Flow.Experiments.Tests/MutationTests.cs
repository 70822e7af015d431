using System.Text;
using Flow.Experiments.Configuration;
using Flow.Experiments.Outputs;
using Flow.Experiments.Randomness;

namespace Flow.Experiments.Tests;

/// <summary>Files with random damage are read or refused by a message; no other exception comes out.</summary>
public class MutationTests
{
    private const int Attempts = 500;

    [Theory]
    [InlineData("digits-3-vs-8.yaml")]
    [InlineData("custom-activation.yaml")]
    [InlineData("teacher.yaml")]
    public void Damaged_experiment_file_is_read_or_refused(string name)
    {
        string text = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "examples", name));
        int refused = Damage(Encoding.UTF8.GetBytes(text), (bytes, directory) =>
            ConfigReader.ReadFile(directory.Write("a.yaml", bytes), TestCatalogs.Names));

        Assert.InRange(refused, Attempts / 4, Attempts);
    }

    [Fact]
    public void Damaged_weights_are_read_or_refused()
    {
        using var stream = new MemoryStream();
        NpzWriter.Write(stream, [new NpzArray("V_1", [2, 2], [1, 2, 3, 4]), new NpzArray("rho", [], [1])]);
        int refused = Damage(stream.ToArray(), (bytes, directory) => NpzReader.Read(directory.Write("a.npz", bytes)));

        Assert.InRange(refused, Attempts / 4, Attempts);
    }

    [Fact]
    public void Damaged_numbers_are_read_or_refused()
    {
        int refused = Damage(Encoding.UTF8.GetBytes("1,2.5,0\n-3,4e2,1\n5,6,1\n"), (bytes, directory) =>
        {
            directory.Write("a.csv", bytes);
            TestData.Load("{source: csv, path: a.csv}", directory.Path);
        });

        Assert.InRange(refused, Attempts / 4, Attempts);
    }

    [Fact]
    public void Damaged_images_are_read_or_refused()
    {
        byte[] images = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 3, 4];
        int refused = Damage(images, (bytes, directory) =>
        {
            directory.Write("images", bytes);
            directory.Write("labels", [0, 0, 8, 1, 0, 0, 0, 2, 0, 1]);
            TestData.Load("{source: idx, path: {images: images, labels: labels}}", directory.Path);
        });

        Assert.InRange(refused, Attempts / 4, Attempts);
    }

    /// <summary>Changes, inserts, removes or cuts a few bytes, reads, and counts the refusals.</summary>
    private static int Damage(byte[] original, Action<byte[], TemporaryDirectory> read)
    {
        var random = new Xoshiro256StarStar(11);
        using var directory = new TemporaryDirectory();
        int refused = 0;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            byte[] bytes = Mutate([.. original], random);
            try
            {
                read(bytes, directory);
            }
            catch (ConfigurationException failure)
            {
                refused++;
                Assert.Matches(@"^[^\n]+:\d+:\d+: [^\n]+; [^\n]+$", failure.Message);
            }
        }

        return refused;
    }

    private static byte[] Mutate(List<byte> bytes, Xoshiro256StarStar random)
    {
        ReadOnlySpan<byte> letters = "{}[]:,-'\"\n\t #&*!|>%@`.0123x"u8;
        for (int change = 1 + random.NextInteger(4); change > 0 && bytes.Count > 0; change--)
        {
            int at = random.NextInteger(bytes.Count);
            byte letter = random.NextInteger(5) == 0
                ? (byte)random.NextInteger(256)
                : letters[random.NextInteger(letters.Length)];
            switch (random.NextInteger(8))
            {
                case < 3:
                    bytes[at] = letter;
                    break;
                case < 5:
                    bytes.Insert(at, letter);
                    break;
                case < 7:
                    bytes.RemoveAt(at);
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }
}
