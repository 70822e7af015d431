using System.Globalization;
using CsvHelper;

namespace Flow.Experiments.Outputs;

/// <summary>
/// Writes a table of numbers row by row (RFC 4180, '.' decimals, shortest digits that give the same number again; NaN
/// and Infinity by name). Each row is on disk at once, under the name "PATH.partial"; disposing renames it to the path,
/// after a failure too, cut at its last whole row, so that partial results are kept.
/// </summary>
public sealed class CsvTableWriter : IDisposable
{
    private readonly string path;
    private readonly int columns;
    private readonly FileStream stream;
    private CsvWriter? csv;
    private long wholeRows;
    private bool failed;

    private CsvTableWriter(string path, int columns, FileStream stream, CsvWriter csv)
    {
        this.path = path;
        this.columns = columns;
        this.stream = stream;
        this.csv = csv;
    }

    /// <summary>Starts a table with its header row.</summary>
    /// <param name="path">The file; its directory must exist.</param>
    /// <param name="columns">The column names.</param>
    /// <returns>The writer, to be disposed.</returns>
    /// <exception cref="OutputException">The file system refuses.</exception>
    public static CsvTableWriter Open(string path, IReadOnlyList<string> columns)
    {
        CsvTableWriter? table = null;
        try
        {
            var stream = new FileStream(PartialName(path), FileMode.Create, FileAccess.Write, FileShare.Read);
            CsvWriter csv = CsvWriter.Create(stream, new CsvWriterOptions { NewLine = "\r\n" }, false);
            table = new CsvTableWriter(path, columns.Count, stream, csv);
            table.WriteCells(columns);
            return table;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            table?.Close();
            throw failure as OutputException ?? OutputException.From(path, failure);
        }
    }

    /// <summary>Goes on with a table that a run has left, finished or not, after its first bytes; the rows behind
    /// them are cut off.</summary>
    /// <param name="path">The file; while it is unfinished it stands under <see cref="PartialName"/>.</param>
    /// <param name="columns">The column names, those of the table.</param>
    /// <param name="length">The number of bytes to keep, up to the end of a row.</param>
    /// <returns>The writer, to be disposed.</returns>
    /// <exception cref="OutputException">The table is shorter, or the file system refuses.</exception>
    public static CsvTableWriter Continue(string path, IReadOnlyList<string> columns, long length)
    {
        RequireContinuable(path, length);
        try
        {
            if (!File.Exists(PartialName(path)))
            {
                File.Move(path, PartialName(path));
            }

            var stream = new FileStream(PartialName(path), FileMode.Open, FileAccess.Write, FileShare.Read);
            stream.SetLength(length);
            stream.Position = length;
            CsvWriter csv = CsvWriter.Create(stream, new CsvWriterOptions { NewLine = "\r\n" }, false);
            return new CsvTableWriter(path, columns.Count, stream, csv) { wholeRows = length };
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw failure as OutputException ?? OutputException.From(path, failure);
        }
    }

    /// <summary>Refuses a table that does not have a row's end after so many bytes; changes nothing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="length">The number of bytes.</param>
    /// <exception cref="OutputException">The table is missing, shorter or another one.</exception>
    public static void RequireContinuable(string path, long length)
    {
        string present = File.Exists(PartialName(path)) ? PartialName(path) : path;
        try
        {
            using var stream = new FileStream(present, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            stream.Position = Math.Max(0, length - 1);
            if (stream.Length < length || stream.ReadByte() != '\n')
            {
                throw new OutputException(
                    present, "the table was changed since the checkpoint: it is shorter, or has other rows",
                    "restore it, or start the run without --resume");
            }
        }
        catch (Exception failure) when (failure is (IOException and not OutputException) or UnauthorizedAccessException)
        {
            throw new OutputException(
                present, $"the table of the run cannot be read ({failure.Message})",
                "restore it, or start the run without --resume", failure);
        }
    }

    /// <summary>The length of the file up to its last whole row, bytes.</summary>
    public long Length => wholeRows;

    /// <summary>Waits until the rows so far would outlive a loss of power.</summary>
    /// <exception cref="OutputException">The file system refuses.</exception>
    public void Sync()
    {
        try
        {
            stream.Flush(true);
        }
        catch (Exception failure) when (IsRefusal(failure))
        {
            throw OutputException.From(path, failure);
        }
    }

    /// <summary>Writes one row and sends it to the disk.</summary>
    /// <param name="values">One number per column.</param>
    /// <exception cref="ArgumentException">The number of values is not the number of columns.</exception>
    /// <exception cref="ObjectDisposedException">The table is finished.</exception>
    /// <exception cref="OutputException">The file system refuses.</exception>
    public void WriteRow(ReadOnlySpan<double> values)
    {
        if (values.Length != columns)
        {
            throw new ArgumentException($"{values.Length} values do not fill {columns} columns", nameof(values));
        }

        var cells = new string[values.Length];
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = values[i].ToString("R", CultureInfo.InvariantCulture);
        }

        WriteCells(cells);
    }

    /// <summary>Finishes the table and gives it its name.</summary>
    /// <exception cref="OutputException">The file system refuses.</exception>
    public void Dispose()
    {
        if (csv is null)
        {
            return;
        }

        try
        {
            Close();
            File.Move(PartialName(path), path, true);
        }
        catch (Exception failure) when (failure is (IOException and not OutputException) or UnauthorizedAccessException)
        {
            throw OutputException.From(path, failure);
        }
    }

    /// <summary>The name of the file while it is being written.</summary>
    /// <param name="path">The name afterwards.</param>
    /// <returns>The path with ".partial" added.</returns>
    public static string PartialName(string path) => path + ".partial";

    private void WriteCells(IEnumerable<string> cells)
    {
        ObjectDisposedException.ThrowIf(csv is null, this);
        try
        {
            foreach (string cell in cells)
            {
                csv.WriteField(cell);
            }

            csv.EndRecord();
            csv.Flush();
            stream.Flush();
            wholeRows = stream.Position;
        }
        catch (Exception failure) when (IsRefusal(failure))
        {
            failed = true;
            throw OutputException.From(path, failure);
        }
    }

    /// <summary>Closes the file; a failure that a row has already reported is not reported twice.</summary>
    private void Close()
    {
        CsvWriter closing = csv!;
        csv = null;
        try
        {
            closing.Dispose();
        }
        catch (Exception refusal) when (failed && IsRefusal(refusal))
        {
            // The rows before the failure are on disk and keep their place.
        }

        if (failed)
        {
            CloseStream();
            CutAtLastWholeRow();
        }
    }

    private void CutAtLastWholeRow()
    {
        try
        {
            using var cut = new FileStream(PartialName(path), FileMode.Open, FileAccess.Write);
            cut.SetLength(Math.Min(cut.Length, wholeRows));
        }
        catch (Exception refusal) when (IsRefusal(refusal))
        {
            // The failure before this one is the one worth reporting; nothing can be cut off a device.
        }
    }

    /// <summary>A file above the largest size allowed is answered by an exception about an argument.</summary>
    private static bool IsRefusal(Exception failure) => failure is IOException or ArgumentOutOfRangeException;

    private void CloseStream()
    {
        try
        {
            stream.Dispose();
        }
        catch (Exception refusal) when (IsRefusal(refusal))
        {
            // What could not be written before cannot be written now; the file is closed all the same.
        }
    }
}
