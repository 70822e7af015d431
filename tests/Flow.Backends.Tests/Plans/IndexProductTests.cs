using Flow.Backends.Plans;
using Flow.Symbolic.Differentiation;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Shapes;

namespace Flow.Backends.Tests.Plans;

/// <summary>Index products of every form, those with a kernel and those left to nested loops.</summary>
public class IndexProductTests
{
    private const int Count = 53;

    private static readonly Dictionary<char, Dimension> Dimensions = new()
    {
        ['n'] = DenseGraph.Samples,
        ['a'] = new("a"),
        ['b'] = new("b"),
        ['c'] = new("c"),
    };

    public static TheoryData<string, string> Products()
    {
        string[] texts =
        [
            "na,ba->nb", "na,ab->nb", "na,nb->ab", "na,nb->ba", "na->a", "na,na->n", "na,na->", "na,na->a", "na->n",
            "na,nb,ab->n", "na,nb,ab->", "na,a->n", "na,a->na", "na,a->", "na,nb->nab", "nab,nb->na", "nab,nb->a",
            "nab,b->na", "nab,ab->n", "nab,nab->", "nab,nab->ab", "nab->ab", "nab->na", "nab->nba", "nab,abc->nc",
            "nab,bc->nac", "nab,na->nb", "nab,nc->abc", "nab,nbc->nac", "na,nb,nc,abc->", "na,nb,nc->abc", "n,na->a",
            "n,na->na", "n,na,nb->ab", "n,ab->nab", "n,n->", "n->", "naa->n", "naa->na", "na,ab,bc->nc",
            "na,ab,nb,nc->c", "ab,bc->ac", "ab,ab->", "a,b->ab", "ab->ba", "aa->a", "a,ab,b->", "ab->", "abc,a->bc",
            "na,b->nb", "ab,n->nab", "na,bc->nabc", "n,a->na", "na,ab->na", "na,ab->n",
        "na,ab->a", "ab,b->na", "ab->nba", "na,a,a->na", "na,na,a->n", "na,nb,a,b->",
        ];
        var data = new TheoryData<string, string>();
        foreach (var text in texts)
        {
            data.Add(text, "best");
            data.Add(text, "scalar");
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Products))]
    public void Product_equals_the_reference(string indices, string set)
    {
        var planCase = Case(indices, static product => [new("product", product)]);
        var expected = planCase.Expected();

        planCase.Run(Arithmetic.Backend(set), new()).AssertClose(expected, 1e-13);
        planCase.Run(Arithmetic.Backend(set), new(Precision.Float32)).AssertClose(expected, 1e-5);
    }

    /// <summary>The gradient of the squared norm of the product in each of its factors.</summary>
    [Theory]
    [MemberData(nameof(Products))]
    public void Gradient_of_a_product_equals_the_reference(string indices, string set)
    {
        if (indices.Contains("aa", StringComparison.Ordinal))
        {
            return; // A diagonal has no gradient rule.
        }

        var planCase = Case(indices, product =>
        {
            var loss = Algebra.SquaredNorm(product) / DimensionSize.Of(DenseGraph.Samples);
            var factors = Factors(indices);
            return factors.Zip(Gradient.Of(loss, [.. factors]), static (f, g) => new PlanOutput($"d{f.Name}", g));
        });

        planCase.Run(Arithmetic.Backend(set), new()).AssertClose(planCase.Expected(), 1e-12);
    }

    private static PlanCase Case(string indices, Func<Expr, IEnumerable<PlanOutput>> outputs)
    {
        var factors = Factors(indices);
        var product = Product(indices, factors);
        var source = new PlanSource(
            DenseGraph.Samples,
            Dimensions.Values.Where(static d => d != DenseGraph.Samples).Zip([3, 4, 2])
                .Aggregate(
                    System.Collections.Immutable.ImmutableDictionary<Dimension, int>.Empty,
                    static (sizes, pair) => sizes.Add(pair.First, pair.Second)),
            [.. factors.Where(static f => !f.Shape.Contains(DenseGraph.Samples))],
            [.. factors.Where(static f => f.Shape.Contains(DenseGraph.Samples))],
            [DenseGraph.Lambda],
            [.. outputs(product)]);
        return PlanCase.Random(source, Count);
    }

    /// <summary>As Algebra.Einstein, but an index of the result may be carried by no factor.</summary>
    private static Expr Product(string indices, List<Variable> factors)
    {
        var sides = indices.Split("->");
        var order = (sides[1] + sides[0].Replace(",", string.Empty, StringComparison.Ordinal)).Distinct().ToList();
        var terms = factors.Zip(
            sides[0].Split(','),
            (f, letters) => new Factor(f, [.. letters.Select(letter => order.IndexOf(letter))]));
        return Symbolic.Expressions.Product.Of(
            terms, [.. order.Select(static letter => Dimensions[letter])], sides[1].Length);
    }

    private static List<Variable> Factors(string indices) =>
    [
        .. indices.Split("->")[0].Split(',').Select(static (letters, k) =>
            Variable.Of($"F_{k}", new Shape([.. letters.Select(static letter => Dimensions[letter])]))),
    ];
}
