namespace Flow.Symbolic.Shapes;

/// <summary>
/// A named axis of a tensor, such as the number of samples N or the units d_1 of a layer; two dimensions are the
/// same when their names are. Sizes are bound when a plan is compiled or executed, never here.
/// </summary>
/// <param name="Name">The name, printed as it is; a part after an underscore is a subscript (d_1).</param>
public sealed record Dimension(string Name)
{
    /// <inheritdoc />
    public override string ToString() => Name;
}
