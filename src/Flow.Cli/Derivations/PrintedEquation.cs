namespace Flow.Cli.Derivations;

/// <summary>A printed equation.</summary>
/// <param name="Left">The left side.</param>
/// <param name="Right">The right side.</param>
/// <param name="Range">The layers it holds for; empty where it is about one thing.</param>
/// <param name="Remark">What is known of it, in words; empty where there is nothing to say.</param>
internal sealed record PrintedEquation(string Left, string Right, string Range = "", string Remark = "");
