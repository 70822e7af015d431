using System.CommandLine;
using Flow.Cli.Commands;
using Flow.Cli.Views;
using Flow.Experiments.Configuration;
using Flow.Experiments.Outputs;
using Flow.Symbolic.Functions;

namespace Flow.Cli;

/// <summary>Runs one command line.</summary>
public static class Application
{
    private const string Name = "gradflow";

    private const string Purpose =
        "Derives and integrates the gradient flow of neural networks described in YAML files.";

    /// <summary>Parses and runs a command line; every failure becomes one line of text and an exit code.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="terminal">Where text goes.</param>
    /// <param name="cancellation">Cancels the command, as Ctrl-C does.</param>
    /// <returns>A value of <see cref="ExitCode"/>.</returns>
    public static int Run(IReadOnlyList<string> args, Terminal terminal, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(terminal);
        try
        {
            return Invoke(args, new CommandContext(terminal, cancellation));
        }
        catch (Exception failure) when (IsInputError(failure))
        {
            terminal.Error.WriteLine(failure.Message);
            return ExitCode.BadInput;
        }
        catch (OperationCanceledException)
        {
            terminal.Error.WriteLine("cancelled");
            return ExitCode.Cancelled;
        }
        catch (OutOfMemoryException)
        {
            terminal.Error.WriteLine(
                "the experiment needs more memory than there is; make the network or the data smaller");
            return ExitCode.BadInput;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine(
                $"the output cannot be written ({failure.Message}); free space or write elsewhere");
            return ExitCode.BadInput;
        }
        catch (Exception failure)
        {
            var text = failure.Message.ReplaceLineEndings(" ");
            terminal.Error.WriteLine(
                $"internal error: {failure.GetType().Name}: {text}; please report it with the command and its file");
            return ExitCode.InternalError;
        }
    }

    private static bool IsInputError(Exception failure) =>
        failure is UsageException or ConfigurationException or OutputException or ExpressionParseException;

    private static int Invoke(IReadOnlyList<string> args, CommandContext context)
    {
        var root = CommandCatalog.Root(Name, Purpose, context);
        if (args.Count == 0)
        {
            root.Parse(["--help"]).Invoke(new() { Output = context.Terminal.Error });
            return ExitCode.BadInput;
        }

        var plain = new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null };
        var parsed = root.Parse(args, plain);
        CommandLineCheck.Check(parsed);
        return parsed.Invoke(new()
        {
            Output = context.Terminal.Out,
            Error = context.Terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        });
    }
}
