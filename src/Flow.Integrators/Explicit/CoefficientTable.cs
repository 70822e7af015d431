using System.Globalization;

namespace Flow.Integrators.Explicit;

/// <summary>Coefficients from an embedded text file with lines "name row column value" (zero-based; value a decimal or
/// a quotient p/q; # starts a comment).</summary>
internal sealed class CoefficientTable
{
    private readonly Dictionary<(string Name, int Row, int Column), double> _values = [];

    /// <summary>Reads Coefficients/NAME.txt from the assembly.</summary>
    public static CoefficientTable Load(string name) => Load(typeof(CoefficientTable), name);

    /// <summary>Reads Coefficients/NAME.txt beside a type.</summary>
    public static CoefficientTable Load(Type neighbour, string name)
    {
        var resource = $"{neighbour.Namespace}.Coefficients.{name}.txt";
        using var stream = typeof(CoefficientTable).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidDataException($"resource {resource} is missing from the assembly");
        using var reader = new StreamReader(stream);
        return Parse(reader);
    }

    /// <summary>Reads the lines of a table.</summary>
    public static CoefficientTable Parse(TextReader reader)
    {
        var table = new CoefficientTable();
        while (reader.ReadLine() is { } line)
        {
            var words = line.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
            {
                continue;
            }

            if (words.Length != 4
                || !table._values.TryAdd((words[0], Index(words[1]), Index(words[2])), Number(words[3])))
            {
                throw new InvalidDataException($"line '{line}' is not 'name row column value' or repeats an entry");
            }
        }

        return table;
    }

    /// <summary>One row, absent entries 0.</summary>
    public double[] Row(string name, int row, int length) =>
        [.. Enumerable.Range(0, length).Select(column => _values.GetValueOrDefault((name, row, column)))];

    /// <summary>The entries that one row has, with their columns.</summary>
    public IEnumerable<(int Column, double Value)> Entries(string name, int row) =>
        _values.Where(entry => entry.Key.Name == name && entry.Key.Row == row)
            .Select(entry => (entry.Key.Column, entry.Value));

    private static int Index(string word) => int.Parse(word, NumberStyles.None, CultureInfo.InvariantCulture);

    private static double Number(string word)
    {
        var parts = word.Split('/');
        var value = Decimal(parts[0]);
        return parts.Length == 1 ? value : value / Decimal(parts[1]);
    }

    private static double Decimal(string word) =>
        double.Parse(word, NumberStyles.Float, CultureInfo.InvariantCulture);
}
