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
        using Stream stream = InputFile.Open(request.Files[0]);
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
                throw CellError(text, file, line, start + 1, cell.ToString());
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

    private static ConfigurationException CellError(string text, string file, int line, int column, string cell)
    {
        const string remedy = "write a number with '.' as decimal separator";
        string trimmed = cell.Trim();
        string shown = trimmed.Length <= 40 ? trimmed : trimmed[..40] + "...";
        bool isHeader = line == 1 && !text.Split(',').Any(part => double.TryParse(
            part.Trim(' ', '"'), Real, CultureInfo.InvariantCulture, out _));
        return trimmed switch
        {
            _ when isHeader => Error(
                file, line, column, $"'{shown}' is not a number", "remove the header line; each line is one record"),
            "" => Error(file, line, column, "the cell is empty", "write a number or remove the record"),
            ['"' or '\'', ..] => Error(file, line, column, $"{shown} is quoted", "write numbers without quotes"),
            _ when IsNotFinite(trimmed) => Error(
                file, line, column, $"'{shown}' is not finite", "replace it or remove the record"),
            _ => Error(file, line, column, $"'{shown}' is not a number", remedy),
        };
    }

    private static bool IsNotFinite(string cell) =>
        double.TryParse(cell, Real, CultureInfo.InvariantCulture, out double value)
            ? !double.IsFinite(value)
            : cell.TrimStart('-', '+').ToUpperInvariant() is "INF" or "INFINITY" or "NAN" or "NA";

    private static ConfigurationException Error(string file, int line, int column, string problem, string remedy) =>
        new(new SourcePosition(file, line, column), problem, remedy);
}
