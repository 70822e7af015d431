using Flow.Cli.Views;

namespace Flow.Cli.Commands;

/// <summary>What a command gets from outside.</summary>
/// <param name="Terminal">Where text goes.</param>
/// <param name="Cancellation">Cancels the command.</param>
internal sealed record CommandContext(Terminal Terminal, CancellationToken Cancellation);
