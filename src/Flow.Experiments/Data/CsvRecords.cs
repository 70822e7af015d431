using System.Globalization;
using System.Text;
using Flow.Experiments.Configuration;
using Flow.Experiments.Configuration.Reading;

namespace Flow.Experiments.Data;

/// <summary>Reads comma-separated numbers without a header; the last column is a whole-number label.</summary>
internal static class CsvRecords
{
    private const NumberStyles Real = NumberStyles.Float;

    public static RawRecords Read(SourceRequest request)
    {
        using FileStream stream = InputFile.Open(request.Files[0]);
        return Read(stream, request.Files[0], request);
    }

    public static RawRecords Read(Stream stream, string file, SourceRequest request)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        RecordBuffer? buffer = null;
        double[] row = [];
        int line = 0;
        int blank = 0;
        while (reader.ReadLine() is { } text)
        {
            line++;
            if (string.IsNullOrWhiteSpace(text))
            {
                blank = blank == 0 ? line : blank;
                continue;
            }

            if (blank != 0)
            {
                throw Error(file, blank, 1, "the line is empty", "remove it; every line is one record");
            }

            if (buffer is null)
            {
                row = new double[CountColumns(text, file)];
                buffer = new RecordBuffer(row.Length - 1, request);
            }

            int label = ParseRow(text, file, line, row);
            if (buffer.Wants(label))
            {
                row.AsSpan(0, row.Length - 1).CopyTo(buffer.Add(label, new SourcePosition(file, line, 1)));
            }
        }

        return buffer?.ToRecords() ?? throw Error(file, 1, 1, "the file is empty", "give one record per line");
    }

    private static int CountColumns(string text, string file)
    {
        int columns = 1 + text.AsSpan().Count(',');
        return columns >= 2
            ? columns
            : throw Error(file, 1, 1, "the line has one column", "separate numbers and a label by commas");
    }

    /// <summary>Fills the row and returns the label in its last column.</summary>
    private static int ParseRow(string text, string file, int line, double[] row)
    {
        int columns = 1 + text.AsSpan().Count(',');
        if (columns != row.Length)
        {
            throw Error(
                file, line, 1, $"the line has {columns} columns, the first one has {row.Length}",
                $"give {row.Length - 1} numbers and a label on every line");
        }

        int start = 0;
        for (int i = 0; i < columns; i++)
        {
            int end = text.IndexOf(',', start);
            end = end < 0 ? text.Length : end;
            ReadOnlySpan<char> cell = text.AsSpan(start, end - start);
            bool parsed = double.TryParse(cell, Real, CultureInfo.InvariantCulture, out row[i]);
            if (!parsed || !double.IsFinite(row[i]))
            {
                throw CellError(file, line, start + 1, cell.ToString(), parsed);
            }

            if (i == columns - 1)
            {
                return ParseLabel(file, line, start + 1, row[i], cell);
            }

            start = end + 1;
        }

        return 0;
    }

    private static int ParseLabel(string file, int line, int column, double value, ReadOnlySpan<char> cell) =>
        value == Math.Floor(value) && Math.Abs(value) <= int.MaxValue
            ? (int)value
            : throw Error(
                file, line, column, $"the label '{cell}' is not a whole number", "put the class into the last column");

    private static ConfigurationException CellError(string file, int line, int column, string cell, bool parsed)
    {
        string shown = cell.Length <= 40 ? cell.Trim() : cell[..40].Trim() + "...";
        if (parsed)
        {
            return Error(file, line, column, $"'{shown}' is not finite", "replace it or remove the record");
        }

        return line == 1
            ? Error(file, line, column, $"'{shown}' is not a number", "remove the header line; each line is one record")
            : Error(file, line, column, $"'{shown}' is not a number", "write a number with '.' as decimal separator");
    }

    private static ConfigurationException Error(string file, int line, int column, string problem, string remedy) =>
        new(new SourcePosition(file, line, column), problem, remedy);
}
