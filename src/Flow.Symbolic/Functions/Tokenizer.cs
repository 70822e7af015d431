namespace Flow.Symbolic.Functions;

/// <summary>Cuts the text of an expression into words.</summary>
internal static class Tokenizer
{
    private const string Symbols = "+-*/^(),";

    /// <summary>The words in order, closed by one of kind End.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ExpressionParseException">A character has no meaning here.</exception>
    public static List<Token> Split(string text)
    {
        var tokens = new List<Token>();
        for (var position = 0; position < text.Length;)
        {
            if (char.IsWhiteSpace(text[position]))
            {
                position++;
                continue;
            }

            var token = Read(text, position);
            tokens.Add(token);
            position += token.Text.Length;
        }

        tokens.Add(new(TokenKind.End, string.Empty, text.TrimEnd().Length + 1));
        return tokens;
    }

    private static Token Read(string text, int start)
    {
        var c = text[start];
        if (char.IsAsciiDigit(c) || c == '.')
        {
            return new(TokenKind.Number, Number(text, start), start + 1);
        }

        if (char.IsAsciiLetter(c) || c == '_')
        {
            var end = start;
            while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
            {
                end++;
            }

            return new(TokenKind.Name, text[start..end], start + 1);
        }

        return Symbols.Contains(c, StringComparison.Ordinal)
            ? new(TokenKind.Symbol, c.ToString(), start + 1)
            : throw new ExpressionParseException(
                start + 1,
                $"the character '{c}' has no meaning in an expression",
                "use numbers, names, + - * / ^, parentheses and commas");
    }

    /// <summary>Digits with at most one point, and an exponent where digits follow its e.</summary>
    private static string Number(string text, int start)
    {
        var end = Digits(text, start);
        if (end < text.Length && text[end] == '.')
        {
            end = Digits(text, end + 1);
        }

        if (end == start + 1 && text[start] == '.')
        {
            throw new ExpressionParseException(start + 1, "a point without digits", "write a number such as 0.5");
        }

        if (end < text.Length && text[end] is 'e' or 'E')
        {
            var sign = end + 1 < text.Length && text[end + 1] is '+' or '-' ? 1 : 0;
            var last = Digits(text, end + 1 + sign);
            end = last > end + 1 + sign ? last : end;
        }

        return text[start..end];
    }

    private static int Digits(string text, int position)
    {
        while (position < text.Length && char.IsAsciiDigit(text[position]))
        {
            position++;
        }

        return position;
    }
}
