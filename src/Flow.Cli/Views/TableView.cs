using Spectre.Console;

namespace Flow.Cli.Views;

/// <summary>Tables of plain text.</summary>
internal static class TableView
{
    /// <summary>Writes a table with a header; columns that hold numbers only stand to the right.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="headers">The headers.</param>
    /// <param name="rows">The rows, as long as the headers.</param>
    public static void Write(Terminal terminal, IReadOnlyList<string> headers, IReadOnlyList<string[]> rows)
    {
        var table = new Table { Border = TableBorder.Simple };
        for (var i = 0; i < headers.Count; i++)
        {
            var column = i;
            var isNumeric = rows.All(row => row[column].Length == 0 || char.IsAsciiDigit(row[column][0]));
            table.AddColumn(new TableColumn(new Text(headers[i], new Style(decoration: Decoration.Bold)))
            {
                Alignment = isNumeric ? Justify.Right : Justify.Left,
            });
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(static cell => new Text(cell)));
        }

        Render(terminal, table);
    }

    /// <summary>Writes names with their values.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="rows">Name and value of each row.</param>
    public static void WritePairs(Terminal terminal, IEnumerable<(string Name, string Value)> rows)
    {
        var grid = new Grid();
        grid.AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(2, 0, 2, 0) });
        grid.AddColumn(new GridColumn { Padding = new Padding(0) });
        foreach (var (name, value) in rows)
        {
            grid.AddRow(new Text(name, new Style(decoration: Decoration.Bold)), new Text(value));
        }

        Render(terminal, grid);
    }

    private static void Render(Terminal terminal, Spectre.Console.Rendering.IRenderable content)
    {
        using var text = new StringWriter { NewLine = "\n" };
        terminal.Draw(text).Write(content);
        foreach (var line in text.ToString().Trim('\n').Split('\n').SkipWhile(string.IsNullOrWhiteSpace))
        {
            terminal.Out.WriteLine(line.TrimEnd());
        }
    }
}
