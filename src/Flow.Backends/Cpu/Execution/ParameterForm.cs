using Flow.Backends.Plans.Lowering;

namespace Flow.Backends.Cpu.Execution;

/// <summary>Which form of a parameter matrix a product reads.</summary>
internal static class ParameterForm
{
    private const int WidestDot = 4;

    /// <summary>Whether panels are read: a transposed factor of more than a few columns.</summary>
    public static bool IsPacked(ParameterUse use) => use.Transposed && use.Rows > WidestDot;
}
