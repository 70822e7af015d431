using Flow.Symbolic.Expressions;

namespace Flow.Backends.Plans.Lowering;

/// <summary>One step of elementwise code.</summary>
/// <param name="Opcode">The operation.</param>
/// <param name="A">The first operand's register.</param>
/// <param name="B">The second operand's register.</param>
/// <param name="Function">The elementary function.</param>
/// <param name="Number">The constant or the exponent.</param>
internal readonly record struct CodeStep(
    CodeOpcode Opcode, CodeRegister A, CodeRegister B, Primitive Function, Rational Number);
