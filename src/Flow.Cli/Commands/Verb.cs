using System.CommandLine;

namespace Flow.Cli.Commands;

/// <summary>A verb of the command line.</summary>
/// <param name="Name">The verb.</param>
/// <param name="Purpose">One sentence.</param>
/// <param name="Example">A command line that uses it, without the name of the program.</param>
/// <param name="Configure">Adds arguments, options and the action.</param>
internal sealed record Verb(string Name, string Purpose, string Example, Action<Command, CommandContext> Configure);
