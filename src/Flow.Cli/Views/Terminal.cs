using System.Text;
using Spectre.Console;

namespace Flow.Cli.Views;

/// <summary>Where a command writes, and what the other side can show.</summary>
public sealed class Terminal
{
    private const int UnlimitedWidth = 10_000;
    private const int UsualWidth = 80;

    /// <summary>Makes a terminal.</summary>
    /// <param name="output">Results.</param>
    /// <param name="error">Messages and progress.</param>
    public Terminal(TextWriter output, TextWriter error) => (Out, Error) = (output, error);

    /// <summary>Results.</summary>
    public TextWriter Out { get; }

    /// <summary>Messages and progress.</summary>
    public TextWriter Error { get; }

    /// <summary>Whether progress may be drawn over itself, in one line.</summary>
    public bool IsLive { get; init; }

    /// <summary>Whether results may have colours.</summary>
    public bool HasColour { get; init; }

    /// <summary>Columns of the results.</summary>
    public int Width { get; init; } = UnlimitedWidth;

    /// <summary>Columns of the progress.</summary>
    public int LiveWidth { get; init; } = UsualWidth;

    /// <summary>The clock of the progress and of measurements.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// The terminal of this process: UTF-8; no colour where NO_COLOR is set or the output is redirected.
    /// </summary>
    public static Terminal Standard()
    {
        var isDumb = Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb";
        var noColour = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return new(Utf8(Console.OpenStandardOutput()), Utf8(Console.OpenStandardError()))
        {
            IsLive = !Console.IsErrorRedirected && !isDumb,
            HasColour = !Console.IsOutputRedirected && !isDumb && !noColour,
            Width = Console.IsOutputRedirected ? UnlimitedWidth : WindowWidth(),
            LiveWidth = Console.IsErrorRedirected ? UsualWidth : WindowWidth(),
        };
    }

    /// <summary>A console of Spectre that writes to a text.</summary>
    /// <param name="writer">Receives the text.</param>
    internal IAnsiConsole Draw(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = HasColour ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = HasColour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = Width;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }

    private static int WindowWidth()
    {
        try
        {
            return Console.WindowWidth > 0 ? Console.WindowWidth : UsualWidth;
        }
        catch (IOException)
        {
            return UsualWidth;
        }
    }

    private static StreamWriter Utf8(Stream stream) => new(stream, new UTF8Encoding(false)) { AutoFlush = true };
}
