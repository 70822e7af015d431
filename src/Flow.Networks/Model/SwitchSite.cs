using Flow.Symbolic.Expressions;
using Flow.Symbolic.Functions;

namespace Flow.Networks.Model;

/// <summary>
/// A rectifier of a network with its mask as an input: h = m z, sigma(z) = s h, where m is 1 for z above 0 and a below.
/// </summary>
/// <param name="Mask">m, of the shape of z: samples x units or samples x pixels x channels.</param>
/// <param name="PreActivation">z, in terms of the masks of the layers before it.</param>
/// <param name="Slope">s, the slope of sigma above 0.</param>
/// <param name="SmallestMask">a, the slope of sigma below 0 divided by s; less than 1.</param>
public sealed record SwitchSite(Variable Mask, Expr PreActivation, Rational Slope, Rational SmallestMask)
{
    /// <summary>s and a of a function; null where it is no multiple of a rectifier that bends upwards at 0.</summary>
    /// <param name="function">sigma, of one parameter.</param>
    public static (Rational Slope, Rational SmallestMask)? Form(ScalarFunction function)
    {
        var z = function.Parameters[0];
        if (!function.IsPiecewiseLinear || function.Degree is not { IsOne: true }
            || function.Kinks.Any(kink => !ReferenceEquals(kink, z)))
        {
            return null;
        }

        var above = Substitution.Replace(function.Body, z, Constant.Of(1));
        var below = Substitution.Replace(function.Body, z, Constant.Of(-1));
        return above is Constant { Value: var slope } && below is Constant { Value: var value }
            && slope.Sign > 0 && -value < slope
            ? (slope, -value / slope)
            : null;
    }
}
