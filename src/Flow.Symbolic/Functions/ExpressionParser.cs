using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Flow.Symbolic.Expressions;

namespace Flow.Symbolic.Functions;

/// <summary>
/// Reads scalar expressions: numbers, variables, + - * / ^ (right-associative, constant exponent, binding tighter than
/// a minus sign in front), parentheses, and exp log sin cos tanh sigmoid softplus sqrt abs max(a, b) min(a, b).
/// </summary>
public sealed class ExpressionParser
{
    private const int MaxLength = 10_000;
    private const int MaxDepth = 100;
    private const int MaxExponent = 1_000;
    private const int MaxDecimalExponent = 400;
    private const long MaxBits = 8_192;

    private readonly List<Token> _tokens;
    private readonly ImmutableArray<string> _variables;
    private int _next;
    private int _depth;

    private ExpressionParser(string text, ImmutableArray<string> variables)
    {
        _tokens = Tokenizer.Split(text);
        _variables = variables;
    }

    private Token Current => _tokens[_next];

    /// <summary>
    /// Reads an expression; log(1 + e^a) and 1/(1 + e^a) become softplus and sigmoid, which do not overflow.
    /// </summary>
    /// <param name="text">The text, at most 10,000 characters, nested at most 100 deep.</param>
    /// <param name="variables">The names that may occur; each becomes a scalar variable.</param>
    /// <exception cref="ExpressionParseException">The text is not such an expression.</exception>
    public static Expr Parse(string text, params IEnumerable<string> variables)
    {
        if (text.Length > MaxLength)
        {
            throw new ExpressionParseException(
                MaxLength + 1, $"the expression has {text.Length} characters", $"at most {MaxLength} are read");
        }

        var parser = new ExpressionParser(text, [.. variables]);
        if (parser.Current.Kind == TokenKind.End)
        {
            throw new ExpressionParseException(1, "the expression is empty", $"write one in {parser.VariableList}");
        }

        var result = parser.ReadSum();
        return parser.Current.Kind == TokenKind.End
            ? StableForms.Of(result)
            : throw parser.Unexpected("an operator + - * / ^ must stand here, or nothing");
    }

    private string VariableList => _variables.Length switch
    {
        0 => "numbers only",
        1 => _variables[0],
        _ => string.Join(", ", _variables),
    };

    private Expr ReadSum()
    {
        Enter();
        var terms = new List<Expr> { ReadTerm() };
        while (Current is { Kind: TokenKind.Symbol, Text: "+" or "-" })
        {
            var isMinus = Take().Text == "-";
            var term = ReadTerm();
            terms.Add(isMinus ? -term : term);
        }

        _depth--;
        return Sum.Of(terms);
    }

    private Expr ReadTerm()
    {
        var factors = new List<Expr> { ReadSigned() };
        while (Current is { Kind: TokenKind.Symbol, Text: "*" or "/" })
        {
            var sign = Take();
            if (sign.Text == "*" && IsSymbol("*"))
            {
                throw new ExpressionParseException(sign.Column, "'**' is not an operator", "write a power as z^2");
            }

            var operand = ReadSigned();
            factors.Add(sign.Text == "/" ? Raise(operand, -1, sign.Column) : operand);
        }

        return Algebra.Multiply(factors);
    }

    private Expr ReadSigned()
    {
        if (!IsSymbol("-") && !IsSymbol("+"))
        {
            return ReadPower();
        }

        Enter();
        var isMinus = Take().Text == "-";
        var operand = ReadSigned();
        _depth--;
        return isMinus ? -operand : operand;
    }

    private Expr ReadPower()
    {
        var @base = ReadPrimary();
        if (!IsSymbol("^"))
        {
            return @base;
        }

        Enter();
        var caret = Take();
        var exponent = ReadSigned();
        _depth--;
        return exponent is Constant constant
            ? Raise(@base, constant.Value, caret.Column)
            : throw new ExpressionParseException(
                caret.Column + 1, "the exponent is not a constant", "write exp(b*log(a)) for a^b with variable b");
    }

    private Expr ReadPrimary()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                _next++;
                return ReadNumber(token);
            case TokenKind.Name:
                _next++;
                return IsSymbol("(") ? ReadCall(token) : ReadVariable(token);
            case TokenKind.Symbol when token.Text == "(":
                _next++;
                var inner = ReadSum();
                Close(token);
                return inner;
            default:
                throw Unexpected("a number, a name or '(' must stand here");
        }
    }

    private static Constant ReadNumber(Token token)
    {
        var split = token.Text.ToUpperInvariant().Split('E');
        var isFar = split.Length > 1
            && (!int.TryParse(split[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)
                || Math.Abs((long)exponent) > MaxDecimalExponent);
        return isFar
            ? throw new ExpressionParseException(
                token.Column, $"the number {token.Text} is out of range", $"exponents go to {MaxDecimalExponent}")
            : Constant.Of(Rational.Parse(token.Text));
    }

    private Variable ReadVariable(Token token)
    {
        if (_variables.Contains(token.Text))
        {
            return Variable.Of(token.Text);
        }

        throw ElementaryFunctions.Contains(token.Text)
            ? new ExpressionParseException(
                token.Column, $"the function {token.Text} has no argument", $"write {token.Text}(..)")
            : UnknownName(token, _variables.Concat(ElementaryFunctions.Names));
    }

    private Expr ReadCall(Token name)
    {
        if (!ElementaryFunctions.Contains(name.Text))
        {
            throw _variables.Contains(name.Text)
                ? new ExpressionParseException(
                    name.Column, $"the variable {name.Text} is not a function", $"write a product as {name.Text}*(..)")
                : UnknownName(name, ElementaryFunctions.Names);
        }

        var open = Take();
        var arguments = new List<Expr>();
        if (!IsSymbol(")"))
        {
            arguments.Add(ReadSum());
            while (IsSymbol(","))
            {
                _next++;
                arguments.Add(ReadSum());
            }
        }

        Close(open);
        var arity = ElementaryFunctions.Arity(name.Text);
        if (arguments.Count != arity)
        {
            var plural = arity == 1 ? "argument" : "arguments";
            throw new ExpressionParseException(
                name.Column,
                $"{name.Text} has {arguments.Count} arguments",
                $"it takes {arity} {plural}, as in {name.Text}({(arity == 1 ? "a" : "a, b")})");
        }

        return ElementaryFunctions.Apply(name.Text, arguments) ?? throw new ExpressionParseException(
            name.Column,
            $"{name.Text} of {((Constant)arguments[0]).Value} is not a real number",
            name.Text == "log" ? "its argument must be positive" : "its argument must not be negative");
    }

    private static Expr Raise(Expr @base, Rational exponent, int column)
    {
        if (@base is Constant constant && constant.Value.IsZero && exponent.Sign < 0)
        {
            throw new ExpressionParseException(column, "division by zero", "the divisor must not be the constant 0");
        }

        if (@base is Constant { Value.Sign: < 0 } && !exponent.IsInteger)
        {
            throw new ExpressionParseException(
                column, "a negative number to a fractional power", "use abs(..) or an integer exponent");
        }

        var total = @base is Power power ? power.Exponent * exponent : exponent;
        var coefficient = Product.SplitCoefficient(@base).Coefficient;
        var bits = coefficient.Numerator.GetBitLength() + coefficient.Denominator.GetBitLength() - 2;
        var size = BigInteger.Max(BigInteger.Abs(total.Numerator), total.Denominator);
        return size <= MaxExponent && bits * (long)size <= MaxBits
            ? Power.Of(@base, exponent)
            : throw new ExpressionParseException(
                column, "the power is too large", $"exponents go to {MaxExponent}, numbers to about 2^{MaxBits}");
    }

    private ExpressionParseException UnknownName(Token token, IEnumerable<string> candidates)
    {
        var nearest = Spelling.Nearest(token.Text, candidates) is { } name ? $"did you mean {name}? " : string.Empty;
        return new(
            token.Column,
            $"unknown name '{token.Text}'",
            $"{nearest}known are {VariableList} and {string.Join(' ', ElementaryFunctions.Names)}");
    }

    private ExpressionParseException Unexpected(string remedy) =>
        new(Current.Column, $"unexpected {Current.Description}", remedy);

    private void Close(Token open)
    {
        if (!IsSymbol(")"))
        {
            throw new ExpressionParseException(
                Current.Column,
                $"missing ')' before {Current.Description}",
                $"the '(' of column {open.Column} must be closed here");
        }

        _next++;
    }

    private void Enter()
    {
        if (++_depth > MaxDepth)
        {
            throw new ExpressionParseException(
                Current.Column, "the expression is nested too deeply", $"at most {MaxDepth} levels are read");
        }
    }

    private bool IsSymbol(string symbol) => Current.Kind == TokenKind.Symbol && Current.Text == symbol;

    private Token Take() => _tokens[_next++];
}
